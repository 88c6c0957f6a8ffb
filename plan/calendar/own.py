"""A school's own calendar: the national frame with what the school changed, kept as JSON."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from plan.calendar.school import WEEK, SchoolCalendar, default_calendar
from plan.model import Span

# In the order of the year.
DATES = (
    "gathering",
    "opening",
    "first_week",
    "first_semester_end",
    "second_semester_start",
    "year_end",
)
DAYS = ("extra_days_off", "extra_working_days")
FRIDAY = 4


def own_calendar(first_year: int, values: Mapping[str, Any]) -> SchoolCalendar:
    """Give the calendar of a school year with the values a school changed.

    A date is one ISO day, `extra_days_off` and `extra_working_days` are lists of them,
    `saturday_works` is a truth value. Weeks without a day of teaching follow from the days off.

    Raises:
        CalendarError: the dates are not in order.
    """
    own: dict[str, Any] = {
        name: date.fromisoformat(value) for name, value in values.items() if name in DATES
    }
    for name in values.keys() & set(DAYS):
        own[name] = frozenset(date.fromisoformat(day) for day in values[name])
    if "saturday_works" in values:
        own["saturday_works"] = bool(values["saturday_works"])
    calendar = default_calendar(first_year).with_values(**own)
    if "extra_days_off" not in own:
        return calendar
    return calendar.with_values(break_weeks=_weeks_off(calendar))


def with_days(values: Mapping[str, Any], name: str, span: Span) -> dict[str, Any]:
    """Add the days of a span to a list of days, and take them out of the other list."""
    days = {span.first.toordinal() + n for n in range(span.days)}
    changed = dict(values)
    for each in DAYS:
        had = {date.fromisoformat(day).toordinal() for day in values.get(each, [])}
        kept = had | days if each == name else had - days
        changed[each] = [date.fromordinal(day).isoformat() for day in sorted(kept)]
    return changed


def without_days(values: Mapping[str, Any], name: str, span: Span) -> dict[str, Any]:
    """Take the days of a span out of a list of days."""
    first, last = span.first.isoformat(), span.last.isoformat()
    return {**values, name: [day for day in values.get(name, []) if not first <= day <= last]}


def runs(days: Iterable[date]) -> tuple[Span, ...]:
    """Give days as spans of days that follow each other, in order."""
    found: list[Span] = []
    for day in sorted(days):
        if found and (day - found[-1].last).days == 1:
            found[-1] = Span(found[-1].first, day)
        else:
            found.append(Span(day, day))
    return tuple(found)


def _weeks_off(calendar: SchoolCalendar) -> tuple[date, ...]:
    mondays = []
    monday = calendar.first_week
    while monday <= calendar.year_end:
        week = [date.fromordinal(monday.toordinal() + day) for day in range(FRIDAY + 1)]
        if all(calendar.is_day_off(day) for day in week):
            mondays.append(monday)
        monday += WEEK
    return tuple(mondays)
