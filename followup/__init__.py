"""What changes: a file a deed, each one transaction."""
