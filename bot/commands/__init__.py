"""What people can ask for: a file a command, each a row of bot/table.py."""
