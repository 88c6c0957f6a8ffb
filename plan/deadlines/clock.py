"""Clock times and parts of the day: "14 giờ", "7h30", "5h chiều", "sáng mai"."""

from plan.deadlines.heads import Parsed, head, read_at
from plan.deadlines.lexing import Line
from plan.deadlines.specs import (
    At,
    Deadline,
    Either,
    Impossible,
    Shift,
    Spec,
    TeeNumber,
    Unclear,
    Weekday,
    Year,
)
from plan.deadlines.tails import year

HOURS = 24
MINUTES = 60
NOON = 12
FIRST_WEEKDAY = 2
HALF = 30
AFTERNOON = frozenset({3, 4})
MIDDAY = 2
NIGHT = 5
EARLY = 4  # "2h trưa" is 14:00, "11h trưa" is 11:00
NO_TIME = (-1, -1)
PREPOSITIONS = frozenset({"in", "soft", "comma"})
MOST_PREPOSITIONS = 4


class Clock:
    """A clock time read from a line, and the word after it."""

    __slots__ = ("end", "hour", "is_said", "minute", "part")

    def __init__(self, hour: int, minute: int, end: int, part: int = 0) -> None:
        self.hour = hour
        self.minute = minute
        self.end = end
        self.part = part

    def problem(self) -> Spec | None:
        """Say what is wrong with the time, if anything is."""
        if self.hour == HOURS and self.minute == 0:
            return Unclear("midnight")
        if not (0 <= self.hour < HOURS and 0 <= self.minute < MINUTES):
            return Impossible("time", (self.hour, self.minute))
        return Unclear("midnight") if self.part == NIGHT else None

    def in_part(self, part: int) -> tuple[int, int]:
        """Give the hour of the day, knowing the part of the day that was said."""
        hour = self.hour
        is_later = part in AFTERNOON or (part == MIDDAY and hour <= EARLY)
        return (hour + NOON if is_later and hour < NOON else hour), self.minute


def clock_at(line: Line, index: int) -> Clock | None:
    """Read "14 giờ", "7 giờ 30 phút", "16h30", "16:30", "5 rưỡi chiều"."""
    kinds = line.kinds
    if kinds[index] != "num":
        return None
    hour = line.values[index]
    at = index + 1
    if kinds[at] == "colon" and kinds[at + 1] == "num" and line.touches(at):
        if not line.touches(at + 1) or line.ends[at + 1] - line.starts[at + 1] != 2:  # noqa: PLR2004 - hh:mm
            return None
        return _in_part_of_day(line, Clock(hour, line.values[at + 1], at + 2))
    if kinds[at] == "half_past" and kinds[at + 1] == "daytime":
        return _in_part_of_day(line, Clock(hour, HALF, at + 1))
    if kinds[at] != "hour" or (line.words[at] != "gio" and not line.touches(at)):
        return None
    return _in_part_of_day(line, _with_minutes(line, hour, at + 1))


def _with_minutes(line: Line, hour: int, index: int) -> Clock:
    kinds = line.kinds
    if kinds[index] == "half_past":
        return Clock(hour, HALF, index + 1)
    is_marked = kinds[index + 1] in {"minute", "quote"}
    if kinds[index] == "num" and (line.touches(index) or is_marked or _is_minute(line, index)):
        return Clock(hour, line.values[index], index + (2 if is_marked else 1))
    return Clock(hour, 0, index)


def _is_minute(line: Line, index: int) -> bool:
    """Tell the 00 of "8 giờ 00, ngày 5/9" from the day of "8 giờ 20/11"."""
    is_short = line.ends[index] - line.starts[index] == MINUTE_DIGITS
    return is_short and line.values[index] < MINUTES and line.kinds[index + 1] not in DATES


MINUTE_DIGITS = 2
DATES = frozenset({"slash", "dash", "dot", "month", "th", "and", "to", "hour", "week"})


def _in_part_of_day(line: Line, clock: Clock) -> Clock:
    if line.kinds[clock.end] == "daytime" or _is_evening(line, clock.end):
        clock.part = _part_of_day(line, clock.end)
        clock.hour, clock.minute = clock.in_part(clock.part)
        # "8h sáng nay" and "5h chiều mai" still need the part of the day to find the day.
        clock.end += line.kinds[clock.end + 1] not in {"this", "today"}
    return clock


def _is_evening(line: Line, index: int) -> bool:
    """Tell "8h toi mai" from "8h tới": typed without accents, it stands before a day."""
    return line.kinds[index] == "to_or_evening" and line.kinds[index + 1] in {
        "this",
        "today",
        "weekday",
    }


def _part_of_day(line: Line, index: int) -> int:
    if line.kinds[index] == "daytime":
        return line.values[index]
    return {"to_or_evening": 4, "to_or_morning": 1}.get(line.kinds[index], 0)


def timed(line: Line, index: int) -> Parsed | None:
    """Read a clock time and the day it is on: "14 giờ ngày 28/9", "17h ngày 25/11"."""
    clock = clock_at(line, index)
    if clock is None:
        return None
    problem = clock.problem()
    if problem is not None:
        return problem, clock.end
    at = _past_prepositions(line, clock.end)
    # Never one clock time after another: each would wait for the next to end.
    found = None if clock_at(line, at) is not None else read_at(line, at)
    if found is None or isinstance(found[0], At):
        return At(Shift("moment", 0), clock.hour, clock.minute), clock.end
    spec, end = found
    return At(spec, clock.hour, clock.minute), end


def _past_prepositions(line: Line, index: int) -> int:
    for at in range(index, index + MOST_PREPOSITIONS):
        if line.kinds[at] not in PREPOSITIONS:
            return at
    return index


def with_time(line: Line, found: Parsed, part: int = 0) -> Parsed:
    """Take the clock time written after a day: "sáng mai 8h", "thứ Sáu lúc 16h30"."""
    spec, end = found
    if isinstance(spec, At):
        return found
    clock = clock_at(line, _past_prepositions(line, end))
    if clock is None or line.kinds[clock.end] in {"day", "weekday", "today"}:
        return found
    problem = clock.problem()
    if problem is not None:
        return problem, clock.end
    hour, minute = clock.in_part(clock.part or part)
    return At(spec, hour, minute), clock.end


@head("to_or_evening")
def evening(line: Line, index: int) -> Parsed | None:
    """Read "toi nay", typed without accents: "tối nay", while "toi mai" may be "tới mai"."""
    if not line.values[index] or line.kinds[index + 1] not in {"this", "today", "weekday"}:
        return None
    found = part_of_day(line, index)
    if found is None or line.kinds[index + 1] == "this":
        return found
    return Either((found[0], Deadline(found[0]))), found[1]


@head("daytime", "to_or_morning")
def part_of_day(line: Line, index: int) -> Parsed | None:
    """Read "sáng nay", "chiều mai", "sáng thứ Hai", "chiều ngày 25/11", "sang năm"."""
    if line.kinds[index] == "to_or_morning" and line.kinds[index + 1] == "year_or_five":
        found_year = year(line, index)
        return None if found_year is None else (Year(found_year[0]), found_year[1])
    part = _part_of_day(line, index)
    at = index + 2 if line.kinds[index + 1] == "comma" else index + 1
    found: Parsed | None
    if line.kinds[at] == "this":
        found = Shift("day", 0), at + 1
    elif line.kinds[at] in {"today", "weekday", "sunday", "day", "num", "one_or_later", "tee"}:
        found = read_at(line, at)
    else:
        found = None
    if found is None:
        return None
    spec, end = found
    if isinstance(spec, TeeNumber):
        spec = Weekday(spec.number - FIRST_WEEKDAY)
    return with_time(line, (spec, end), part)
