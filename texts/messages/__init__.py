"""Every message, a value each, by the matter it belongs to."""
