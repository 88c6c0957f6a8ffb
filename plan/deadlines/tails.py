"""What may close a thing said: its calendar year or its school year."""

from plan.deadlines.lexing import Line
from plan.deadlines.numeric import (
    CENTURY,
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    SHORT_DIGITS,
    YEAR_DIGITS,
    is_year,
)
from plan.deadlines.sharing import put_first_year, put_year, takes_first_year, takes_year
from plan.deadlines.specs import RELATIVE_YEAR, Month, Quarter, Range, Spec

JOINTS = frozenset({"comma", "slash", "dash", "dot", "soft", "open"})
NEXT = frozenset({"after_or_next", "to_or_evening", "next"})
# "giữa kỳ trước 17h": before five, not the term before; "tuần sau Tết" is no next week.
NAMED = frozenset(
    {"tet", "feast", "opening", "review", "early_day", "full_moon", "summer", "semester"}
)
AFTER_STEP = {
    "before": NAMED | {"num", "day", "weekday", "sunday", "month", "today", "until", "tee"},
    "after_or_next": NAMED,
}
PAIR_SIGNS = frozenset({"dash", "slash"})


def close(line: Line, index: int, spec: Spec) -> tuple[Spec, int]:
    """Take the year that follows something, when it has none yet."""
    at = index + 1 if line.kinds[index] in JOINTS else index
    if takes_first_year(spec):
        found = school_year(line, at)
        if found is not None:
            first_year, end = found
            return put_first_year(spec, first_year), _after_bracket(line, index, end)
    if takes_year(spec):
        found = year(line, at)
        if found is None and line.kinds[index] in SHORT_JOINTS:
            found = _short_year(line, at, spec)
        if found is not None:
            return put_year(spec, found[0]), _after_bracket(line, index, found[1])
    return spec, index


SHORT_JOINTS = frozenset({"slash", "dash", "dot"})


def _after_bracket(line: Line, index: int, end: int) -> int:
    return end + 1 if line.kinds[index] == "open" and line.kinds[end] == "close" else end


def year(line: Line, index: int) -> tuple[int, int] | None:
    """Read a calendar year: "năm 2025", "2025", "năm nay", "sang năm"."""
    named = _named_year(line, index)
    if named is not None:
        return named
    if line.kinds[index] == "year_or_five":
        index += 1
    if not _is_year_at(line, index):
        return None
    # The first of two years joined is a school year, and no year of its own.
    is_pair = line.kinds[index + 1] in PAIR_SIGNS and line.kinds[index + 2] == "num"
    return None if is_pair else (line.values[index], index + 1)


def _named_year(line: Line, index: int) -> tuple[int, int] | None:
    kind, following = line.kinds[index], line.kinds[index + 1]
    if kind == "last_years":
        return RELATIVE_YEAR - 1, index + 1
    if kind == "to_or_morning" and following == "year_or_five":
        return (RELATIVE_YEAR + 1, index + 2) if line.kinds[index + 2] != "num" else None
    if kind != "year_or_five" or following not in YEAR_STEPS:
        return None
    if following == "before" and line.kinds[index + 2] in AFTER_STEP["before"]:
        return None  # "báo cáo năm trước 25/11"
    return RELATIVE_YEAR + YEAR_STEPS[following], index + 2


YEAR_STEPS = {"this": 0, "before": -1, **dict.fromkeys(NEXT, 1)}


def _is_year_at(line: Line, index: int) -> bool:
    if line.kinds[index] != "num":
        return False
    digits = line.ends[index] - line.starts[index]
    return is_year(line.values[index], digits) and line.kinds[index + 1] not in {"hour", "times"}


def _short_year(line: Line, index: int, spec: Spec) -> tuple[int, int] | None:
    """Read the 24 of "T12/24" or "Quý I/25"."""
    if not isinstance(spec, Month | Quarter | Range) or line.kinds[index] != "num":
        return None
    number, digits = line.values[index], line.ends[index] - line.starts[index]
    if digits != SHORT_DIGITS or number <= MONTHS or not line.touches(index):
        return None
    return CENTURY + number, index + 1


def school_year(line: Line, index: int) -> tuple[int, int] | None:
    """Read a school year: "năm học 2024-2025", "NH 24-25", "năm học này", or the pair alone."""
    kinds = line.kinds
    is_named = kinds[index] == "school_year"
    if is_named:
        index += 1
        if kinds[index] == "this":
            return RELATIVE_YEAR, index + 1
        if kinds[index] in NEXT:
            return RELATIVE_YEAR + 1, index + 1
        if kinds[index] in {"soft", "colon"}:
            index += 1
    elif kinds[index] == "year_or_five" and kinds[index + 2] in PAIR_SIGNS:
        index += 1
    return _pair(line, index, is_named=is_named)


def _pair(line: Line, index: int, *, is_named: bool) -> tuple[int, int] | None:
    if line.kinds[index] != "num" or line.kinds[index + 2] != "num":
        return None
    if line.kinds[index + 1] not in PAIR_SIGNS:
        return None
    first, last = line.values[index], line.values[index + 2]
    sizes = [line.ends[at] - line.starts[at] for at in (index, index + 2)]
    if sizes == [SHORT_DIGITS, SHORT_DIGITS] and is_named:
        first, last = CENTURY + first, CENTURY + last
    elif sizes == [YEAR_DIGITS, SHORT_DIGITS]:
        last += first // 100 * 100
    elif sizes != [YEAR_DIGITS, YEAR_DIGITS]:
        return None
    fits = last == first + 1 and FIRST_YEAR <= first <= LAST_YEAR
    return (first, index + 3) if fits else None
