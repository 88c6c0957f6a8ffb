"""The product as it is run: the command line, the service over HTTP, the wheel."""
