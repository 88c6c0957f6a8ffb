"""The dates of a school year: seen, asked about, kept."""

from datetime import date

from msgspec import Struct

from plan.model import Member
from texts.messages.base import Message


class CalendarDate(Struct, frozen=True):
    """One date of a school year; `is_common` says that the school has not confirmed it."""

    name: str
    on: date
    is_common: bool


class CalendarSeen(Message, frozen=True):
    """The dates of a school year, with how many days off and worked days the school added."""

    who: Member
    school_year: str
    dates: tuple[CalendarDate, ...]
    saturday_works: bool
    days_off: int
    worked: int


class CalendarAsked(Message, frozen=True):
    """What was read, before it is kept, with the tasks that move along.

    A value without days, such as Saturdays off, is all in its name.
    """

    who: Member
    school_year: str
    name: str
    first_on: date | None
    last_on: date | None
    codes: tuple[str, ...]


class CalendarSet(Message, frozen=True):
    """It is kept."""

    who: Member
    school_year: str
    name: str
    first_on: date | None
    last_on: date | None
    moved: int


class CalendarRefused(Message, frozen=True):
    """The line was not understood, or its date does not fit the others. `why`: unclear, order."""

    who: Member
    why: str
    text: str
