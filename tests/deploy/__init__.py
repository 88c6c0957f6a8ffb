"""The files of deploy/: each is held to the program it is for."""
