"""Dates in figures, with the month, the year and the weekday that may follow them."""

from msgspec.structs import replace

from plan.deadlines.counting import count_at, unit_at
from plan.deadlines.heads import Parsed, read_at
from plan.deadlines.lexing import Line
from plan.deadlines.lunar import is_lunar, lunar
from plan.deadlines.numeric import MOST_NUMBERS, SHORT_DIGITS, date_in, run_at
from plan.deadlines.specs import Bare, Day, DayOf, Either, Feast, Month, Shift, Spec
from plan.deadlines.tails import close
from plan.deadlines.words import words

FIRST_WEEKDAY, LAST_WEEKDAY = 2, 7


def dates(line: Line, index: int, expect: str) -> Parsed | None:
    """Read a row of figures as a date, a month or a range."""
    run = run_at(line, index)
    found = date_in(run, expect)
    if found is None and len(run.numbers) == MOST_NUMBERS:
        line.dead_until = run.end
    if found is None or (unit_at(line, run.end) is not None and _is_count(line, run.end)):
        return None
    if isinstance(found, Bare) and not expect:
        return None if line.is_numbered(index) else (found, run.end)
    if isinstance(found, Day) and not found.year and is_lunar(line, run.end):
        return lunar(line, found.day, found.month, run.end)
    return _feast_after(line, *weekday_after(line, *close(line, run.end, found)))


def _feast_after(line: Line, spec: Spec, end: int) -> Parsed:
    """Take the name of a day written after its date: "20/11 (ngày Nhà giáo Việt Nam)"."""
    at = end + 1 if line.kinds[end] in {"open", "comma", "dash", "soft"} else end
    if line.kinds[at] != "feast" or not isinstance(spec, Day) or spec.weekday >= 0:
        return spec, end
    known = words().feasts[line.values[at]]
    if known.is_lunar or known.first != known.last or known.first != (spec.day, spec.month):
        return spec, end
    stop = at + 1 + (line.kinds[end] == "open" and line.kinds[at + 1] == "close")
    return Feast(line.values[at], spec.year), stop


def _is_count(line: Line, index: int) -> bool:
    """Tell "3-5 ngày nữa" from "2-6 tuần 3": a unit with no number of its own counts."""
    return line.kinds[index + 1] not in {"num", "roman", "number"}


def weekday_after(line: Line, spec: Spec, end: int) -> Parsed:
    """Take the weekday written after a date: "22/11/2024 (thứ Sáu)"."""
    if not isinstance(spec, Day) or not spec.month:
        return spec, end
    at = end + 1 if line.kinds[end] in {"comma", "open"} else end
    if line.kinds[at] not in {"weekday", "sunday"}:
        return spec, end
    day, stop = _plain_weekday(line, at)
    if day is None or (line.kinds[end] == "open" and line.kinds[stop] != "close"):
        return spec, end
    if line.kinds[end] == "open":
        return replace(spec, weekday=day), stop + 1
    # "15/3, thứ Sáu tuần sau" and "15/3, thứ Sáu 20/3" are two things.
    is_its_own = line.kinds[stop] in WEEKS or _begins_date(line, stop)
    return (spec, end) if is_its_own else (replace(spec, weekday=day), stop)


WEEKS = frozenset({"week", "this", "after_or_next", "to_or_evening", "next", "part", "every"})


def _begins_date(line: Line, index: int) -> bool:
    at = index + 1 if line.kinds[index] in {"comma", "open"} else index
    return line.kinds[at] in {"num", "day"} and line.kinds[at + 1] not in {"hour", "colon"}


def _plain_weekday(line: Line, index: int) -> tuple[int | None, int]:
    if line.kinds[index] == "sunday":
        return line.values[index], index + 1
    found = count_at(line, index + 1)
    if found is None or not FIRST_WEEKDAY <= found[0] <= LAST_WEEKDAY:
        return None, index
    return found[0] - FIRST_WEEKDAY, found[1]


def day_and_month(line: Line, index: int, start: int) -> Parsed | None:
    """Read "30 tháng 6 năm 2025" from its first figure."""
    digits = line.ends[index] - line.starts[index]
    at = index + 1
    if line.kinds[at] in {"comma", "slash"} and line.kinds[index - 1] == "day":
        at += 1
    if line.kinds[at] not in {"month", "th"} or digits > SHORT_DIGITS:
        return None
    return of_month(line, line.values[index], at, is_day=start != index)


def of_month(line: Line, number: int, index: int, *, is_day: bool = True) -> Parsed | None:
    """Give the day of that number in the month that follows."""
    at = index + 1 if line.kinds[index] == "soft" else index
    if line.kinds[at] not in {"month", "th"}:
        return None
    is_named = line.kinds[at + 1] == "lunar_month"
    if is_named or (line.kinds[at + 1] == "num" and is_lunar(line, at + 2)):
        return lunar(line, number, line.values[at + 1], at + 2)
    spec, end = read_at(line, at) or (None, at)
    if isinstance(spec, Month):
        return weekday_after(line, Day(number, spec.month, spec.year), end)
    return _moved_day(number, spec, end) if is_day and spec is not None else None


def _moved_day(number: int, month: Spec, end: int) -> Parsed | None:
    """Give a day of a month named from today."""
    if isinstance(month, Either):
        options = tuple(_day_in(number, each) for each in month.options)
        return Either(tuple(each for each in options if each is not None)), end
    day = _day_in(number, month)
    return None if day is None else (day, end)


def _day_in(number: int, month: Spec) -> Spec | None:
    if isinstance(month, Month):
        return Day(number, month.month, month.year)
    if isinstance(month, Shift) and month.unit == "month":
        return DayOf(number, month.step)
    return None
