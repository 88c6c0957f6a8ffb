"""Weeks and weekdays: "tuần 2 tháng 10", "Tuần 12", "thứ Sáu tuần sau", "thứ Hai đầu tháng"."""

from msgspec.structs import replace

from plan.deadlines.counting import counted, number_word, times_follow
from plan.deadlines.heads import Parsed, head, read_at
from plan.deadlines.lexing import Line
from plan.deadlines.numeric import Run, date_in, run_at
from plan.deadlines.periods import step
from plan.deadlines.specs import (
    Bare,
    ComingWeekday,
    Current,
    Day,
    Impossible,
    Month,
    MonthWeek,
    NthWeekday,
    Range,
    SchoolYear,
    Semester,
    Shift,
    Spec,
    TeachingWeek,
    TeeNumber,
    Unclear,
    Weekday,
)
from plan.deadlines.tails import NEXT, close

SUNDAY = 6
FIRST_WEEKDAY, LAST_WEEKDAY = 2, 7
LAST = -1
END = 3


@head("week")
def week(line: Line, index: int) -> Parsed | None:
    """Read a week of a month, of teaching, or counted from this one."""
    kinds = line.kinds
    at = index + 2 if kinds[index + 1] in {"weekday", "soft"} else index + 1
    if kinds[at] == "slash" or (kinds[at] == "num" and times_follow(line, at)):
        return counted(line, index)
    if kinds[at] == "num":
        return _numbered_week(line, index, at)
    if kinds[at] == "part":
        return _edge_week(line, at)
    if kinds[at] == "first_ordinal":  # "tuần thứ nhất"
        return week_of(line, 1, at + 1)
    # "tuần sau" is next week; "tuần sáu" is the sixth.
    word = None if kinds[at] == "after_or_next" else number_word(line, at)
    if word is not None:
        return week_of(line, *word)
    moved = step(line, at)
    return None if moved is None else (Shift("week", moved[0]), moved[1])


def _numbered_week(line: Line, index: int, at: int) -> Parsed | None:
    run = run_at(line, at)
    is_taught = bool(line.values[index])  # "tuần học 9": never a week of a month
    if is_taught and run.signs[:1] != "-":
        found_week = week_of(line, run.numbers[0], at + 1)
        is_of_month = isinstance(found_week[0], MonthWeek)
        return (TeachingWeek(run.numbers[0]), at + 1) if is_of_month else found_week
    found = date_in(run, "week")
    if isinstance(found, Bare):
        return week_of(line, found.number, run.end)
    if isinstance(found, MonthWeek):
        return close(line, run.end, found)
    if isinstance(found, Range) and isinstance(found.first, Bare):
        last = found.last
        if isinstance(last, Bare):
            return _weeks(found.first.number, *week_of(line, last.number, run.end))
        return _weeks(found.first.number, *close(line, run.end, last))
    return (found, run.end) if isinstance(found, Unclear) else None


def _weeks(first: int, last: Spec, end: int) -> Parsed | None:
    if isinstance(last, MonthWeek):
        return Range(MonthWeek(first, last.month, last.year), last), end
    if isinstance(last, TeachingWeek):
        return Range(replace(last, week=first), last), end
    return None


def week_of(line: Line, number: int, index: int) -> Parsed:
    """Give a week by its number, with the month or the semester that it belongs to."""
    kinds = line.kinds
    at = index + 1 if kinds[index] in {"soft", "comma", "open"} else index
    if kinds[at] in {"month", "th", "tee"}:
        found = read_at(line, at)
        if found is not None and isinstance(found[0], Month):
            end = found[1] + (kinds[index] == "open" and kinds[found[1]] == "close")
            return MonthWeek(number, found[0].month, found[0].year), end
    if kinds[at] == "semester":
        found = read_at(line, at)
        if found is not None and isinstance(found[0], Semester):
            term = found[0]
            return TeachingWeek(number, term.number, term.first_year), found[1]
    if kinds[at] == "school_year":
        found = read_at(line, at)
        if found is not None and isinstance(found[0], SchoolYear):
            return TeachingWeek(number, 0, found[0].first_year), found[1]
    return close(line, index, TeachingWeek(number))


def _edge_week(line: Line, index: int) -> Parsed | None:
    """Read "tuần đầu tháng 9", "tuần cuối cùng của tháng", "tuần đầu năm học"."""
    number = {1: 1, END: LAST}.get(line.values[index])
    if number is None:
        return None
    found, end = week_of(line, number, index + 1)
    if isinstance(found, MonthWeek):
        return found, end
    is_first_of_year = number == 1 and end > index + 1
    if isinstance(found, TeachingWeek) and is_first_of_year and found.semester in {0, 1}:
        return found, end
    at = index + 2 if line.kinds[index + 1] == "soft" else index + 1
    if line.kinds[at] == "month":
        return MonthWeek(number), at + 1
    # "tuần đầu hằng tháng": which month is told by what follows.
    return (MonthWeek(number), index + 1) if line.kinds[at] == "every" else None


@head("weekday", "sunday")
def weekday(line: Line, index: int) -> Parsed | None:
    """Read a weekday with its week or its date: "thứ Sáu tuần sau", "thứ 2, 25/11"."""
    if line.kinds[index] == "sunday":
        return placed(line, SUNDAY, index + 1)
    at = index + 1
    if line.kinds[at] == "num":
        run = run_at(line, at)
        if run.signs[:1] == "-" and len(run.numbers) == LEAST_PAIR:
            return _weekdays(line, run)
        number, end = run.numbers[0], at + 1
    else:
        word = number_word(line, at)
        if word is None:
            return None
        number, end = word
    if not FIRST_WEEKDAY <= number <= LAST_WEEKDAY:
        return Impossible("weekday", (number,)), end
    return placed(line, number - FIRST_WEEKDAY, end)


@head("tee")
def tee(line: Line, index: int) -> Parsed | None:
    """Read "T6/2025", "T.12/2024", and T6, which may be June or Friday."""
    kinds = line.kinds
    at = index + 1
    if kinds[at] == "dot":
        at += 1
    if kinds[at] != "num" or not line.touches(at):
        return None
    number = line.values[at]
    spec, end = close(line, at + 1, Month(number))
    if isinstance(spec, Month) and spec.year == 0 and end == at + 1:
        if kinds[index + 1] != "dot" and FIRST_WEEKDAY <= number <= LAST_WEEKDAY:
            is_day = kinds[end] in {"week", "this"} or kinds[end] in NEXT
            return (
                placed(line, number - FIRST_WEEKDAY, end) if is_day else (TeeNumber(number), end)
            )
        if kinds[end] == "slash":
            return None
    return spec, end


LEAST_PAIR = 2


def _weekdays(line: Line, run: Run) -> Parsed | None:
    """Read "thứ 2-6 tuần sau"."""
    first, last = run.numbers
    if not FIRST_WEEKDAY <= first < last <= LAST_WEEKDAY:
        return None
    spec, end = placed(line, last - FIRST_WEEKDAY, run.end)
    return Range(Weekday(first - FIRST_WEEKDAY), spec), end


def placed(line: Line, day: int, index: int) -> Parsed:
    """Take what says which week, month or date a weekday is of."""
    kinds = line.kinds
    dated = _dated(line, day, index)
    if dated is not None:
        return dated
    if kinds[index] == "this":
        return Weekday(day), index + 1
    if kinds[index] in NEXT and kinds[index + 1] not in {"num", "day", "tet", "feast"}:
        return ComingWeekday(day), index + 1
    at = index + 1 if kinds[index] == "soft" else index
    if kinds[at] == "week":
        found = week(line, at)
        if found is not None:
            return _in_week(line, day, found)
    if kinds[at] == "part":
        found = _nth(line, day, at)
        if found is not None:
            return found
    return Weekday(day), index


def _in_week(line: Line, day: int, found: Parsed) -> Parsed:
    spec, end = found
    is_each = line.kinds[end] == "every" or (
        line.kinds[end] == "soft" and line.kinds[end + 1] == "every"
    )
    if is_each and isinstance(spec, TeachingWeek):
        return NthWeekday(spec.week, day), end
    if isinstance(spec, MonthWeek) and not spec.month:
        return NthWeekday(spec.week, day), end
    at = end + 1 if line.kinds[end] == "soft" else end
    if isinstance(spec, TeachingWeek) and line.kinds[at] == "month":
        return NthWeekday(spec.week, day, Current("month")), at + 1
    return Weekday(day, spec), end


def _dated(line: Line, day: int, index: int) -> Parsed | None:
    """Take the date written after a weekday: "Thứ Hai, 07/10/2024", "thứ 2 ngày 25"."""
    kinds = line.kinds
    at = index + 1 if kinds[index] in {"comma", "open"} else index
    starts = (kinds[at], kinds[at + 1])
    # Only a day with a figure: "ngày thứ Hai ngày thứ Hai" would go on reading without end.
    found = read_at(line, at) if starts in FIGURES else _signed_date(line, at)
    if found is None:
        return None
    spec, end = found
    if kinds[index] == "open" and kinds[end] == "close":
        end += 1
    if isinstance(spec, Range) and isinstance(spec.first, Day):
        return replace(spec, first=replace(spec.first, weekday=day)), end
    return (replace(spec, weekday=day), end) if isinstance(spec, Day) else None


FIGURES = frozenset({("day", "num"), ("num", "slash"), ("num", "month")})


def _signed_date(line: Line, index: int) -> Parsed | None:
    """Read 07-10-2024 or 07.10.2024, which after a weekday can only be a date."""
    if line.kinds[index] != "num":
        return None
    run = run_at(line, index)
    found = date_in(run) if len(run.numbers) > LEAST_PAIR else None
    return (found, run.end) if isinstance(found, Day) else None


def _nth(line: Line, day: int, index: int) -> Parsed | None:
    """Read "thứ Hai đầu tháng 10", "thứ Sáu cuối cùng của tháng", "thứ Hai đầu tuần sau"."""
    number = {1: 1, END: LAST}.get(line.values[index])
    at = index + 2 if line.kinds[index + 1] == "soft" else index + 1
    if number is None or line.kinds[at] not in {"every", "week", "month", "th"}:
        return None
    if line.kinds[at] == "every":
        return NthWeekday(number, day), index + 1
    spec, end = read_at(line, at) or (None, at + 1)
    if line.kinds[at] == "week":
        return (Weekday(day, spec), end) if spec is not None else None
    if isinstance(spec, Month | Shift):
        return NthWeekday(number, day, spec), end
    is_bare = spec is None and line.kinds[at + 1] != "num"
    return (NthWeekday(number, day, Current("month")), end) if is_bare else None
