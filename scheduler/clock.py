"""The one source of time."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; the only thing that does."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The wall clock of this machine, which decides also when it is shifted."""

    def now(self) -> datetime:
        """Give the present instant."""
        return datetime.now(UTC)  # noqa: TID251 - this is that one Clock


class ManualClock:
    """A clock that stands until somebody moves it: the console's and the tests'."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """Give the instant it stands at."""
        return self._now

    def move_to(self, now: datetime) -> None:
        """Move forward; never back."""
        self._now = max(self._now, now)
