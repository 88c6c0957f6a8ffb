"""Whole phrases as days: the readings that the rules allow, the likeliest first."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from plan.deadlines import ranges, relative
from plan.deadlines.recurrence import period, rules
from plan.deadlines.specs import (
    At,
    Away,
    ComingWeekday,
    Current,
    Day,
    Deadline,
    EdgeDay,
    Either,
    Every,
    Impossible,
    Listing,
    Month,
    NthWeekday,
    Onward,
    Outlook,
    Part,
    Range,
    SchoolYear,
    Semester,
    Shift,
    Spec,
    TeeNumber,
    Unclear,
    Undated,
    Weekday,
    Year,
)
from plan.deadlines.stretches import distinct, stretches
from plan.deadlines.view import DAY, ImpossibleError, UnclearError, View, add_months
from plan.model import Span

MOST_OPTIONS = 3
WEEK = timedelta(days=6)
FIRST_WEEKDAY = 2


class Option(Struct, frozen=True):
    """One reading: its spans, and the rule when it recurs."""

    spans: tuple[Span, ...]
    rrule: str | None = None


Options = list[Option]
Chooser = Callable[[View, Any], Options]


def options(view: View, spec: Spec) -> Options:
    """Give the readings of what was said."""
    choose = CHOOSERS.get(type(spec))
    if choose is not None:
        return choose(view, spec)
    return [Option((_from_today(view, spec, span),)) for span in stretches(view, spec)]


def _from_today(view: View, spec: Spec, span: Span) -> Span:
    """Begin a period today when it is running: in chat, and when named from today."""
    if not span.first < view.today <= span.last:
        return span
    return Span(view.today, span.last) if view.is_chat or relative.is_relative(spec) else span


def _several(every: Sequence[Options]) -> Options:
    """Join the readings of several things, the first of each with the first of the others."""
    size = min(max(map(len, every)), MOST_OPTIONS)
    found = []
    for place in range(size):
        picks = [each[min(place, len(each) - 1)] for each in every]
        if any(pick.rrule for pick in picks):
            raise UnclearError("several_rules")
        found.append(Option(distinct(tuple(span for pick in picks for span in pick.spans))))
    return unique(found)


def unique(found: Options) -> Options:
    """Drop readings that say the same, and keep the likeliest few."""
    return list(dict.fromkeys(found))[:MOST_OPTIONS]


def _impossible(_view: View, spec: Impossible) -> Options:
    raise ImpossibleError(spec.code, *spec.values)


def _unclear(_view: View, spec: Unclear) -> Options:
    raise UnclearError(spec.code)


def _undated(_view: View, _spec: Undated) -> Options:
    return [Option(())]


def _range(view: View, spec: Range) -> Options:
    return [Option((span,)) for span in ranges.range_spans(view, spec)]


def _listing(view: View, spec: Listing) -> Options:
    found: Options = []
    for items in ranges.variants(view, spec):
        if ranges.runs_on(items):
            found += [Option(_running(view, spans)) for spans in ranges.grouped(view, items)]
        else:
            found += _several([options(view, item) for item in items])
    return unique(found)


def _running(view: View, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    if not view.is_chat:
        return spans
    return tuple(
        Span(view.today, span.last) if span.first < view.today <= span.last else span
        for span in spans
    )


def _deadline(view: View, spec: Deadline) -> Options:
    inner = options(view, spec.of)
    if any(each.rrule for each in inner):
        return _recurring_deadline(view, spec, inner)
    if spec.strict and isinstance(spec.of, Weekday | ComingWeekday):
        view.note("before_weekday")
        view.others.append(_until(view, inner[0].spans[-1].last))
    found = [Option(_chain(view, [_due(spec, span) for span in each.spans])) for each in inner]
    if spec.strict and isinstance(spec.of, Part | EdgeDay):
        # "trước cuối tháng" is said of the end itself as often as of the days before it.
        found += [Option(_chain(view, [span.last for span in each.spans])) for each in inner]
    if view.is_chat and spec.strict and found[0].spans[-1].last < view.today:
        # "trước 20/11" said on the day itself: nobody asks for what is over.
        found += [Option(_chain(view, [add_months(span.last, 12) for span in found[0].spans]))]
    return unique(found)


def _recurring_deadline(view: View, spec: Deadline, inner: Options) -> Options:
    """Read "hết tháng" in a plan: the end of this month, or of every month."""
    if spec.strict:
        raise UnclearError("unfit")
    return [
        each if each.rrule else Option(_chain(view, [span.last for span in each.spans]))
        for each in inner
    ]


def _due(spec: Deadline, span: Span) -> Any:
    return span.first - DAY if spec.strict else span.last


def _until(view: View, due: Any) -> Span:
    return Span(min(view.today, due), due)


def _chain(view: View, dues: list[Any]) -> tuple[Span, ...]:
    for due in dues:
        if due < view.today:
            view.note("past", due)
    return distinct(tuple(_until(view, due) for due in dues))


def _open_end(view: View, spec: Onward) -> Options:
    (span, *others) = options(view, spec.of)[0].spans
    if others:
        raise UnclearError("open_end")
    start = span.last + DAY if spec.after else span.first
    calendar = view.frame.calendar
    view.uses(calendar, "year_end")
    is_beyond = start > calendar.year_end
    while start > calendar.year_end:
        calendar = view.frame.calendar_of(calendar.first_year + 1)
    found = [Option((Span(start, calendar.year_end),))]
    if spec.after or is_beyond:
        back = calendar.next_working_day(start)
        return unique([*found, Option((Span(back, back + WEEK),))])
    view.note("open_end", calendar.year_end)
    return found


def _away(view: View, spec: Away) -> Options:
    found = []
    for span in stretches(view, spec.of):
        due = (span.first if spec.days < 0 else span.last) + spec.days * DAY
        found += [Option((_until(view, due),)), Option((Span(due, due),))]
    return unique(found)


def _either(view: View, spec: Either) -> Options:
    found: Options = []
    reason: ImpossibleError | UnclearError | None = None
    for each in spec.options:
        try:
            found += options(view, each)
        except (ImpossibleError, UnclearError) as error:
            reason = reason or error
    if not found and reason is not None:
        raise reason
    return unique(found)


def _tee(view: View, spec: TeeNumber) -> Options:
    month = Month(spec.number)
    if not view.is_chat:
        return options(view, month)
    return _either(view, Either((Weekday(spec.number - FIRST_WEEKDAY), month)))


def _every(view: View, spec: Every) -> Options:
    span = period(view, spec)
    found = [Option((span,), rule) for rule in rules(view, spec)]
    if spec.unit == "year" and spec.on and isinstance(spec.on[0], Month):
        return [*found, Option((span,))]
    return unique(found)


def _each(view: View, unit: str, *on: Spec) -> Option:
    return _every(view, Every(unit, 1, on))[0]


def _current(view: View, spec: Current) -> Options:
    now = Option((_from_today(view, spec, stretches(view, spec)[0]),))
    if spec.unit == "year":
        return [Option(stretches(view, SchoolYear())), Option(stretches(view, Year(5)))]
    if spec.unit == "semester" and not view.is_chat:
        return unique([*_semester(view, Semester(0)), now])
    if view.is_chat or spec.unit not in {"month", "week", "quarter"}:
        return [now]
    return [Option(stretches(view, spec)), _each(view, spec.unit)]


def _part(view: View, spec: Part) -> Options:
    if isinstance(spec.of, Semester) and spec.of.number == 0:
        halves = [stretches(view, Part(spec.which, replace(spec.of, number=n))) for n in (1, 2)]
        return [Option(tuple(half[0] for half in halves))]
    spans = stretches(view, spec)
    now = [Option((_from_today(view, spec, span),)) for span in spans]
    if not isinstance(spec.of, Current):
        return now
    unit = spec.of.unit
    if not view.is_chat:
        if unit == "semester":
            both = _part(view, Part(spec.which, Semester(0)))
            return unique([*both, *now])
        return unique([Option(spans[:1]), _each(view, unit, spec)])
    if spans[0].last < view.today:
        later = Part(spec.which, Shift(unit, 1))
        return [Option(stretches(view, later)), Option(spans[:1])]
    return now


def _semester(view: View, spec: Semester) -> Options:
    if spec.number:
        return [Option((_from_today(view, spec, stretches(view, spec)[0]),))]
    return [Option(tuple(stretches(view, replace(spec, number=number))[0] for number in (1, 2)))]


def _weekday(view: View, spec: Weekday) -> Options:
    found = [Option((span,)) for span in stretches(view, spec)]
    if spec.week is None and not view.is_chat:
        # A week's plan lists its days: this week's, or each week's.
        view.notes.clear()
        return [*found, _each(view, "week", spec)]
    return found


def _nth_weekday(view: View, spec: NthWeekday) -> Options:
    if spec.of is None or isinstance(spec.of, Current):
        return [_each(view, "month", replace(spec, of=None))]
    return [Option((span,)) for span in stretches(view, spec)]


def _day(view: View, spec: Day) -> Options:
    found = [Option((span,)) for span in stretches(view, spec)]
    if spec.month or view.is_chat:
        return found
    return [*found, _each(view, "month", spec)]


def _edge_day(view: View, spec: EdgeDay) -> Options:
    found = [Option((span,)) for span in stretches(view, spec)]
    if isinstance(spec.of, Current) and not view.is_chat:
        return [*found, _each(view, spec.of.unit, replace(spec, of=None))]
    return found


def _shift(view: View, spec: Shift) -> Options:
    if spec.unit == "moment":
        days = [view.today, view.today + DAY]
        return [Option((Span(day, day),)) for day in days]
    return [Option((_from_today(view, spec, stretches(view, spec)[0]),))]


def _outlook(view: View, spec: Outlook) -> Options:
    span = stretches(view, spec.of)[0]
    return [Option((span,)), Option((span,), rules(view, Every("year"))[0])]


def _at(view: View, spec: At) -> Options:
    return options(view, spec.of)


CHOOSERS: dict[type, Chooser] = {
    Impossible: _impossible,
    Unclear: _unclear,
    Undated: _undated,
    Range: _range,
    Listing: _listing,
    Deadline: _deadline,
    Onward: _open_end,
    Away: _away,
    Either: _either,
    TeeNumber: _tee,
    Every: _every,
    Current: _current,
    Part: _part,
    Semester: _semester,
    Weekday: _weekday,
    NthWeekday: _nth_weekday,
    Day: _day,
    EdgeDay: _edge_day,
    Shift: _shift,
    Outlook: _outlook,
    At: _at,
}
