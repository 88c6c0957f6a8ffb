"""The dates of one school and one school year, as data that a school may change."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from msgspec import Struct, field
from msgspec.structs import fields, replace

from plan.calendar.days_off import (
    DAY,
    LONG_BREAK,
    SATURDAY,
    SUNDAY,
    Break,
    DayOff,
    decreed_working_days,
    public_days_off,
)
from plan.errors import NhacViecError
from plan.model import Span

WEEK = timedelta(days=7)
FURTHEST = 400  # days looked through for a working day before a calendar is called wrong


class CalendarError(NhacViecError):
    """The dates of a school year are not in order."""


class SchoolCalendar(Struct, frozen=True):
    """The dates of one school year.

    `first_week` is the Monday of teaching week 1. `break_weeks` are the Mondays of the weeks
    without teaching (Tết); None while the school has not said, and then only the weeks of the
    first semester are known. `unconfirmed` names the values that are still defaults.
    """

    first_year: int
    opening: date
    gathering: date
    first_semester_end: date
    second_semester_start: date
    year_end: date
    summer: Span
    first_week: date
    break_weeks: tuple[date, ...] | None = None
    first_semester_weeks: int = 18
    year_weeks: int = 35
    saturday_works: bool = True
    extra_days_off: frozenset[date] = frozenset()
    extra_working_days: frozenset[date] = frozenset()
    unconfirmed: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        dates = (
            self.gathering,
            self.opening,
            self.first_semester_end,
            self.second_semester_start,
            self.year_end,
            self.summer.first,
            self.summer.last,
        )
        if any(one > other for one, other in pairwise(dates)):
            raise CalendarError

    def with_values(self, **values: Any) -> "SchoolCalendar":
        """Take the school's own values; what follows from them follows, and they are confirmed."""
        derived: dict[str, Any] = {}
        if "opening" in values:
            derived["gathering"] = values["opening"] - WEEK
            derived["first_week"] = first_monday(values["opening"])
        if "first_semester_end" in values:
            derived["second_semester_start"] = values["first_semester_end"] + DAY
        follows = {
            name: value
            for name, value in derived.items()
            if name in self.unconfirmed and name not in values
        }
        left = self.unconfirmed - values.keys()
        return replace(self, **{"unconfirmed": left, **follows, **values})

    @property
    def school_year(self) -> Span:
        """From khai giảng to bế giảng."""
        return Span(self.opening, self.year_end)

    def semester(self, number: int) -> Span:
        """The first or the second semester."""
        if number == 1:
            return Span(self.opening, self.first_semester_end)
        return Span(self.second_semester_start, self.year_end)

    def teaching_week(self, number: int) -> Span | None:
        """Give the Monday to Sunday of a teaching week, None when the calendar cannot tell."""
        known = self.first_semester_weeks if self.break_weeks is None else self.year_weeks
        if not 1 <= number <= known:
            return None
        monday = self.first_week
        taught = 0
        while True:
            if monday not in (self.break_weeks or ()):
                taught += 1
            if taught == number:
                return Span(monday, monday + WEEK - DAY)
            monday += WEEK

    def name_of_day_off(self, day: date) -> DayOff | None:
        """Say why a day is off, None for a working day."""
        if day in self.extra_days_off:
            return DayOff("school")
        if day in self.extra_working_days or day in decreed_working_days(day.year):
            return None
        public = public_days_off(day.year).get(day)
        if public is not None:
            return public
        weekday = day.weekday()
        if weekday == SUNDAY:
            return DayOff("sunday")
        if weekday == SATURDAY and not self.saturday_works:
            return DayOff("saturday")
        return None

    def is_day_off(self, day: date) -> bool:
        """Tell whether nobody works on a day."""
        return self.name_of_day_off(day) is not None

    def last_working_day(self, on_or_before: date) -> date:
        """Give the last working day up to a day, that day counted."""
        return self._working_day(on_or_before, -DAY)

    def next_working_day(self, on_or_after: date) -> date:
        """Give the first working day from a day on, that day counted."""
        return self._working_day(on_or_after, DAY)

    def add_working_days(self, day: date, days: int) -> date:
        """Go some working days on, or back when negative; `day` itself is not counted."""
        step = DAY if days >= 0 else -DAY
        for _ in range(abs(days)):
            day = self._working_day(day + step, step)
        return day

    def breaks(self, first: date, last: date) -> Iterator[Break]:
        """Give the breaks of three days or more that touch these days, in order."""
        day = first
        while day <= last:
            span = self._run_of_days_off(day)
            if span is not None and span.days >= LONG_BREAK:
                back = self.next_working_day(span.last + DAY)
                yield Break(span, (back, self.next_working_day(back + DAY)))
            day = (span.last if span is not None else day) + DAY

    def _run_of_days_off(self, day: date) -> Span | None:
        if not self.is_day_off(day):
            return None
        return Span(self.last_working_day(day) + DAY, self.next_working_day(day) - DAY)

    def _working_day(self, day: date, step: timedelta) -> date:
        for _ in range(FURTHEST):
            if not self.is_day_off(day):
                return day
            day += step
        raise CalendarError


def first_monday(on_or_after: date) -> date:
    """Give the first Monday from a day on."""
    return on_or_after + timedelta(days=-on_or_after.weekday() % 7)


DATES_BY_DEFAULT = frozenset(
    each.name
    for each in fields(SchoolCalendar)
    if each.name not in ("first_year", "extra_days_off", "extra_working_days", "unconfirmed")
)


@lru_cache(maxsize=64)
def default_calendar(first_year: int) -> SchoolCalendar:
    """Give the national frame of a school year, every value of it still unconfirmed."""
    opening = date(first_year, 9, 5)
    return SchoolCalendar(
        first_year=first_year,
        opening=opening,
        gathering=opening - WEEK,
        first_semester_end=date(first_year + 1, 1, 17),
        second_semester_start=date(first_year + 1, 1, 18),
        year_end=date(first_year + 1, 5, 31),
        summer=Span(date(first_year + 1, 6, 1), date(first_year + 1, 8, 31)),
        first_week=first_monday(opening),
        unconfirmed=DATES_BY_DEFAULT,
    )
