"""Every message, a frozen dataclass each, by the matter it belongs to."""
