"""What a reading is: the answer of the reader, in codes and values, never in sentences."""

from collections.abc import Mapping
from datetime import date, time
from typing import Literal

from msgspec import Struct, field

from plan.calendar import SchoolCalendar, default_calendar
from plan.model import Span

Context = Literal["plan", "chat"]
Status = Literal["ok", "assumed", "ambiguous", "partial", "invalid", "none"]
Value = str | int | date


class Frame(Struct, frozen=True):
    """What a phrase is read against.

    `calendar` is the school's calendar of the plan's year. Phrases name other years as well:
    `others` gives the calendars the school has of those, by first year; the national frame
    stands for the rest.
    """

    calendar: SchoolCalendar
    today: date
    context: Context = "plan"
    others: Mapping[int, SchoolCalendar] = field(default_factory=dict)

    def calendar_of(self, first_year: int) -> SchoolCalendar:
        """Give the calendar of any school year."""
        if first_year == self.calendar.first_year:
            return self.calendar
        return self.others.get(first_year) or default_calendar(first_year)


class Note(Struct, frozen=True):
    """Something taken for granted, or a reason: a code and its values."""

    code: str
    values: tuple[Value, ...] = ()


class Alternative(Struct, frozen=True):
    """Another reading of the same words."""

    spans: tuple[Span, ...]
    rrule: str | None = None


class Reading(Struct, frozen=True):
    """What a phrase means, and how sure that is.

    ok: act. assumed: act, and say `assumptions`. ambiguous: ask which of `alternatives` (the
    first is the likeliest) and act on none. partial: `unread` words of time, ask. invalid: it
    cannot be, `reason` says why. none: nothing about time. A recurring reading has one span, the
    period that it recurs in, and its rrule.
    """

    status: Status
    kind: str
    spans: tuple[Span, ...] = ()
    at: time | None = None
    rrule: str | None = None
    assumptions: tuple[Note, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    unread: tuple[str, ...] = ()
    reason: Note | None = None

    @property
    def is_certain(self) -> bool:
        """Whether it may be acted on."""
        return self.status in {"ok", "assumed"}


class Found(Struct, frozen=True):
    """The time found in a sentence, and the ranges of the sentence that say it."""

    reading: Reading
    ranges: tuple[tuple[int, int], ...]

    def beside(self, sentence: str) -> str:
        """Give the words of the sentence that do not say when."""
        signs = list(sentence)
        for first, last in self.ranges:
            signs[first:last] = " " * (last - first)
        return " ".join("".join(signs).split())
