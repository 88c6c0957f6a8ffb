"""The front door: settings, wiring, the command line."""
