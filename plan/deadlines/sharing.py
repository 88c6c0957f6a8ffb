"""What is written once at the end of a list or a range holds for what stands before it."""

from collections.abc import Callable

from msgspec.structs import replace

from plan.deadlines.specs import (
    LAST_RELATIVE_YEAR,
    Anchor,
    At,
    Bare,
    Day,
    EdgeDay,
    Feast,
    Lunar,
    Month,
    Months,
    MonthWeek,
    NthWeekday,
    Part,
    Quarter,
    Range,
    SchoolYear,
    Semester,
    Spec,
    Summer,
    TeachingWeek,
    TeeNumber,
    Weekday,
)

WITH_YEAR = (Day, Month, Months, Quarter, MonthWeek, Feast, Lunar, Summer)
WITH_FIRST_YEAR = (Semester, TeachingWeek, Anchor, SchoolYear)
HOLDERS = (Part, EdgeDay, NthWeekday)
FIRST_TERM = 8  # the window of a plan: months from August on belong to its first year


def year_of(spec: Spec | None) -> int:
    """Give the calendar year that something carries, 0 for none."""
    if isinstance(spec, WITH_YEAR):
        return spec.year
    if isinstance(spec, HOLDERS):
        return year_of(spec.of)
    if isinstance(spec, Range):
        return year_of(spec.last)
    return 0


def takes_year(spec: Spec | None) -> bool:
    """Tell whether a calendar year may follow."""
    if isinstance(spec, WITH_YEAR):
        return spec.year == 0
    if isinstance(spec, HOLDERS):
        return takes_year(spec.of)
    return isinstance(spec, Range) and takes_year(spec.last)


def put_year(spec: Spec, year: int) -> Spec:
    """Give the same thing in a year, when it has none of its own."""
    if isinstance(spec, WITH_YEAR):
        return replace(spec, year=spec.year or year)
    if isinstance(spec, HOLDERS) and spec.of is not None:
        return replace(spec, of=put_year(spec.of, year))
    if isinstance(spec, Range):
        return replace(spec, last=put_year(spec.last, year))
    return spec


def takes_first_year(spec: Spec | None) -> bool:
    """Tell whether a school year may follow."""
    if isinstance(spec, WITH_FIRST_YEAR):
        return spec.first_year == 0
    if isinstance(spec, HOLDERS):
        return takes_first_year(spec.of)
    if isinstance(spec, Range):
        return takes_first_year(spec.last)
    return isinstance(spec, Month | Day | MonthWeek) and spec.year == 0


def put_first_year(spec: Spec, first_year: int) -> Spec:
    """Give the same thing in a school year, when it has none of its own."""
    if isinstance(spec, WITH_FIRST_YEAR):
        return replace(spec, first_year=spec.first_year or first_year)
    if isinstance(spec, HOLDERS) and spec.of is not None:
        return replace(spec, of=put_first_year(spec.of, first_year))
    if isinstance(spec, Range):
        return replace(spec, last=put_first_year(spec.last, first_year))
    if isinstance(spec, Month | Day | MonthWeek) and first_year > LAST_RELATIVE_YEAR:
        year = first_year if spec.month >= FIRST_TERM else first_year + 1
        return put_year(spec, year)
    if isinstance(spec, Quarter) and first_year > LAST_RELATIVE_YEAR:
        is_first = spec.quarter * 3 >= FIRST_TERM
        return put_year(spec, first_year if is_first else first_year + 1)
    return spec


def first_year_of(spec: Spec | None) -> int:
    """Give the school year that something carries, 0 for none."""
    if isinstance(spec, WITH_FIRST_YEAR):
        return spec.first_year
    if isinstance(spec, HOLDERS):
        return first_year_of(spec.of)
    return first_year_of(spec.last) if isinstance(spec, Range) else 0


def typed(number: int, like: Spec | None) -> Spec | None:
    """Read a bare number as one more of what stands beside it."""
    if isinstance(like, At):
        return typed(number, like.of)
    if isinstance(like, Range):
        return typed(number, like.last)
    if isinstance(like, Part):
        inner = typed(number, like.of)
        return None if inner is None else replace(like, of=inner)
    if isinstance(like, Weekday) and isinstance(like.week, TeachingWeek | MonthWeek):
        return replace(like, week=replace(like.week, week=number))  # "thứ Năm tuần 2 và 4"
    if isinstance(like, Weekday):
        is_one = WEEKDAY_FIRST <= number <= WEEKDAY_LAST
        return Weekday(number - WEEKDAY_FIRST) if is_one else None
    is_weekday = WEEKDAY_FIRST <= number <= WEEKDAY_LAST
    build = Month if isinstance(like, TeeNumber) and not is_weekday else TYPES.get(type(like))
    return None if build is None else build(number)


WEEKDAY_FIRST, WEEKDAY_LAST = 2, 7
TYPES: dict[type, Callable[[int], Spec]] = {
    Day: Day,
    Month: Month,
    Quarter: Quarter,
    Semester: Semester,
    MonthWeek: MonthWeek,
    TeachingWeek: TeachingWeek,
    TeeNumber: TeeNumber,
}


def share(items: list[Spec]) -> list[Spec]:
    """Hand what the last of a list says to those before it, from right to left."""
    out = list(items)
    for place in range(len(out) - 2, -1, -1):
        out[place] = inherit(out[place], out[place + 1])
    return out


def inherit(spec: Spec, following: Spec) -> Spec:
    """Complete one thing from the next."""
    if isinstance(following, At):
        following = following.of
    if isinstance(spec, At):
        return replace(spec, of=inherit(spec.of, following))
    if isinstance(spec, Range):
        return replace(spec, last=inherit(spec.last, following))
    lead = following.first if isinstance(following, Range) else following
    if isinstance(spec, Bare):
        found = typed(spec.number, lead)
        return spec if found is None or isinstance(found, Bare) else inherit(found, following)
    spec = _lent(spec, inherit(lead, following.last) if isinstance(following, Range) else lead)
    giver = following.last if isinstance(following, Range) else following
    if year_of(spec) == 0 and year_of(giver) and _may_share(spec, giver):
        spec = put_year(spec, year_of(giver))
    if first_year_of(spec) == 0 and first_year_of(giver) and _is_termed(spec):
        spec = put_first_year(spec, first_year_of(giver))
    return spec


def _may_share(spec: Spec, giver: Spec) -> bool:
    """Tell what takes a calendar year from what: "tháng 10 và hè 2025" share none."""
    if isinstance(spec, Feast) or isinstance(giver, Feast):
        return isinstance(spec, Feast) and isinstance(giver, Feast)
    return isinstance(_whole(spec), DATED) and isinstance(_whole(giver), DATED)


DATED = (Day, Month, MonthWeek, Quarter)


def _is_termed(spec: Spec | None) -> bool:
    """Tell what takes a school year."""
    return isinstance(_whole(spec), WITH_FIRST_YEAR)


def _whole(spec: Spec | None) -> Spec | None:
    while isinstance(spec, HOLDERS):
        spec = spec.of
    return spec


def _lent(spec: Spec, lead: Spec) -> Spec:
    """Complete a day from its month, a weekday from its week, a part from its whole."""
    if isinstance(spec, TeeNumber):
        return _settled(spec, lead)
    if isinstance(spec, TeachingWeek) and isinstance(lead, MonthWeek):
        return MonthWeek(spec.week, lead.month, lead.year)
    if isinstance(spec, Semester) and isinstance(lead, SchoolYear | Anchor | Part):
        return put_first_year(spec, first_year_of(lead))
    if type(spec) is not type(lead):
        return spec
    return _completed(spec, lead)


def _completed(spec: Spec, lead: Spec) -> Spec:
    # Only forward: "ngày 25 và 15/12" and "thứ 6, thứ 2 tuần sau" begin in this month, this week.
    if isinstance(spec, Day) and isinstance(lead, Day) and not spec.month:
        return replace(spec, month=lead.month) if spec.day <= lead.day else spec
    if isinstance(spec, MonthWeek) and isinstance(lead, MonthWeek) and not spec.month:
        return replace(spec, month=lead.month)
    if isinstance(spec, Weekday) and isinstance(lead, Weekday) and spec.week is None:
        return replace(spec, week=lead.week) if spec.weekday < lead.weekday else spec
    if isinstance(spec, Part) and isinstance(lead, Part) and spec.of is None:
        return replace(spec, of=lead.of)
    return spec


def _settled(spec: TeeNumber, lead: Spec) -> Spec:
    """Decide what T6 is from what stands after it."""
    if isinstance(lead, Weekday):
        return Weekday(spec.number - WEEKDAY_FIRST, lead.week)
    return Month(spec.number, lead.year) if isinstance(lead, Month) else spec
