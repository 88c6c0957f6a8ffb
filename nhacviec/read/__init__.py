"""The readers as JSON Lines commands for machines: `nhacviec read ...`."""
