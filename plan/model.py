"""The words of the domain as frozen values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of days, both ends included; what is asked for is due on its last day."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Length in days, both ends counted: a single day is 1."""
        return (self.last - self.first).days + 1
