"""A school's calendars, year by year, and the working days across them."""

from collections.abc import Mapping
from datetime import date

from plan.calendar import SchoolCalendar, default_calendar
from plan.errors import NhacViecError

# Yearly plans are listed from August to July (rules.md, section 1, default window).
FIRST_MONTH = 8


class SchoolYearError(NhacViecError):
    """A school year is written with two years that follow each other."""


class SchoolYears:
    """The calendars of one school; a year the school said nothing of has the national frame."""

    def __init__(self, own: Mapping[int, SchoolCalendar] | None = None) -> None:
        self._own = dict(own or {})
        # A morning asks for the same few days for each of a school's messages.
        self._last: dict[date, date] = {}

    def year(self, first_year: int) -> SchoolCalendar:
        """Give the calendar of a school year by its first year."""
        return self._own.get(first_year) or default_calendar(first_year)

    def of(self, day: date) -> SchoolCalendar:
        """Give the calendar a day belongs to."""
        return self.year(first_year_of(day))

    def last_working_day(self, on_or_before: date) -> date:
        """Give the last working day up to a day."""
        found = self._last.get(on_or_before)
        if found is None:
            found = self.of(on_or_before).last_working_day(on_or_before)
            self._last[on_or_before] = found
        return found

    def next_working_day(self, on_or_after: date) -> date:
        """Give the first working day from a day on."""
        return self.of(on_or_after).next_working_day(on_or_after)

    def add_working_days(self, day: date, days: int) -> date:
        """Go a number of working days forward, `day` itself not counted."""
        return self.of(day).add_working_days(day, days)

    def is_summer(self, day: date) -> bool:
        """Whether a day is between the school years: from 1/6 to the gathering of the staff."""
        if day.month >= FIRST_MONTH:
            return day < self.of(day).gathering
        return day >= self.of(day).summer.first

    def is_after_break(self, day: date) -> bool:
        """Whether a day is one of the first two working days after a break of three or more."""
        first = self.of(day).add_working_days(day, -2)
        return any(day in b.working_days_after for b in self.of(day).breaks(first, day))


def first_year_of(day: date) -> int:
    """Give the first year of the school year a day belongs to."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def school_year_name(first_year: int) -> str:
    """Write a school year: 2024-2025."""
    return f"{first_year}-{first_year + 1}"


def read_school_year(text: str) -> int:
    """Read "2024-2025" into its first year.

    Raises:
        SchoolYearError: for anything else.
    """
    first, _, second = (part.strip() for part in text.partition("-"))
    if not (first.isdecimal() and second.isdecimal() and int(second) == int(first) + 1):
        raise SchoolYearError(text)
    return int(first)
