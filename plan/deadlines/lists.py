"""Several things said one after the other: lists and ranges."""

from plan.deadlines.clock import clock_at
from plan.deadlines.counting import often
from plan.deadlines.heads import Parsed, read_at
from plan.deadlines.lexing import Line
from plan.deadlines.numeric import COUNTED, date_in, run_at
from plan.deadlines.sharing import share, typed
from plan.deadlines.specs import (
    At,
    Bare,
    Day,
    Every,
    Listing,
    Month,
    MonthWeek,
    Part,
    Quarter,
    Range,
    Semester,
    Spec,
    TeachingWeek,
    TeeNumber,
    Unclear,
    Weekday,
)
from plan.deadlines.tails import close
from plan.deadlines.weekly import placed, week_of

JOINTS = frozenset({"comma", "and", "semicolon", "newline"})
RANGES = frozenset({"dash", "arrow", "to", "to_or_evening"})
SKIPPED = frozenset({"in", "occasion", "soft"})
EXPECTS = {
    Day: "day",
    Month: "month",
    Quarter: "quarter",
    Semester: "semester",
    MonthWeek: "week",
    TeachingWeek: "week",
    Weekday: "weekday",
    TeeNumber: "month",
}
NUMBERED = frozenset({"num", "roman"})
FIRST_WEEKDAY, LAST_WEEKDAY = 2, 7
MOST_BARE = 12  # numbers in a row that may still wait for what they count


def items(line: Line, index: int) -> Parsed | None:
    """Read one thing or several: "HKI và HKII", "ngày 10, 11 tháng 12", "15/3-20/3"."""
    found = ranged(line, index)
    if found is None:
        return None
    out = [found[0]]
    end = found[1]
    while line.kinds[end] in JOINTS and not (isinstance(out[-1], Bare) and len(out) > MOST_BARE):
        following = _next_item(line, end, out[-1])
        # What recurs closes a list: "ngày 25, 2 tháng một lần".
        if following is None or isinstance(following[0], Every | Unclear):
            break
        out.append(following[0])
        end = following[1]
    if len(out) == 1:
        return (out[0], end) if not isinstance(out[0], Bare) else None
    if any(isinstance(each, Bare) for each in share(out)):
        line.dead_until = end
        return None
    return Listing(tuple(out)), end


def _next_item(line: Line, index: int, previous: Spec) -> Parsed | None:
    at = index + 1
    if line.kinds[at] == "and":  # ", và"
        at += 1
    if line.kinds[at] in SKIPPED:
        at += 1
    if clock_at(line, at) is not None and not isinstance(previous, At):
        return None  # "20/11, 8 giờ": the time of that day, and no day of its own
    return ranged(line, at, previous)


def ranged(line: Line, index: int, previous: Spec | None = None) -> Parsed | None:
    """Read one thing, or a range when something that fits follows "đến" or a dash."""
    found = _one(line, index, previous)
    if found is None:
        return None
    spec, end = found
    if line.kinds[end] not in RANGES or isinstance(spec, Range | Every | Unclear):
        return found
    return range_to(line, spec, end) or found


def range_to(line: Line, first: Spec, index: int, *, is_certain: bool = False) -> Parsed | None:
    """Read the end of a range, from the word between its ends; after "từ" any two ends fit."""
    at = index + 1
    is_before = False
    while line.kinds[at] in BEFORE_END and at - index <= MOST_BEFORE_END:
        is_before = is_before or line.kinds[at] == "before"
        at += 1
    found = _one(line, at, first)
    if found is None:
        return None
    last, end = found
    if isinstance(last, Range | Bare | Every | Unclear):
        return None
    if line.kinds[index] == "dash" and not (is_certain or _fits(first, last)):
        return None
    return Range(first, last, before=is_before), end


BEFORE_END = frozenset(
    {"until", "in", "before", "to", "to_or_evening", "by", "term", "soft", "occasion"}
)
MOST_BEFORE_END = 4


def _fits(first: Spec, last: Spec) -> bool:
    """Tell whether a dash joins two ends and not a name and a remark: "HKI - tháng 9"."""
    if isinstance(first, TeeNumber):
        return isinstance(last, TeeNumber | Month | Weekday)
    if isinstance(first, Bare):
        return isinstance(last, Day | Month | MonthWeek | Quarter | Weekday)
    first, last = _bare(first), _bare(last)
    if isinstance(first, TeachingWeek):
        return isinstance(last, TeachingWeek | MonthWeek)
    return type(first) is type(last) or {type(first), type(last)} <= {Month, Part, Day}


def _bare(spec: Spec) -> Spec:
    return spec.of if isinstance(spec, At) else spec


def _one(line: Line, index: int, previous: Spec | None) -> Parsed | None:
    """Read one thing; a bare number is one more of what came before it."""
    is_number = line.kinds[index] in NUMBERED and clock_at(line, index) is None
    if previous is not None and is_number:
        found = _numbered(line, index, previous)
        if found is not None or _is_other_count(line, index, previous):
            return found
    # What recurs holds a list of its own, and would read this one to its end.
    return None if line.kinds[index] == "every" and previous is not None else read_at(line, index)


def _is_other_count(line: Line, index: int, previous: Spec) -> bool:
    """Tell "tháng 9, 10/12": figures that are no more of what is counted, and no day either."""
    if line.kinds[index] != "num" or line.kinds[index + 1] in STOPS:
        return False
    expect = EXPECTS.get(type(_last_of(previous)), "")
    if expect not in COUNTED or expect == "weekday":  # "thứ Sáu, 25/11" are two days
        return False
    line.dead_until = max(line.dead_until, run_at(line, index).end)
    return True


def _numbered(line: Line, index: int, previous: Spec) -> Parsed | None:
    """Read a number as one more of what came before it."""
    like = _last_of(previous)
    if line.kinds[index] == "roman":
        fits = isinstance(like, Quarter | Semester)
        spec = typed(line.values[index], previous) if fits else None
        return close(line, index + 1, spec) if spec is not None else None
    placed_in = _with_its_whole(line, index, like)
    if placed_in is not None or line.kinds[index + 1] in STOPS:
        return placed_in
    run = run_at(line, index)
    found = date_in(run, EXPECTS.get(type(like), ""))
    if isinstance(found, Range):
        first, last = (_typed(each, previous) for each in (found.first, found.last))
        return None if first is None or last is None else close(line, run.end, Range(first, last))
    spec = _typed(found, previous) if found is not None else None
    return close(line, run.end, spec) if spec is not None else None


def _with_its_whole(line: Line, index: int, like: Spec) -> Parsed | None:
    """Read the 4 of "tuần 3, 4 tháng 10", and of "thứ 2, 4 tuần sau"."""
    number, following = line.values[index], line.kinds[index + 1]
    if isinstance(like, TeachingWeek | MonthWeek) and following in {"month", "th"}:
        return week_of(line, number, index + 1)
    is_free = isinstance(like, Weekday) and like.week is None
    if not is_free or following != "week" or often(line, index + 2) is not None:
        return None
    if not FIRST_WEEKDAY <= number <= LAST_WEEKDAY:
        return None
    found = placed(line, number - FIRST_WEEKDAY, index + 1)
    # "2 tuần nữa" is no Monday.
    return found if not isinstance(found[0], Weekday) or found[0].week is not None else None


# A number followed by one of these is counted in it and stands for itself.
STOPS = frozenset({"hour", "times", "month", "th", "day", "week", "colon", "tet"})


def _typed(spec: Spec, previous: Spec) -> Spec | None:
    if isinstance(spec, Bare):
        return typed(spec.number, previous)
    return spec if isinstance(spec, Day | Month | MonthWeek | Quarter) else None


def _last_of(spec: Spec) -> Spec:
    while isinstance(spec, Range | Part | At):
        inner = spec.last if isinstance(spec, Range) else spec.of
        if inner is None:
            break
        spec = inner
    return spec
