"""What begins with a figure or with "ngày", and the days named from today."""

from plan.deadlines.clock import clock_at, timed
from plan.deadlines.counting import counted, number_word, times_follow, unit_at
from plan.deadlines.dates import dates, day_and_month, of_month
from plan.deadlines.feasts import day_of_tet
from plan.deadlines.heads import Parsed, head, read_at
from plan.deadlines.lexing import Line
from plan.deadlines.specs import (
    Bare,
    Current,
    Day,
    EdgeDay,
    Lunar,
    Month,
    Quarter,
    Range,
    SchoolYear,
    Semester,
    Shift,
)


@head("num")
def number(line: Line, index: int) -> Parsed | None:
    """Read what begins with a figure: a clock time, a count, or a date."""
    kinds = line.kinds
    following = kinds[index + 1]
    if index < line.dead_until or line.is_glued(index):
        return None
    if following in {"hour", "colon", "half_past"} and clock_at(line, index) is not None:
        return timed(line, index)
    if following == "tet":
        return day_of_tet(line, index, line.values[index])
    if following == "times" or unit_at(line, index + 1) is not None:
        found = day_and_month(line, index, index)
        return found if found is not None else counted(line, index)
    return dates(line, index, "")


@head("day")
def day(line: Line, index: int) -> Parsed | None:
    """Read "ngày 30 tháng 6 năm 2025", "ngày 20/11", "ngày cuối tháng", "ngày 15 tháng sau"."""
    kinds = line.kinds
    at = index + 1
    if kinds[at] == "num":
        return _numbered_day(line, index, at)
    if kinds[at] == "part":
        return _edge_day(line, at)
    word = number_word(line, at)
    if word is not None and not times_follow(line, at):
        found = of_month(line, word[0], word[1])
        return found if found is not None else (Day(word[0]), word[1])
    if kinds[at] in DAY_WORDS:
        return read_at(line, at)
    return None


DAY_WORDS = frozenset(
    {"weekday", "sunday", "feast", "tet", "early_day", "full_moon", "opening", "review", "today"}
)


def _numbered_day(line: Line, index: int, at: int) -> Parsed | None:
    if times_follow(line, at):
        return counted(line, index)
    found = day_and_month(line, at, index)
    if found is not None:
        return found
    dated = dates(line, at, "day")
    if dated is None:
        return None
    spec, end = dated
    if isinstance(spec, Bare):
        return of_month(line, spec.number, end) or (Day(spec.number), end)
    if isinstance(spec, Range) and isinstance(spec.first, Bare) and isinstance(spec.last, Bare):
        last, stop = of_month(line, spec.last.number, end) or (Day(spec.last.number), end)
        return Range(Day(spec.first.number), last), stop
    return dated if isinstance(spec, Day | Range | Lunar) else None


def _edge_day(line: Line, index: int) -> Parsed | None:
    """Read "ngày cuối tháng 10", "ngày cuối cùng của tháng", "ngày đầu tháng sau"."""
    edge = line.values[index]
    at = index + 2 if line.kinds[index + 1] == "soft" else index + 1
    if edge == MIDDLE:
        return None
    if line.kinds[at] == "every":
        return EdgeDay(edge, None), index + 1
    found = read_at(line, at) if line.kinds[at] in WHOLES else None
    if found is not None and isinstance(found[0], EDGED):
        return EdgeDay(edge, found[0]), found[1]
    unit = unit_at(line, at)
    if unit not in {"month", "quarter"} or line.kinds[at + 1] == "num":
        return None
    return EdgeDay(edge, Current(unit)), at + 1


MIDDLE = 2
WHOLES = frozenset({"month", "th", "quarter", "semester", "school_year"})
EDGED = (Month, Quarter, Shift, Semester, SchoolYear)


@head("today")
def today(line: Line, index: int) -> Parsed | None:
    """Read "hôm nay", "mai", "ngày mốt"."""
    return Shift("day", line.values[index]), index + 1
