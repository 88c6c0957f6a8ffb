"""The conversation: what people type or press, read and answered."""
