"""Sentences in Vietnamese, as data."""
