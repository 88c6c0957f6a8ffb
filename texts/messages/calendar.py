"""The dates of a school year: seen, asked about, kept."""

from dataclasses import dataclass
from datetime import date

from plan.model import Member
from texts.messages.base import Message


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """One date of a school year; `is_common` says that the school has not confirmed it."""

    name: str
    on: date
    is_common: bool


@dataclass(frozen=True, slots=True)
class CalendarSeen(Message):
    """The dates of a school year, with how many days off and worked days the school added."""

    who: Member
    school_year: str
    dates: tuple[CalendarDate, ...]
    saturday_works: bool
    days_off: int
    worked: int


@dataclass(frozen=True, slots=True)
class CalendarAsked(Message):
    """What was read, before it is kept, with the tasks that move along.

    A value without days, such as Saturdays off, is all in its name.
    """

    who: Member
    school_year: str
    name: str
    first_on: date | None
    last_on: date | None
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalendarSet(Message):
    """It is kept."""

    who: Member
    school_year: str
    name: str
    first_on: date | None
    last_on: date | None
    moved: int


@dataclass(frozen=True, slots=True)
class CalendarRefused(Message):
    """The line was not understood, or its date does not fit the others. `why`: unclear, order."""

    who: Member
    why: str
    text: str
