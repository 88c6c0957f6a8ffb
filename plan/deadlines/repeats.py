"""What recurs: "hằng tháng", "ngày 25 hằng tháng", "thứ Hai hằng tuần", "2 tuần/lần"."""

from msgspec.structs import replace

from plan.deadlines.counting import UNITS, count_at, often, recurring, unit_at
from plan.deadlines.heads import Parsed, head
from plan.deadlines.lexing import Line
from plan.deadlines.lists import items
from plan.deadlines.specs import (
    At,
    Current,
    Day,
    EdgeDay,
    Every,
    Feast,
    Listing,
    Month,
    MonthWeek,
    NthWeekday,
    Part,
    Range,
    SchoolYear,
    Semester,
    Spec,
    TeachingWeek,
    TeeNumber,
    Unclear,
    Weekday,
)

MOST_JOINTS = 3
THESE = 1  # "các", "những": a list follows as often as something that recurs
JOINTS = frozenset({"in", "comma", "occasion", "open", "soft"})
NUMBERED = frozenset({"num", "roman", "number"})


@head("every")
def every(line: Line, index: int) -> Parsed | None:
    """Read "hằng tháng", "mỗi 2 tuần", "mỗi thứ Hai", "hằng tháng vào ngày 25"."""
    at = index + 1
    starts = (line.kinds[at], line.kinds[at + 1])
    if not DAYS.isdisjoint(starts[:1]) or (starts[0] in DAY_PREFIXES and starts[1] in DAYS):
        return _each_weekday(line, at + 1 if starts[0] == "day" else at)
    number = count_at(line, at)
    if number is not None and unit_at(line, number[1]) is not None:
        return _every_few(line, *number)
    unit = unit_at(line, at)
    repeated = often(line, at + 1)
    if unit is None or (starts[1] in NUMBERED and repeated is None):
        return _each_part(line, at)
    if repeated is None and line.values[index] == THESE and unit != "semester":
        return None
    times, end = repeated if repeated is not None else (1, at + 1)
    spec = recurring(unit, 1, times)
    return _on(line, spec, end) if isinstance(spec, Every) else (spec, end)


DAYS = frozenset({"weekday", "sunday"})
DAY_PREFIXES = frozenset({"day", "daytime", "to_or_morning"})


def _every_few(line: Line, interval: int, index: int) -> Parsed | None:
    unit = UNITS[line.kinds[index]]
    if unit == "semester":
        return Semester(0), index + 1
    repeated = often(line, index + 1)
    times, end = repeated if repeated is not None else (1, index + 1)
    return recurring(unit, interval, times), end


def _each_weekday(line: Line, index: int) -> Parsed | None:
    found = items(line, index)
    if found is None:
        return None
    spec, end = found
    days = flat(spec)
    if not all(isinstance(day, Weekday | At) for day in days):
        return (spec, end) if isinstance(spec, NthWeekday) else None
    return Every("week", 1, days), end


def _each_part(line: Line, index: int) -> Parsed | None:
    """Read "mỗi cuối tháng", "mỗi đầu tuần"."""
    if line.kinds[index] != "part":
        return None
    found = items(line, index)
    if found is None:
        return None
    spec, end = found
    if isinstance(spec, Part) and isinstance(spec.of, Current):
        return Every(spec.of.unit, 1, (spec,)), end
    return (spec, end) if isinstance(spec, Part) else None


def _on(line: Line, spec: Every, index: int) -> Parsed:
    """Take the days that recur: "hằng tháng vào ngày 25", "hằng tuần (thứ 2)"."""
    at = _past_joints(line, index)
    is_before = line.kinds[at] == "before"
    if line.kinds[at] in {"before", "by", "term"}:
        at = _past_joints(line, at + 1)
    if line.kinds[at] == "every" and line.kinds[at + 1] == "day" and line.values[at] == THESE:
        at += 1  # "hằng tháng vào các ngày 5, 20"
    found = items(line, at) if line.kinds[at] in ON else None
    if found is None:
        return spec, index
    on = _each_week(flat(found[0]))
    if not fits(spec.unit, on):
        return spec, index
    on = tuple(_of_unit(each, spec.unit) for each in on)
    end = found[1]
    if line.kinds[index] == "open" and line.kinds[end] == "close":
        end += 1
    return replace(spec, on=on, before=is_before), end


ON = frozenset({"day", "daytime", "feast", "month", "num", "part", "sunday", "weekday"})


def _past_joints(line: Line, index: int) -> int:
    at = index
    while line.kinds[at] in JOINTS and at - index <= MOST_JOINTS:
        at += 1
    return at


def after(line: Line, index: int, spec: Spec) -> Parsed | None:
    """Take "hằng tháng", "2 tuần một lần" written after what recurs."""
    on = _each_week(flat(spec))
    at = index + 1 if line.kinds[index] in {"soft", "comma", "in"} else index
    recurs = _unit_after(line, at)
    if recurs is None:
        return None
    unit, interval, end = recurs
    if isinstance(spec, Every):
        return None
    if isinstance(spec, SchoolYear) and unit == "year":
        return Every("year"), end
    if not fits(unit, on):
        return Unclear("times"), end
    return Every(unit, interval, tuple(_of_unit(each, unit) for each in on)), end


def _each_week(on: tuple[Spec, ...]) -> tuple[Spec, ...]:
    """Read "thứ Năm tuần 2, tuần 4" as that weekday of each week named."""
    lead = on[0].of if isinstance(on[0], At) else on[0]
    if not isinstance(lead, Weekday) or not isinstance(lead.week, TeachingWeek | MonthWeek):
        return on
    return tuple(
        replace(lead, week=each) if isinstance(each, TeachingWeek | MonthWeek) else each
        for each in on
    )


def _unit_after(line: Line, index: int) -> tuple[str, int, int] | None:
    """Read "hằng tháng", "mỗi 2 tuần", "2 tuần một lần": the unit, how many of it, the end."""
    is_each = line.kinds[index] == "every"
    at = index + 1 if is_each else index
    unit = unit_at(line, at) if is_each else None
    interval = 1
    if unit is None or line.kinds[at + 1] in NUMBERED:
        number = count_at(line, at)
        if number is None:
            return None
        interval, at = number
        unit = unit_at(line, at)
    repeated = often(line, at + 1)
    if unit is None or (repeated is None and not is_each):
        return None
    if repeated is not None and repeated[0] == 1:
        return unit, interval, repeated[1]
    return (unit, interval, at + 1) if is_each else None


def flat(spec: Spec) -> tuple[Spec, ...]:
    """Give the items of a list, or the one thing there is."""
    return spec.items if isinstance(spec, Listing) else (spec,)


FITTING: dict[str, tuple[type, ...]] = {
    "day": (),
    "week": (Weekday, Part, TeeNumber),
    "month": (Day, EdgeDay, NthWeekday, MonthWeek, TeachingWeek, Part, Range, Weekday),
    "quarter": (Part, EdgeDay),
    "year": (Day, Month, Feast, Part),
}


def fits(unit: str, on: tuple[Spec, ...]) -> bool:
    """Tell whether these can recur each unit: a day without its month, each month."""
    kinds = FITTING.get(unit, ())
    return all(isinstance(_plain(each), kinds) and _is_free(_plain(each), unit) for each in on)


def _is_free(spec: Spec, unit: str) -> bool:
    if isinstance(spec, Day):
        return spec.year == 0 and (spec.month == 0) == (unit == "month")
    if isinstance(spec, Range):
        ends = (spec.first, spec.last)
        return all(isinstance(each, Day) and each.month == 0 for each in ends)
    if isinstance(spec, Part | EdgeDay | NthWeekday):
        return spec.of is None or isinstance(spec.of, Current) or unit == "year"
    if isinstance(spec, Weekday):
        is_nth = unit == "month" and isinstance(spec.week, TeachingWeek | MonthWeek)
        return is_nth if unit == "month" else spec.week is None
    if isinstance(spec, MonthWeek):
        return spec.month == 0
    return not isinstance(spec, Month | Feast) or spec.year == 0


def _plain(spec: Spec) -> Spec:
    return spec.of if isinstance(spec, At) else spec


def _of_unit(spec: Spec, unit: str) -> Spec:
    if isinstance(spec, At):
        return replace(spec, of=_of_unit(spec.of, unit))
    if unit == "week" and isinstance(spec, TeeNumber):
        return Weekday(spec.number - 2)
    if unit == "month" and isinstance(spec, Weekday):
        week = spec.week
        return NthWeekday(
            week.week if isinstance(week, TeachingWeek | MonthWeek) else 0, spec.weekday
        )
    return spec
