"""The web application over real HTTP."""
