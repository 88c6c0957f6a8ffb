"""Days counted from today, and parts of longer stretches."""

from collections.abc import Callable
from datetime import date, timedelta

from plan.deadlines.specs import (
    RELATIVE_YEAR,
    ComingWeekday,
    Current,
    Month,
    MonthWeek,
    NthWeekday,
    Part,
    Quarter,
    SchoolYear,
    Semester,
    Shift,
    Spec,
    TeachingWeek,
    Weekday,
)
from plan.deadlines.stretches import Spans, distinct, resolver, stretches
from plan.deadlines.view import (
    DAY,
    ImpossibleError,
    UnclearError,
    View,
    add_months,
    monday_of,
    month_span,
    week_of,
)
from plan.model import Span

WEEK = 7
QUARTER_MONTHS = 3
TERM_PART = timedelta(days=28)
# The days of the month that its beginning, middle and end are.
MONTH_PARTS = {1: (1, 10), 2: (11, 20), 3: (21, 31)}
WEEK_PARTS = {1: (0, 1), 3: (5, 6)}
FIRST, MIDDLE, END = 1, 2, 3


@resolver(Shift)
def _shift(view: View, spec: Shift) -> Spans:
    move = SHIFTS.get(spec.unit)
    if move is None:
        raise UnclearError("unfit")
    return (move(view, spec.step),)


def _shift_day(view: View, step: int) -> Span:
    day = view.today + step * DAY
    return view.sure(Span(day, day), is_yearless=step < 0)


def _shift_week(view: View, step: int) -> Span:
    return week_of(monday_of(view.today) + timedelta(days=WEEK * step))


def _shift_month(view: View, step: int) -> Span:
    month = add_months(view.today.replace(day=1), step)
    return month_span(month.year, month.month)


def _shift_quarter(view: View, step: int) -> Span:
    first = view.today.replace(month=(view.today.month - 1) // 3 * 3 + 1, day=1)
    month = add_months(first, QUARTER_MONTHS * step)
    last = add_months(month, QUARTER_MONTHS - 1)
    return Span(month, month_span(last.year, last.month).last)


def _shift_year(view: View, step: int) -> Span:
    year = view.today.year + step
    return Span(date(year, 1, 1), date(year, 12, 31))


def _shift_semester(view: View, step: int) -> Span:
    own = view.frame.calendar
    now = 1 if view.today <= own.first_semester_end else 2
    place = now - 1 + step
    calendar = view.frame.calendar_of(own.first_year + place // 2)
    view.uses(calendar, "first_semester_end", "year_end")
    return calendar.semester(place % 2 + 1)


SHIFTS: dict[str, Callable[[View, int], Span]] = {
    "day": _shift_day,
    "week": _shift_week,
    "month": _shift_month,
    "quarter": _shift_quarter,
    "year": _shift_year,
    "semester": _shift_semester,
}


@resolver(Current)
def _current(view: View, spec: Current) -> Spans:
    return stretches(view, Shift(spec.unit, 0))


@resolver(Weekday)
def _weekday(view: View, spec: Weekday) -> Spans:
    if spec.week is None:
        ahead = (spec.weekday - view.today.weekday()) % WEEK
        day = view.today + ahead * DAY
        if ahead == 0:
            view.note("today_is_it", spec.weekday)
            view.others.append(_one(day + WEEK * DAY))
        return (_one(day),)
    if isinstance(spec.week, MonthWeek) and spec.week.week < 0:
        month = Month(spec.week.month, spec.week.year)
        return stretches(view, NthWeekday(-1, spec.weekday, month))
    found = []
    for week in stretches(view, spec.week):
        day = week.first + (spec.weekday - week.first.weekday()) % WEEK * DAY
        if day <= week.last:
            found.append(_one(day))
    if not found:
        raise ImpossibleError("weekday_of_week", spec.weekday)
    if found[0].last < view.today and isinstance(spec.week, Shift):
        view.note("past", found[0].last)
    return distinct(tuple(found))


def _one(day: date) -> Span:
    return Span(day, day)


@resolver(ComingWeekday)
def _coming_weekday(view: View, spec: ComingWeekday) -> Spans:
    ahead = (spec.weekday - view.today.weekday() - 1) % WEEK + 1
    soon = view.today + ahead * DAY
    next_week = monday_of(view.today) + (WEEK + spec.weekday) * DAY
    return distinct((_one(soon), _one(next_week)))


@resolver(NthWeekday)
def _nth_weekday(view: View, spec: NthWeekday) -> Spans:
    if spec.of is None:
        raise UnclearError("which_month")
    (month,) = stretches(view, spec.of)
    if spec.nth < 0:
        day = month.last - (month.last.weekday() - spec.weekday) % WEEK * DAY
    else:
        first = month.first + (spec.weekday - month.first.weekday()) % WEEK * DAY
        day = first + WEEK * (spec.nth - 1) * DAY
    if not month.first <= day <= month.last:
        raise ImpossibleError("weekday_of_month", spec.nth, spec.weekday)
    return (_one(day),)


@resolver(Part)
def _part(view: View, spec: Part) -> Spans:
    of = spec.of
    if of is None:
        raise UnclearError("which_month")
    wholes = stretches(view, of)
    part = PARTS.get(_whole(of))
    if part is None:
        raise UnclearError("unfit")
    return tuple(part(spec.which, whole) for whole in wholes)


def _whole(spec: Spec) -> str:
    """Tell what kind of whole something is a part of."""
    if isinstance(spec, Shift | Current):
        return spec.unit
    return type(spec).__name__


def _month_part(which: int, month: Span) -> Span:
    first, last = MONTH_PARTS[which]
    return Span(month.first.replace(day=first), month.first.replace(day=min(last, month.last.day)))


def _quarter_part(which: int, quarter: Span) -> Span:
    month = add_months(quarter.first, which - 1)
    return month_span(month.year, month.month)


def _term_part(which: int, term: Span) -> Span:
    if which == FIRST:
        return Span(term.first, term.first + TERM_PART - DAY)
    if which == END:
        return Span(term.last - TERM_PART + DAY, term.last)
    first = term.first + (term.days - TERM_PART.days) // 2 * DAY
    return Span(first, first + TERM_PART - DAY)


def _year_part(which: int, year: Span) -> Span:
    if which == MIDDLE:
        raise UnclearError("middle_of_year")
    if which == FIRST:
        return Span(year.first, month_span(year.first.year, year.first.month).last)
    return Span(year.last.replace(day=1), year.last)


def _week_part(which: int, week: Span) -> Span:
    if which not in WEEK_PARTS:
        raise UnclearError("middle_of_week")
    first, last = WEEK_PARTS[which]
    return Span(week.first + first * DAY, week.first + last * DAY)


PARTS: dict[str, Callable[[int, Span], Span]] = {
    "Month": _month_part,
    "month": _month_part,
    "Quarter": _quarter_part,
    "quarter": _quarter_part,
    "Semester": _term_part,
    "semester": _term_part,
    "SchoolYear": _year_part,
    "week": _week_part,
    "TeachingWeek": _week_part,
}
RELATIVE = (Shift, Current)
PERIODS = (Month, Quarter, SchoolYear, Semester, TeachingWeek, MonthWeek, Part, Shift, Current)


def is_relative(spec: Spec) -> bool:
    """Tell whether a period is named from today."""
    if isinstance(spec, Part):
        return spec.of is not None and is_relative(spec.of)
    is_this_year = isinstance(spec, SchoolYear) and spec.first_year == RELATIVE_YEAR
    return isinstance(spec, RELATIVE) or is_this_year
