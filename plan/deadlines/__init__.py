"""Deadlines as schools write them, read into days: plan cells and chat alike."""

from plan.deadlines.due import due_days
from plan.deadlines.finding import find_deadline
from plan.deadlines.reader import read_deadline
from plan.deadlines.reading import Alternative, Found, Frame, Note, Reading

__all__ = [
    "Alternative",
    "Found",
    "Frame",
    "Note",
    "Reading",
    "due_days",
    "find_deadline",
    "read_deadline",
]
