"""The present, as whoever runs the bot tells it."""

from datetime import datetime
from typing import Protocol


class Now(Protocol):
    """Whatever tells the time."""

    def now(self) -> datetime:
        """Give the present instant."""
        ...
