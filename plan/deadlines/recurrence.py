"""What recurs, as RFC 5545 rules: due on the last day of each period unless a day is named."""

from plan.deadlines.specs import (
    At,
    Current,
    Day,
    EdgeDay,
    Every,
    Feast,
    Month,
    MonthWeek,
    NthWeekday,
    Onward,
    Part,
    Range,
    Spec,
    TeachingWeek,
    Weekday,
)
from plan.deadlines.stretches import stretches
from plan.deadlines.view import DAY, ImpossibleError, UnclearError, View
from plan.deadlines.words import words
from plan.model import Span

NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_MONTH = 31
WEEKS = 5
WEEK = 7
QUARTER_ENDS = (3, 6, 9, 12)
PART_DUE = {1: 10, 2: 20, 3: -1}
Rules = list[str]


def rules(view: View, spec: Every) -> Rules:
    """Give the rule, the likeliest first where the words leave a choice."""
    on = tuple(each.of if isinstance(each, At) else each for each in spec.on)
    if spec.before and not (on and all(isinstance(each, Day | Feast | Weekday) for each in on)):
        raise UnclearError("unfit")  # "trước cuối mỗi tháng" is said of the end as well
    if spec.unit == "day":
        return [_rule("DAILY", spec.interval)]
    if spec.unit == "week":
        return _weekly(spec, on)
    if spec.unit == "month":
        return _monthly(spec, on)
    if spec.unit == "quarter":
        return _quarterly(spec, on)
    return _yearly(view, spec, on)


def _rule(frequency: str, interval: int, *parts: str) -> str:
    step = (f"INTERVAL={interval}",) if interval > 1 else ()
    return ";".join((f"FREQ={frequency}", *step, *parts))


def _weekly(spec: Every, on: tuple[Spec, ...]) -> Rules:
    days = [each.weekday for each in on if isinstance(each, Weekday)]
    if days:
        if spec.before:
            days = [(day - 1) % WEEK for day in days]
        names = ",".join(NAMES[day] for day in sorted(set(days)))
        return [_rule("WEEKLY", spec.interval, f"BYDAY={names}")]
    if any(isinstance(each, Part) and each.which == 1 for each in on):
        return [_rule("WEEKLY", spec.interval, f"BYDAY={day}") for day in ("TU", "MO")]
    if any(isinstance(each, Part) and each.which != 3 for each in on):  # noqa: PLR2004 - its end
        raise UnclearError("middle_of_week")
    return [_rule("WEEKLY", spec.interval, "BYDAY=SU")]


def _monthly(spec: Every, on: tuple[Spec, ...]) -> Rules:
    if not on:
        return [_rule("MONTHLY", spec.interval, "BYMONTHDAY=-1")]
    if all(isinstance(each, NthWeekday) for each in on):
        names = ",".join(
            f"{each.nth}{NAMES[each.weekday]}" for each in on if isinstance(each, NthWeekday)
        )
        return [_rule("MONTHLY", spec.interval, f"BYDAY={names}")]
    if len(on) == 1 and isinstance(on[0], MonthWeek | TeachingWeek):
        return _of_week(spec, on[0].week)
    if len(on) == 1 and isinstance(on[0], Range):
        first, last = (_month_day(spec, each) for each in (on[0].first, on[0].last))
        if first > last > 0:
            raise ImpossibleError("range", first, last)
        return [_rule("MONTHLY", spec.interval, f"BYMONTHDAY={day}") for day in (last, first)]
    days = ",".join(str(_month_day(spec, each)) for each in on)
    return [_rule("MONTHLY", spec.interval, f"BYMONTHDAY={days}")]


def _of_week(spec: Every, week: int) -> Rules:
    if week == 0 or week > WEEKS:
        raise ImpossibleError("week_of_month", week)
    last = -1 if week in {-1, WEEKS} else WEEK * week
    return [
        _rule("MONTHLY", spec.interval, f"BYMONTHDAY={last}"),
        _rule("MONTHLY", spec.interval, f"BYDAY={week}SU"),
    ]


def _month_day(spec: Every, each: Spec) -> int:
    if isinstance(each, Part):
        return PART_DUE[each.which]
    if isinstance(each, EdgeDay):
        return 1 if each.edge == 1 else -1
    if not isinstance(each, Day):
        raise UnclearError("unfit")
    if not 1 <= each.day <= LONGEST_MONTH:
        raise ImpossibleError("day", each.day)
    if not spec.before:
        return each.day
    # Before the 1st is the last day of the month before it.
    return each.day - 1 or -1


def _quarterly(spec: Every, on: tuple[Spec, ...]) -> Rules:
    if spec.interval != 1 or len(on) > 1:
        raise UnclearError("times")
    months: tuple[int, ...] = QUARTER_ENDS
    day = -1
    for each in on:
        if isinstance(each, Part):
            months = tuple(month - 3 + each.which for month in QUARTER_ENDS)
        elif isinstance(each, EdgeDay) and each.edge == 1:
            months, day = tuple(month - 2 for month in QUARTER_ENDS), 1
    listed = ",".join(map(str, months))
    return [_rule("YEARLY", 1, f"BYMONTH={listed}", f"BYMONTHDAY={day}")]


def _yearly(view: View, spec: Every, on: tuple[Spec, ...]) -> Rules:
    if len(on) > 1:
        raise UnclearError("several_rules")
    if not on or (isinstance(on[0], Part) and on[0].which == 3):  # noqa: PLR2004 - its end
        end = view.frame.calendar.year_end
        return [_yearly_on(spec, end.month, end.day)]
    if isinstance(on[0], Month):
        return [_yearly_on(spec, on[0].month, -1)]
    day = _yearly_day(view, spec)
    return [_yearly_on(spec, day.last.month, day.last.day)]


def _yearly_on(spec: Every, month: int, day: int) -> str:
    return _rule("YEARLY", spec.interval, f"BYMONTH={month}", f"BYMONTHDAY={day}")


def _yearly_day(view: View, spec: Every) -> Span:
    on = spec.on[0]
    each = on.of if isinstance(on, At) else on
    if isinstance(each, Feast) and words().feasts[each.number].is_lunar:
        raise UnclearError("lunar_rule")
    if not isinstance(each, Day | Feast):
        raise UnclearError("unfit")
    span = stretches(view, each)[0]
    return Span(span.first - DAY, span.last - DAY) if spec.before else span


def period(view: View, spec: Every) -> Span:
    """Give the days within which something recurs."""
    if spec.within is not None:
        return stretches_within(view, spec.within)
    if spec.unit == "year" and spec.on and not isinstance(spec.on[0], Part | Current):
        on = spec.on[0]
        if isinstance(on, Month):
            return stretches(view, on)[0]
        return _yearly_day(view, spec)
    calendar = view.frame.calendar
    view.uses(calendar, "opening", "year_end")
    return calendar.school_year


def stretches_within(view: View, spec: Spec) -> Span:
    """Give the one span of a period named beside what recurs."""
    if isinstance(spec, Onward):
        start = stretches(view, spec.of)[0].first
        return Span(start, max(start, view.frame.calendar.year_end))
    if isinstance(spec, Range):
        first, last = stretches(view, spec.first), stretches(view, spec.last)
        if first[0].first > last[0].last:
            raise ImpossibleError("range", first[0].first, last[0].last)
        return Span(first[0].first, last[0].last)
    return stretches(view, spec)[0]
