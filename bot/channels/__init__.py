"""The only place that knows a chat platform: a file each."""
