"""Ranges and lists as days: what is written once is shared, what follows closely is one range."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from msgspec.structs import replace

from plan.deadlines.sharing import put_first_year, put_year, share, takes_year, year_of
from plan.deadlines.specs import (
    At,
    Current,
    Day,
    Listing,
    Month,
    MonthWeek,
    Part,
    Quarter,
    Range,
    SchoolYear,
    Semester,
    Spec,
    TeachingWeek,
    TeeNumber,
    Weekday,
    Year,
)
from plan.deadlines.stretches import Spans, distinct, stretches
from plan.deadlines.view import DAY, FAR, ImpossibleError, UnclearError, View
from plan.model import Span

AUGUST = 8
WEEK = 7
FIRST_WEEKDAY = 2
# Things that make one range when each begins where the one before it ends.
RUNNING = (Month, Quarter, MonthWeek, TeachingWeek)
YEARS = (Year, SchoolYear)
PARTED = (Month, Quarter, Semester, SchoolYear)


def range_spans(view: View, spec: Range) -> Spans:
    """Give a range, in each reading of its ends."""
    first, last = share([_plain(spec.first), _plain(spec.last)])
    first, last = _settled(view, [first, last])
    if isinstance(first, Day) and isinstance(last, Day) and not first.month:
        first = replace(first, month=last.month, year=last.year)
    if not view.is_chat and isinstance(last, Day) and not last.month:
        raise UnclearError("which_month")
    if not view.is_chat and isinstance(first, Weekday) and _has_no_week(last):
        raise UnclearError("which_week")
    if view.is_chat and takes_year(first) and takes_year(last):
        return (_coming_range(view, spec, first, last),)
    lasts = stretches(view, last)
    firsts = stretches(view, first)
    found = []
    for place in range(max(len(firsts), len(lasts))):
        start = firsts[min(place, len(firsts) - 1)]
        end = lasts[min(place, len(lasts) - 1)]
        found.append(_between(view, spec, start, end))
    return distinct(tuple(found))


def _has_no_week(spec: Spec) -> bool:
    return isinstance(spec, Weekday) and spec.week is None


def _plain(spec: Spec) -> Spec:
    return spec.of if isinstance(spec, At) else spec


def _settled(view: View, items: list[Spec]) -> list[Spec]:
    """Decide what T6 is from what stands beside it."""
    if not any(isinstance(each, TeeNumber) for each in items):
        return items
    kinds = {type(each) for each in items}
    if kinds == {TeeNumber} and not view.is_chat:
        raise UnclearError("month_or_weekday")  # "T2, T4, T6"
    is_day = Weekday in kinds or (view.is_chat and kinds == {TeeNumber})
    return [
        (Weekday(each.number - FIRST_WEEKDAY) if is_day else Month(each.number))
        if isinstance(each, TeeNumber)
        else each
        for each in items
    ]


def _between(view: View, spec: Range, first: Span, last: Span) -> Span:
    """Make one span of two ends, and mend what is known to be meant."""
    end = last.first - DAY if spec.before else last.last
    if first.first <= end:
        return Span(first.first, end)
    final = _plain(spec.last)
    if isinstance(final, Weekday | TeeNumber) and (
        isinstance(final, TeeNumber) or final.week is None
    ):
        # "từ thứ Hai đến thứ Sáu" said on a Wednesday: the Friday after that Monday.
        weeks = -(-(first.first - end).days // WEEK)
        return Span(first.first, end + weeks * WEEK * DAY)
    mended = _in_same_school_year(view, spec, end)
    if mended is None or mended > end:
        raise ImpossibleError("range", first.first, end)
    view.note("year_before", mended)
    return Span(mended, end)


def _in_same_school_year(view: View, spec: Range, end: date) -> date | None:
    """Give the first day of "tháng 10 - tháng 3/2025" when the year holds for its end alone."""
    if not takes_year(spec.first) or not year_of(spec.last):
        return None
    found = put_first_year(spec.first, _school_year_of(end))
    return stretches(view, found)[0].first if year_of(found) else None


def _school_year_of(day: date) -> int:
    return day.year if day.month >= AUGUST else day.year - 1


def _coming_range(view: View, spec: Range, first: Spec, last: Spec) -> Span:
    """Give a range without a year said in chat: the next that is not over."""
    end = stretches(view, last)[0]
    for year in (end.last.year, end.last.year - 1):
        start = stretches(view, put_year(first, year))[0]
        if start.first <= end.last:
            break
    span = Span(start.first, end.first - DAY if spec.before else end.last)
    if not 0 <= (span.last - span.first).days <= FAR:
        raise ImpossibleError("range", start.first, end.last)
    return span


def variants(view: View, spec: Listing) -> list[list[Spec]]:
    """Give the items of a list with what they share, in each way that they may share it."""
    raw = _settled(view, list(spec.items))
    items = share(raw)
    found = [items]
    spread = _spread(items)
    if spread is not None:
        found.insert(0, spread)
    moved = _by_school_year(view, raw, items)
    if moved is not None:
        found.append(moved)
    return found


def _spread(items: list[Spec]) -> list[Spec] | None:
    """Read "cuối HKI và HKII" as the ends of both."""
    lead = items[0]
    if not isinstance(lead, Part) or not any(isinstance(each, PARTED) for each in items):
        return None
    return [Part(lead.which, each) if isinstance(each, PARTED) else each for each in items]


def _by_school_year(view: View, raw: list[Spec], items: list[Spec]) -> list[Spec] | None:
    """Read "tháng 9, 12, 3/2025" as months of one school year when that puts them in order."""
    if not any(takes_year(one) and year_of(other) for one, other in zip(raw, items, strict=True)):
        return None
    if _in_order(view, items):
        return None
    first_year = _school_year_of(_first_span(view, items[-1]).last)
    moved = [
        put_first_year(one, first_year) if takes_year(one) else other
        for one, other in zip(raw, items, strict=True)
    ]
    return moved if _in_order(view, moved) else None


def _in_order(view: View, items: Sequence[Spec]) -> bool:
    spans = [_first_span(view, each) for each in items]
    return all(one.first <= other.first for one, other in pairwise(spans))


def _first_span(view: View, spec: Spec) -> Span:
    return (range_spans(view, spec) if isinstance(spec, Range) else stretches(view, spec))[0]


def runs_on(items: Sequence[Spec]) -> bool:
    """Tell whether items can make one range: months, quarters, weeks, parts, years."""
    kinds = {type(each) for each in items}
    if any(isinstance(each, Part) and _has_choice(each) for each in items):
        return False
    if kinds == {Part} and len({type(_whole(each)) for each in items}) > 1:
        return False
    return len(kinds) == 1 and issubclass(kinds.pop(), (*RUNNING, *YEARS, Part))


def _whole(spec: Spec) -> Spec | None:
    return spec.of if isinstance(spec, Part) else spec


def _has_choice(part: Part) -> bool:
    """Tell whether a part is of each semester, or of a unit without its number."""
    of = part.of
    return isinstance(of, Current) or (isinstance(of, Semester) and of.number == 0)


def grouped(view: View, items: Sequence[Spec]) -> list[Spans]:
    """Give a list of periods: as one range, one by one, or both where the rules leave a choice."""
    columns = [stretches(view, each) for each in items]
    found: list[Spans] = []
    for place in range(max(map(len, columns))):
        each = distinct(tuple(column[min(place, len(column) - 1)] for column in columns))
        found += _ways(items[0], each)
    return found


def _ways(kind: Spec, each: Spans) -> list[Spans]:
    groups = _groups(each, may_skip=isinstance(kind, SchoolYear))
    if len(groups) == len(each):
        return [each]
    if isinstance(kind, Part) and len(groups) == 1:
        return [groups]  # "cuối tháng 9, đầu tháng 10"
    if len(groups) > 1 or isinstance(kind, YEARS):
        return [each, groups]
    return [groups, each]


def _groups(spans: Spans, *, may_skip: bool) -> Spans:
    """Join spans that follow each other without a gap (a summer, between school years)."""
    out = [spans[0]]
    for span in spans[1:]:
        gap = (span.first - out[-1].last).days
        if gap == 1 or (may_skip and 0 < gap < FAR // 2):
            out[-1] = Span(out[-1].first, span.last)
        else:
            out.append(span)
    return tuple(out)
