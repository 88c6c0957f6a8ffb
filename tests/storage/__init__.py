"""The database as the rest of the program meets it."""
