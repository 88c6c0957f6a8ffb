"""The Zalo channel, over real HTTP to a server that checks what it is sent."""
