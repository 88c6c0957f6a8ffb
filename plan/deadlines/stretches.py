"""Each single thing said, as days: one span, or several where the rules leave a choice."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from plan.calendar import lunar_day
from plan.deadlines.specs import (
    Anchor,
    Day,
    DayOf,
    EdgeDay,
    Feast,
    Later,
    Lunar,
    Month,
    Months,
    MonthWeek,
    Quarter,
    SchoolYear,
    Semester,
    Spec,
    Stage,
    Summer,
    TeachingWeek,
    Year,
)
from plan.deadlines.view import (
    CYCLE,
    ImpossibleError,
    UnclearError,
    View,
    add_months,
    exact_day,
    monday_of,
    month_span,
)
from plan.deadlines.words import words
from plan.model import Span

Spans = tuple[Span, ...]
Resolver = Callable[[View, Any], Spans]

RESOLVERS: dict[type, Resolver] = {}
QUARTERS = 4
QUARTER_MONTHS = 3
SEMESTERS = 2
LAST_WEEK = 5
LONGEST_MONTH = 30
LUNAR_MONTHS = 12
CYCLE_START = 1984
YEARS_TO_LEAP = 8


def resolver(kind: type) -> Callable[[Resolver], Resolver]:
    """Register how one kind of thing becomes days."""

    def register(resolve: Resolver) -> Resolver:
        RESOLVERS[kind] = resolve
        return resolve

    return register


def stretches(view: View, spec: Spec) -> Spans:
    """Give the days of a single thing: the likeliest reading first."""
    resolve = RESOLVERS.get(type(spec))
    if resolve is None:
        raise UnclearError("unfit")
    return resolve(view, spec)


@resolver(Day)
def _day(view: View, spec: Day) -> Spans:
    if not spec.month:
        return (_day_alone(view, spec),)
    year = view.year(spec.year)
    if year:
        day = exact_day(year, spec.month, spec.day)
    elif view.is_chat:
        day = coming(view, spec.month, spec.day)
    else:
        day = exact_day(view.window_year(spec.month), spec.month, spec.day)
    _check_weekday(spec, day)
    return (view.sure(Span(day, day), is_yearless=not year),)


def _check_weekday(spec: Day, day: date) -> None:
    if spec.weekday >= 0 and day.weekday() != spec.weekday:
        raise ImpossibleError("weekday_differs", spec.weekday, day)


def coming(view: View, month: int, day: int) -> date:
    """Give the next such day on or after today."""
    year = view.today.year
    if (month, day) == (2, 29):
        for ahead in range(YEARS_TO_LEAP):
            try:
                found = date(year + ahead, month, day)
            except ValueError:
                continue
            if found >= view.today:
                return found
    found = exact_day(year, month, day)
    return found if found >= view.today else exact_day(year + 1, month, day)


def _day_alone(view: View, spec: Day) -> Span:
    """Give the next day of that number, from this month on."""
    if not 1 <= spec.day <= LONGEST_MONTH + 1:
        raise ImpossibleError("day", spec.day)
    month = view.today.replace(day=1)
    while True:
        try:
            day = month.replace(day=spec.day)
        except ValueError:
            day = date.min
        if day >= view.today:
            break
        month = add_months(month, 1)
    _check_weekday(spec, day)
    return Span(day, day)


@resolver(DayOf)
def _day_of(view: View, spec: DayOf) -> Spans:
    month = add_months(view.today.replace(day=1), spec.months)
    day = exact_day(month.year, month.month, spec.day)
    return (view.sure(Span(day, day), is_yearless=True),)


@resolver(Month)
def _month(view: View, spec: Month) -> Spans:
    year = view.year(spec.year)
    if year:
        return (month_span(year, spec.month),)
    if view.is_chat:
        span = month_span(view.today.year, spec.month)
        if span.last < view.today:
            span = month_span(view.today.year + 1, spec.month)
    else:
        span = month_span(view.window_year(spec.month), spec.month)
    return (view.sure(span, is_yearless=True),)


@resolver(Months)
def _months(view: View, spec: Months) -> Spans:
    year = view.year(spec.year)
    if year:
        return (_run_of_months(year, spec),)
    if view.is_chat:
        span = _run_of_months(view.today.year, spec)
        if span.last < view.today:
            span = _run_of_months(view.today.year + 1, spec)
        return (view.sure(span, is_yearless=True),)
    span = view.sure(_run_of_months(view.window_year(spec.last), spec), is_yearless=True)
    if (spec.first, spec.last) == MIDDLE_OF_YEAR:
        # It lies across two school years: which one is meant is not said.
        return span, _run_of_months(span.first.year + 1, spec)
    return (span,)


MIDDLE_OF_YEAR = (4, 9)


def _run_of_months(year: int, spec: Months) -> Span:
    return Span(month_span(year, spec.first).first, month_span(year, spec.last).last)


@resolver(Quarter)
def _quarter(view: View, spec: Quarter) -> Spans:
    if not 1 <= spec.quarter <= QUARTERS:
        raise ImpossibleError("quarter", spec.quarter)
    last = spec.quarter * QUARTER_MONTHS
    months = Months(last - QUARTER_MONTHS + 1, last)
    year = view.year(spec.year)
    if year:
        return (_run_of_months(year, months),)
    span = _run_of_months(view.window_year(last), months)
    if view.is_chat and span.last < view.today:
        # The window says the quarter that is over; nobody asks for work in it.
        return _run_of_months(span.first.year + 1, months), span
    return (view.sure(span, is_yearless=True),)


@resolver(Year)
def _year(view: View, spec: Year) -> Spans:
    year = view.year(spec.year)
    return (Span(date(year, 1, 1), date(year, 12, 31)),)


@resolver(Stage)
def _stage(_view: View, spec: Stage) -> Spans:
    return (Span(date(spec.first, 1, 1), date(spec.last, 12, 31)),)


@resolver(SchoolYear)
def _school_year(view: View, spec: SchoolYear) -> Spans:
    calendar = view.calendar(spec.first_year)
    view.uses(calendar, "opening", "year_end")
    return (calendar.school_year,)


@resolver(Semester)
def _semester(view: View, spec: Semester) -> Spans:
    if not 1 <= spec.number <= SEMESTERS:
        raise ImpossibleError("semester", spec.number)
    calendar = view.calendar(spec.first_year)
    first = spec.number == 1
    view.uses(calendar, *(("opening", "first_semester_end") if first else ("year_end",)))
    return (calendar.semester(spec.number),)


@resolver(Summer)
def _summer(view: View, spec: Summer) -> Spans:
    year = view.year(spec.year)
    calendar = view.frame.calendar_of(year - 1) if year else view.frame.calendar
    if not year and view.is_chat and calendar.summer.last < view.today:
        calendar = view.frame.calendar_of(calendar.first_year + 1)
    view.uses(calendar, "summer")
    return (calendar.summer,)


@resolver(MonthWeek)
def _month_week(view: View, spec: MonthWeek) -> Spans:
    if not spec.month:
        raise UnclearError("which_month")
    (month,) = stretches(view, Month(spec.month, spec.year))
    if spec.week < 0:
        return _last_week(month)
    first = month.first + timedelta(days=7 * (spec.week - 1))
    if spec.week == 0 or spec.week > LAST_WEEK or first > month.last:
        raise ImpossibleError("week_of_month", spec.week, month.first.month)
    by_days = Span(first, min(first + timedelta(days=6), month.last))
    if spec.week == LAST_WEEK:
        by_days = Span(first, month.last)
    monday = month.first + timedelta(days=-month.first.weekday() % 7 + 7 * (spec.week - 1))
    if monday > month.last:
        return (by_days,)
    return distinct((by_days, Span(monday, monday + timedelta(days=6))))


def _last_week(month: Span) -> Spans:
    monday = monday_of(month.last)
    by_days = Span(month.last - timedelta(days=6), month.last)
    return distinct((by_days, Span(monday, monday + timedelta(days=6))))


def distinct(spans: Spans) -> Spans:
    """Drop what is said twice, keeping the order."""
    return tuple(dict.fromkeys(spans))


@resolver(TeachingWeek)
def _teaching_week(view: View, spec: TeachingWeek) -> Spans:
    calendar = view.calendar(spec.first_year)
    number = spec.week
    if spec.semester == SEMESTERS:
        number += calendar.first_semester_weeks
    last = calendar.first_semester_weeks if spec.semester == 1 else calendar.year_weeks
    if number < 1 or number > last:
        raise ImpossibleError("week", spec.week)
    span = calendar.teaching_week(number)
    if span is None:
        raise UnclearError("week_unknown", spec.week)
    view.uses(calendar, "first_week")
    return (span,)


@resolver(Feast)
def _feast(view: View, spec: Feast) -> Spans:
    feast = words().feasts[spec.number]
    day, month = feast.first
    if feast.is_lunar:
        return stretches(view, Lunar(day, month, spec.year))
    if feast.first == feast.last:
        spans = stretches(view, Day(day, month, spec.year))
        return spans if spec.year else _or_next_year(view, spans, Day(day, month))
    (first,) = stretches(view, Day(day, month, spec.year))
    last = exact_day(first.first.year, feast.last[1], feast.last[0])
    if view.is_chat and not spec.year:
        this_year = first.first.year - 1
        if date(this_year, feast.last[1], feast.last[0]) >= view.today:
            return (Span(exact_day(this_year, month, day), last.replace(year=this_year)),)
    return (Span(first.first, last),)


def _or_next_year(view: View, spans: Spans, spec: Day) -> Spans:
    """Add the same feast a year later when the window puts it before khai giảng."""
    day = spans[0].first
    calendar = view.frame.calendar
    if view.is_chat or not date(calendar.first_year, 8, 1) <= day < calendar.opening:
        return spans
    later = exact_day(day.year + 1, spec.month, spec.day)
    return (*spans, _one_day(later))


@resolver(Lunar)
def _lunar(view: View, spec: Lunar) -> Spans:
    if not (1 <= spec.day <= LONGEST_MONTH and 1 <= spec.month <= LUNAR_MONTHS):
        raise ImpossibleError("lunar_day", spec.day, spec.month)
    year = _cycle_year(view, spec.year) if spec.year < 0 else view.year(spec.year)
    if year:
        return (_one_day(_lunar_within(spec, date(year, 1, 1), date(year, 12, 31))),)
    first_year = view.frame.calendar.first_year
    start = date(first_year, 8, 1)
    if view.is_chat:
        start = view.today
    day = _lunar_within(spec, start, start + timedelta(days=400))
    found = view.sure(_one_day(day), is_yearless=True)
    if not view.is_chat and day < view.frame.calendar.opening:
        later = day + timedelta(days=300)
        return found, _one_day(_lunar_within(spec, later, later + timedelta(days=400)))
    return (found,)


def _one_day(day: date) -> Span:
    return Span(day, day)


def _cycle_year(view: View, code: int) -> int:
    """Give the year of a sixty-year name that is nearest to the frame's second year."""
    place = -code - 1
    middle = view.frame.calendar.first_year + 1
    return middle + (place - (middle - CYCLE_START) + CYCLE // 2) % CYCLE - CYCLE // 2


def _lunar_within(spec: Lunar, first: date, last: date) -> date:
    """Give the first such lunar day in some days."""
    for year in range(first.year - 1, last.year + 1):
        day = lunar_day(spec.day, spec.month, year)
        if day is None and (spec.day, spec.month) == (LONGEST_MONTH, LUNAR_MONTHS):
            day = lunar_day(spec.day - 1, spec.month, year)  # the eve, in a short last month
        if day is not None and first <= day <= last:
            return day
    raise ImpossibleError("lunar_day", spec.day, spec.month)


@resolver(Anchor)
def _anchor(view: View, spec: Anchor) -> Spans:
    calendar = view.calendar(spec.first_year)
    name = "first_semester_end" if spec.name == "review" else spec.name
    day: date = getattr(calendar, name)
    if view.is_chat and not spec.first_year and day < view.today:
        calendar = view.frame.calendar_of(calendar.first_year + 1)
        day = getattr(calendar, name)
    view.uses(calendar, name)
    return (view.sure(_one_day(day), is_yearless=not spec.first_year),)


@resolver(Later)
def _later(view: View, spec: Later) -> Spans:
    steps = {"day": 1, "week": 7, "half": 15}
    if spec.unit in steps:
        day = view.today + timedelta(days=steps[spec.unit] * spec.number)
    else:
        day = add_months(view.today, spec.number * (1 if spec.unit == "month" else 12))
    return (_one_day(day),)


@resolver(EdgeDay)
def _edge_day(view: View, spec: EdgeDay) -> Spans:
    if spec.of is None:
        raise UnclearError("which_month")
    return tuple(
        _one_day(span.first if spec.edge == 1 else span.last) for span in stretches(view, spec.of)
    )
