"""Each channel against a server of our own that plays its platform."""
