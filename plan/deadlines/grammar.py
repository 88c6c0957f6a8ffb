"""Clauses: what stands before a thing said (trước, đến, từ, hạn) makes a deadline of it."""

# The readers register themselves when they are loaded.
from msgspec import Struct
from msgspec.structs import replace

from plan.deadlines import days, feasts, periods, repeats, weekly
from plan.deadlines.clock import with_time
from plan.deadlines.counting import DAYS, count_at, unit_at
from plan.deadlines.heads import Parsed
from plan.deadlines.lexing import Line
from plan.deadlines.lists import RANGES, items, range_to, ranged
from plan.deadlines.numeric import is_year
from plan.deadlines.prefixes import MOST_PREFIXES, Prefix, prefix_at
from plan.deadlines.specs import (
    Anchor,
    At,
    Away,
    Current,
    Day,
    Deadline,
    Every,
    Feast,
    Impossible,
    Listing,
    Lunar,
    Month,
    Months,
    MonthWeek,
    Onward,
    Outlook,
    Quarter,
    Range,
    SchoolYear,
    Semester,
    Shift,
    Spec,
    Stage,
    Summer,
    TeachingWeek,
    Unclear,
    Undated,
    Year,
)
from plan.deadlines.tails import NEXT
from plan.deadlines.words import words

READERS = (days, feasts, periods, repeats, weekly)
MOST_DAYS_AWAY = 400
TAIL_ENDS = frozenset({"comma", "semicolon", "newline", "open", "close", "end"})
DATED_IN_TAIL = frozenset(
    {
        *(
            "num",
            "until",
            "feast",
            "tet",
            "today",
            "summer",
            "roman",
            "opening",
            "review",
            "early_day",
        ),
        *("full_moon", "tee", "sunday"),
    }
)
UNITS = {
    "month": "month",
    "week": "week",
    "day": "day",
    "quarter": "quarter",
    "year_or_five": "year",
    "semester": "semester",
}


class Clause(Struct, frozen=True):
    """One expression of time: its meaning, and the words it takes.

    `mark` is how it was introduced: "" for not at all, "in" for "trong", "vào", "dịp" and the
    like, "due" for a deadline, "from" for a beginning. `is_occasion`: said as an occasion (dịp).
    """

    spec: Spec
    start: int
    end: int
    mark: str = ""
    is_occasion: bool = False
    is_rough: bool = False


def clause(line: Line, index: int) -> Clause | None:
    """Read the expression of time that begins here, if one does."""
    kind = line.kinds[index]
    if kind == "undated":
        return Clause(Undated(), index, index + 1)
    if kind == "tail":
        return _tail(line, index)
    prefix = prefix_at(line, index)
    found = _body(line, prefix)
    if found is None:
        return None
    spec, end = found
    spec, end = _bracket(line, spec, end)
    if prefix.is_occasion:
        spec = _as_feasts(spec)
    return Clause(spec, index, end, prefix.mark, prefix.is_occasion, prefix.is_rough)


def _as_feasts(spec: Spec) -> Spec:
    """Take "dịp 2/9" as the feast of that day."""
    if isinstance(spec, Listing):
        return Listing(tuple(_as_feasts(each) for each in spec.items))
    if isinstance(spec, Every):
        return replace(spec, on=tuple(_as_feasts(each) for each in spec.on))
    if isinstance(spec, Deadline):
        return replace(spec, of=_as_feasts(spec.of))
    if not isinstance(spec, Day) or spec.weekday >= 0:
        return spec
    number = words().solar.get((spec.day, spec.month))
    return spec if number is None else Feast(number, spec.year)


def _body(line: Line, prefix: Prefix) -> Parsed | None:
    at = prefix.end
    if prefix.operator == "now":
        return _from_now(line, at)
    if prefix.operator == "from":
        return _from(line, at)
    found = _thing(line, at, bare=prefix.operator == "by" or prefix.mark == "in")
    if found is None:
        return None
    if prefix.operator in {"before", "after"}:
        found = _away(line, found, prefix.operator)
        if isinstance(found[0], Away):
            return found
    return _applied(prefix.operator, found[0]), found[1]


def _thing(line: Line, index: int, *, bare: bool) -> Parsed | None:
    """Read what is said, then what recurs of it and its clock time."""
    found = items(line, index)
    if found is None:
        if not bare or line.kinds[index] not in UNITS:
            return None
        return Current(UNITS[line.kinds[index]]), index + 1
    found = with_time(line, found)
    repeated = repeats.after(line, found[1], found[0])
    if repeated is not None:
        found = repeated
    spec, end = found
    every = spec.of if isinstance(spec, At) else spec
    if isinstance(every, Every) and every.within is None:
        within, end = _within(line, every, end)
        return (replace(spec, of=within) if isinstance(spec, At) else within), end
    return _outlook(line, spec, end)


def _within(line: Line, spec: Every, index: int) -> Parsed:
    """Take the period that something recurs in: "hằng tháng, từ tháng 9 đến tháng 5"."""
    at = index + 1 if line.kinds[index] == "comma" else index
    kind = line.kinds[at]
    if kind == "first_time":
        found = items(line, at + 1)
        is_day = found is not None and isinstance(found[0], Day)
        return (replace(spec, within=found[0]), found[1]) if found and is_day else (spec, index)
    if kind in {"from", "from_or_four"}:
        found = _from(line, at + 1)
    elif kind == "in":
        found = items(line, at + 1)
    else:
        return spec, index
    if found is None or not isinstance(found[0], PERIODS):
        return spec, index
    return replace(spec, within=found[0]), found[1]


# What something can recur within; a weekday or a day is when, and no period.
PERIODS = (Month, Months, Onward, Quarter, Range, SchoolYear, Semester, Stage, Summer, Year)


def _outlook(line: Line, spec: Spec, end: int) -> Parsed:
    """Take what looks beyond a stage or a school year, and is no deadline."""
    kinds = line.kinds
    at = end
    while kinds[at] in {"comma", "and", "open"} and at < end + 2:
        at += 1
    if kinds[at] == "outlook" and isinstance(spec, Stage | Range):
        return spec, _past_outlook(line, at, end)
    if not isinstance(spec, SchoolYear):
        return spec, end
    if kinds[at] == "onward":
        return Outlook(spec), at + 1
    is_years = kinds[at] == "every" and kinds[at + 1] in {"year_or_five", "school_year"}
    return (Outlook(spec), at + 3) if is_years and kinds[at + 2] in NEXT else (spec, end)


def _past_outlook(line: Line, index: int, end: int) -> int:
    """Give the end of "tầm nhìn đến năm 2045", or where it began when it names no year."""
    at = index + 1
    while line.kinds[at] in OUTLOOK_JOINTS and at < index + MOST_PREFIXES:
        at += 1
    if line.kinds[at] != "num" or not is_year(line.values[at], line.ends[at] - line.starts[at]):
        return end
    return at + 1 + (line.kinds[at + 1] == "close")


OUTLOOK_JOINTS = frozenset({"to", "to_or_evening", "year_or_five", "until"})


def _applied(operator: str, spec: Spec) -> Spec:
    """Make of a thing what the word before it makes of it."""
    is_moved = operator == "past" and isinstance(spec, MOVED_TO)
    if not operator or is_moved or isinstance(spec, Impossible | Unclear):
        return spec
    if isinstance(spec, Every):
        is_timed = any(isinstance(each, At) for each in spec.on)
        return replace(spec, before=spec.before or (operator == "before" and not is_timed))
    if isinstance(spec, At):
        # Before four on Thursday is still on Thursday.
        return replace(spec, of=_applied("by" if operator == "before" else operator, spec.of))
    if operator in {"by", "before"}:
        return Deadline(spec, strict=operator == "before")
    return Onward(spec, after=True)


# "qua tuần sau" moves something there; "qua Tết" waits until it is over.
MOVED_TO = (Shift, Current)


def _away(line: Line, found: Parsed, operator: str) -> Parsed:
    """Read the count in "trước khai giảng 1 tuần", "sau Tết 3 ngày"."""
    spec, end = found
    count = count_at(line, end)
    if count is None or not isinstance(spec, Feast | Lunar | Anchor | Day):
        return found
    unit = unit_at(line, count[1])
    is_other = line.kinds[count[1] + 1] in {"more_or_half", "times", "slash"}
    if unit not in DAYS or is_other or not 1 <= count[0] <= MOST_DAYS_AWAY:
        return found
    days_away = count[0] * DAYS[unit]
    return Away(spec, -days_away if operator == "before" else days_away), count[1] + 1


def _from_now(line: Line, index: int) -> Parsed | None:
    if line.kinds[index] not in RANGES:
        return None
    found = range_to(line, Shift("day", 0), index)
    if found is None or not isinstance(found[0], Range):
        return None
    return Deadline(found[0].last, strict=found[0].before), found[1]


def _from(line: Line, index: int) -> Parsed | None:
    """Read "từ A đến B", "từ A - B", and "từ A" alone."""
    at = index + 1 if line.kinds[index] in {"in", "soft", "occasion"} else index
    first = ranged(line, at)
    if first is None:
        return None
    spec, end = with_time(line, first)
    if isinstance(spec, Range | Stage | Impossible | Unclear):
        return _repeated(line, spec, end)
    if line.kinds[end] in RANGES:
        later = range_to(line, spec, end, is_certain=True)
        if later is not None:
            spec, end = later
            return _repeated(line, spec, end)
    if line.kinds[end] == "onward":
        end += 1
    return Onward(spec), end


def _repeated(line: Line, spec: Spec, end: int) -> Parsed:
    found = repeats.after(line, end, spec)
    return _outlook(line, spec, end) if found is None else found


def _bracket(line: Line, spec: Spec, end: int) -> Parsed:
    """Let dates in brackets, or on the line below, win over the number of a week."""
    opens = line.kinds[end]
    is_week = isinstance(spec.last if isinstance(spec, Range) else spec, TeachingWeek | MonthWeek)
    if not is_week or opens not in {"open", "newline", "colon"}:
        return spec, end
    starts = line.kinds[end + 1] in BRACKET_STARTS
    inner = _body(line, prefix_at(line, end + 1)) if starts else None
    if inner is None or (opens == "open" and line.kinds[inner[1]] != "close"):
        return spec, end
    dated, stop = inner
    if not isinstance(dated.last if isinstance(dated, Range) else dated, Day):
        return spec, end
    return dated, stop + (opens == "open")


BRACKET_STARTS = frozenset({"from", "from_or_four", "day", "num", "weekday", "in"})


def _tail(line: Line, index: int) -> Clause:
    """Take "khi có hướng dẫn", "theo kế hoạch của Sở" whole: no date may be invented of it."""
    at = index + 1
    is_dated = line.kinds[at] in {*UNITS, "every"} and line.words[index] == "theo"
    while line.kinds[at] not in TAIL_ENDS:
        is_term = line.kinds[at] == "semester" and line.values[at] > 0
        is_dated = is_dated or is_term or line.kinds[at] in DATED_IN_TAIL
        at += 1
    return Clause(Unclear("condition") if is_dated else Undated(), index, at)
