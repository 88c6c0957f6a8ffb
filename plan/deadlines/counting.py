"""Numbers in words, and things counted: "3 ngày nữa", "2 tuần một lần", "6 tháng đầu năm"."""

from plan.deadlines.heads import Parsed, head, read_at
from plan.deadlines.lexing import Line
from plan.deadlines.specs import Anchor as CalendarDay
from plan.deadlines.specs import (
    Away,
    Day,
    Every,
    Feast,
    Later,
    Lunar,
    Months,
    Semester,
    Unclear,
)
from plan.deadlines.tails import year

TEN = 10
SMALL = {
    "one_or_later": 1,
    "year_or_five": 5,
    "after_or_next": 6,
    "from_or_four": 4,
    "five": 5,
    "five_or_do": 5,
}
UNITS = {
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year_or_five": "year",
    "school_year": "year",
    "semester": "semester",
}
DAYS = {"day": 1, "week": 7}
MONTHS = 12
MOST_DAYS_AHEAD = {"day": 3660, "week": 520, "month": 120, "year": 10, "quarter": 0, "semester": 0}
BETWEEN = frozenset({"slash", "every", "in", "one_or_later"})


def number_word(line: Line, index: int) -> tuple[int, int] | None:
    """Read a number in words up to 99: "hai", "mười hai", "hai mươi lăm"."""
    value = _small(line, index)
    if value is None:
        return None
    index += 1
    if value < TEN and line.words[index] == "muoi" and line.kinds[index] == "number":
        value *= TEN
        index += 1
    if value >= TEN:
        unit = _small(line, index)
        # "mười năm" is ten years: five after ten is "lăm".
        if (
            unit is not None
            and unit < TEN
            and line.kinds[index] not in {"year_or_five", "from_or_four", "after_or_next"}
        ):
            return value + unit, index + 1
        if line.kinds[index] == "today" and line.words[index] == "mot":
            return value + 1, index + 1
    return value, index


def _small(line: Line, index: int) -> int | None:
    kind = line.kinds[index]
    if kind == "number":
        return line.values[index]
    if kind == "lunar_month" and line.values[index] == 1:
        return None
    if kind in {"year_or_five", "from_or_four", "after_or_next"} and _is_other_word(line, index):
        return None
    # "một" spelt without its accent is "mốt" as well: both stand before a unit as one.
    return SMALL.get(kind)


def _is_other_word(line: Line, index: int) -> bool:
    """Tell "Quý Nam" from "quy nam": who writes accents writes "năm" with its own."""
    if index == 0 or not line.spelling(index).isascii():
        return False
    return not line.spelling(index - 1).isascii()


def count_at(line: Line, index: int) -> tuple[int, int] | None:
    """Read a number in figures or in words."""
    if line.kinds[index] == "num":
        return line.values[index], index + 1
    return number_word(line, index)


def times_follow(line: Line, index: int) -> bool:
    """Tell whether the number here counts times: "tháng 2 lần" is no February."""
    found = count_at(line, index)
    return found is not None and line.kinds[found[1]] == "times"


def unit_at(line: Line, index: int) -> str | None:
    """Give the unit of time that a word is."""
    if line.kinds[index] == "semester" and line.values[index]:
        return None
    return UNITS.get(line.kinds[index])


def often(line: Line, index: int) -> tuple[int, int] | None:
    """Read "1 lần", "/lần", "một lần" after a unit: how many times, and where it ends."""
    at = index
    if line.kinds[at] in {"slash", "soft", "at_least"}:
        at += 1
        if line.kinds[at] == "times":
            return 1, at + 1
    found = count_at(line, at)
    if found is not None and line.kinds[found[1]] == "times":
        return found[0], found[1] + 1
    return None


def recurring(unit: str, interval: int, times: int) -> Every | Semester | Unclear:
    """Say that something is done so many times in each so many units."""
    if times != 1 or not 1 <= interval <= MONTHS:
        return Unclear("times")
    if unit == "semester":
        return Semester(0) if interval == 1 else Unclear("times")
    return Every(unit, interval)


def counted(line: Line, index: int) -> Parsed | None:
    """Read a count of units, or a unit with the times it has: "3 ngày nữa", "tháng 1 lần"."""
    unit = unit_at(line, index)
    if unit is not None:
        found = often(line, index + 1)
        if found is not None:
            return recurring(unit, 1, found[0]), found[1]
    number = count_at(line, index)
    if number is None:
        return None
    count, at = number
    if line.kinds[at] == "times":
        return _times_in(line, count, at + 1)
    unit = unit_at(line, at)
    return None if unit is None else _units(line, count, unit, at + 1)


def _times_in(line: Line, times: int, index: int) -> Parsed | None:
    """Read the rest of "1 lần/tháng", "1 lần mỗi 2 tuần"."""
    if line.kinds[index] == "in":
        index += 1
    if line.kinds[index] in BETWEEN:
        index += 1
    number = count_at(line, index)
    interval = 1
    if number is not None and unit_at(line, number[1]) is not None:
        interval, index = number
    unit = unit_at(line, index)
    if unit is None:
        return None
    return recurring(unit, interval, times), index + 1


def _units(line: Line, count: int, unit: str, index: int) -> Parsed | None:
    """Read what follows "3 ngày": một lần, nữa, đầu năm, trước Tết."""
    repeated = often(line, index)
    if repeated is not None:
        return recurring(unit, count, repeated[0]), repeated[1]
    if unit == "semester" and count == SEMESTERS:
        return Semester(0), index
    kind = line.kinds[index]
    if kind == "more_or_half":
        is_near = 1 <= count <= MOST_DAYS_AHEAD[unit]
        return (Later(unit, count) if is_near else Unclear("too_far")), index + 1
    if kind in {"before", "after_or_next"} and unit in DAYS:
        return _away(line, count * DAYS[unit], index)
    is_part = unit == "month" and kind == "part"
    return _months_of_year(line, count, index) if is_part else None


SEMESTERS = 2


def _months_of_year(line: Line, count: int, index: int) -> Parsed | None:
    """Read the rest of "6 tháng đầu năm 2025"."""
    which = line.values[index]
    if line.kinds[index + 1] != "year_or_five" or not 1 <= count < MONTHS or which == MIDDLE:
        return None
    first, last = (1, count) if which == 1 else (MONTHS - count + 1, MONTHS)
    found = year(line, index + 1)
    if found is not None:
        return Months(first, last, found[0]), found[1]
    return Months(first, last), index + 2


MIDDLE = 2


def _away(line: Line, days: int, index: int) -> Parsed | None:
    """Read the rest of "3 ngày trước Tết"."""
    at = index + 1
    while line.kinds[at] in {"occasion", "day"} and line.kinds[at + 1] != "num":
        at += 1
    # A count before a count before a count would go on without end.
    is_count = line.kinds[at] == "num" and line.kinds[at + 1] != "slash"
    found = None if is_count else read_at(line, at)
    if found is None or not isinstance(found[0], Feast | Lunar | CalendarDay | Day):
        return None
    is_before = line.kinds[index] == "before"
    return Away(found[0], -days if is_before else days), found[1]


@head("number", "one_or_later")
def in_words(line: Line, index: int) -> Parsed | None:
    """Read what begins with a number in words."""
    return counted(line, index)


@head("more_or_half")
def half(line: Line, index: int) -> Parsed | None:
    """Read "nửa tháng nữa", "nửa đầu năm 2025"."""
    at = index + 1
    if line.kinds[at] == "month" and line.kinds[at + 1] == "more_or_half":
        return Later("half", 1), at + 2
    if line.kinds[at] == "part" and line.kinds[at + 1] == "year_or_five":
        return _months_of_year(line, MONTHS // 2, at)
    return None
