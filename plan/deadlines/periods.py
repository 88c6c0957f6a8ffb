"""Months, quarters, semesters, years, stages, and their beginnings, middles and ends."""

from plan.deadlines.counting import counted, number_word, times_follow
from plan.deadlines.heads import Parsed, head, read_at
from plan.deadlines.lexing import Line
from plan.deadlines.numeric import MONTHS, YEAR_DIGITS, date_in, is_year, run_at, years
from plan.deadlines.specs import (
    RELATIVE_YEAR,
    Bare,
    Current,
    Either,
    Every,
    Impossible,
    Month,
    Months,
    Part,
    Quarter,
    Range,
    SchoolYear,
    Semester,
    Shift,
    Spec,
    Stage,
    Summer,
    TeeNumber,
    Unclear,
    Year,
)
from plan.deadlines.tails import AFTER_STEP, NEXT, close, school_year, year

STEPS = {"this": 0, "after_or_next": 1, "to_or_evening": 1, "next": 1, "before": -1, "past": -1}
# The months of the beginning, the middle and the end of a calendar year.
YEAR_PARTS = {1: (1, 3), 2: (4, 9), 3: (10, 12)}
JUNE = 6
ORDINALS = frozenset({"dot", "dash", "weekday"})  # "HK.I", "HK-I", "học kỳ thứ hai"
OF = frozenset({"soft"})


def step(line: Line, index: int) -> tuple[int, int] | None:
    """Read "này", "sau", "tới", "sau nữa", "trước" after a unit: how many units from now."""
    kind = line.kinds[index]
    found = STEPS.get(kind)
    if found is None or (
        kind in {"before", "after_or_next"} and line.kinds[index + 1] in AFTER_STEP[kind]
    ):
        return None
    if line.kinds[index] in NEXT and line.kinds[index + 1] == "more_or_half":
        return found + 1, index + 2
    return found, index + 1


@head("month", "th")
def month(line: Line, index: int) -> Parsed | None:
    """Read "tháng 9", "tháng 9-11/2024", "tháng chín", "tháng sau", "tháng cuối quý I"."""
    kinds = line.kinds
    at = index + 2 if kinds[index + 1] == "dot" else index + 1
    if kinds[at] == "num":
        return _numbered_month(line, index, at)
    if kinds[index] == "th":
        return None
    if kinds[at] == "weekday":
        return Unclear("which_month"), at + 2  # "tháng thứ 9": of what is not said
    if kinds[at] in {"slash", "part"}:
        return counted(line, index) if kinds[at] == "slash" else _month_of_quarter(line, at)
    moved = step(line, at)
    if moved is not None and kinds[at] != "past":
        return _moved_month(line, index, at, moved)
    word = None if times_follow(line, at) else number_word(line, at)
    return None if word is None else close(line, word[1], Month(word[0]))


def _moved_month(line: Line, index: int, at: int, moved: tuple[int, int]) -> Parsed:
    spec = Shift("month", moved[0])
    is_bare = line.text.typed[line.starts[index] : line.ends[at]].isascii()
    if line.kinds[at] == "after_or_next" and moved[1] == at + 1 and is_bare:
        # Without accents "thang sau" is next month as well as June.
        return Either((spec, Month(JUNE))), moved[1]
    return spec, moved[1]


def _numbered_month(line: Line, index: int, at: int) -> Parsed | None:
    if times_follow(line, at):
        return counted(line, index)
    run = run_at(line, at)
    found = date_in(run, "month")
    if isinstance(found, Bare):
        found = Month(found.number)
    elif isinstance(found, Range):
        first, last = (_as_month(each) for each in (found.first, found.last))
        found = None if first is None or last is None else Range(first, last)
    elif not isinstance(found, Month):
        return None
    if found is None:
        return None
    if line.kinds[run.end] == "lunar" and isinstance(found, Month):
        return None
    return close(line, run.end, found)


def _as_month(spec: Spec) -> Spec | None:
    if isinstance(spec, Bare):
        return Month(spec.number)
    return spec if isinstance(spec, Month) else None


def _month_of_quarter(line: Line, index: int) -> Parsed | None:
    at = index + 2 if line.kinds[index + 1] in OF else index + 1
    if line.kinds[at] != "quarter":
        return None
    found = read_at(line, at)
    return None if found is None else (Part(line.values[index], found[0]), found[1])


@head("quarter")
def quarter(line: Line, index: int) -> Parsed | None:
    """Read "Quý I/2025", "Q3/2025", "quý II - III/2025", "quý này"."""
    kinds = line.kinds
    if line.values[index]:
        return close(line, index + 1, Quarter(line.values[index]))
    at = index + 2 if kinds[index + 1] in ORDINALS else index + 1
    if kinds[at] in {"num", "slash"}:
        return _numbered_quarter(line, index, at)
    ordinal = _ordinal(line, at)
    if ordinal is not None:
        return close(line, ordinal[1], Quarter(ordinal[0]))
    moved = step(line, at)
    return (Shift("quarter", moved[0]), moved[1]) if moved is not None else None


def _ordinal(line: Line, index: int) -> tuple[int, int] | None:
    """Read the number of a quarter or a semester when it is no figure: "II", "hai", "nhất"."""
    if line.kinds[index] in {"roman", "first_ordinal"}:
        return line.values[index], index + 1
    return number_word(line, index)


def _numbered_quarter(line: Line, index: int, at: int) -> Parsed | None:
    if line.kinds[at] == "slash" or times_follow(line, at):
        return counted(line, index)
    run = run_at(line, at)
    if run.signs[:1] == "-" and run.digits[1] < YEAR_DIGITS:
        found = date_in(run.cut(0, 2), "quarter")
        if not isinstance(found, Range):
            return None
        first, last = run.numbers[:2]
        return close(line, at + 3, Range(Quarter(first), Quarter(last)))
    return close(line, at + 1, Quarter(run.numbers[0]))


@head("semester")
def semester(line: Line, index: int) -> Parsed | None:
    """Read "HKI", "học kỳ 2", "HK I năm học 2024-2025", "học kỳ này"."""
    kinds = line.kinds
    if line.values[index]:
        return close(line, index + 1, Semester(line.values[index]))
    at = index + 2 if kinds[index + 1] in ORDINALS else index + 1
    if kinds[at] == "num":
        return _numbered_semester(line, index, at)
    ordinal = _ordinal(line, at)
    if ordinal is not None:
        return close(line, ordinal[1], Semester(ordinal[0]))
    moved = step(line, at)
    return (Shift("semester", moved[0]), moved[1]) if moved is not None else None


def _numbered_semester(line: Line, index: int, at: int) -> Parsed | None:
    if times_follow(line, at):
        return counted(line, index)
    is_short = line.ends[at] - line.starts[at] == 1
    return close(line, at + 1, Semester(line.values[at])) if is_short else None


@head("year_or_five")
def year_head(line: Line, index: int) -> Parsed | None:
    """Read "năm 2025", "năm 2021-2025", "năm nay"; or a count, "năm ngày nữa"."""
    found = year(line, index)
    if found is not None:
        return Year(found[0]), found[1]
    pair = _two_years(line, index + 1)
    if pair is not None:
        return pair
    if line.kinds[index + 1] == "num" and times_follow(line, index + 1):
        return counted(line, index)
    return counted(line, index) if number_word(line, index) is not None else None


@head("last_years")
def named_year(line: Line, index: int) -> Parsed | None:
    """Read "năm ngoái"."""
    found = year(line, index)
    return None if found is None else (Year(found[0]), found[1])


def _two_years(line: Line, index: int) -> Parsed | None:
    if line.kinds[index] != "num":
        return None
    run = run_at(line, index)
    found = date_in(run)
    return (found, run.end) if isinstance(found, SchoolYear | Stage | Impossible) else None


@head("school_year")
def school_year_head(line: Line, index: int) -> Parsed | None:
    """Read "năm học 2024-2025", "NH 24-25", "năm học này", "năm học"."""
    found = school_year(line, index)
    if found is not None:
        return _semester_of(line, *found)
    if line.kinds[index + 1] == "num":
        pair = _two_years(line, index + 1)
        # Two years that do not follow each other are no school year, whatever they are.
        return pair if pair is not None and isinstance(pair[0], Impossible) else None
    if line.kinds[index + 1] == "before" and line.kinds[index + 2] not in AFTER_STEP["before"]:
        return SchoolYear(RELATIVE_YEAR - 1), index + 2
    return SchoolYear(), index + 1


def _semester_of(line: Line, first_year: int, end: int) -> Parsed:
    """Read "năm học 2024-2025, HKI": the semester of that year."""
    at = end + 1 if line.kinds[end] in {"comma", "dash", "colon"} else end
    if line.kinds[at] == "semester":
        found = semester(line, at)
        if found is not None and isinstance(found[0], Semester) and not found[0].first_year:
            return Semester(found[0].number, first_year), found[1]
    return SchoolYear(first_year), end


@head("stage")
def stage(line: Line, index: int) -> Parsed | None:
    """Read "giai đoạn 2025-2030", "giai đoạn từ năm 2021 đến năm 2025"."""
    kinds = line.kinds
    at = index + 1
    while kinds[at] in {"from", "from_or_four", "year_or_five", "soft", "colon"}:
        at += 1
    if kinds[at] != "num" or not is_year(line.values[at], line.ends[at] - line.starts[at]):
        return None
    first = line.values[at]
    at += 1
    if kinds[at] not in {"dash", "to", "to_or_evening", "arrow"}:
        return None
    at += 1
    while kinds[at] in {"until", "year_or_five"}:
        at += 1
    if kinds[at] != "num" or not is_year(line.values[at], line.ends[at] - line.starts[at]):
        return None
    last = line.values[at]
    found = years(first, last)
    return (found if isinstance(found, Impossible) else Stage(first, last)), at + 1


@head("summer")
def summer(line: Line, index: int) -> Parsed | None:
    """Read "hè", "hè 2025", "hè năm học 2024-2025"."""
    is_named = line.kinds[index + 1] in {"school_year", "year_or_five"}
    of_year = school_year(line, index + 1) if is_named else None
    if of_year is not None and of_year[0] > MONTHS:
        return Summer(of_year[0] + 1), of_year[1]
    return close(line, index + 1, Summer())


@head("part", "tens")
def part(line: Line, index: int) -> Parsed | None:
    """Read "đầu tháng 9", "cuối HKI", "giữa quý II", "đầu năm", "cuối tuần sau", "hạ tuần"."""
    which = line.values[index]
    at = index + 1
    kinds = line.kinds
    if kinds[at] in OF:
        at += 1
    if kinds[at] == "every":
        return _part_of_each(line, which, at)
    if kinds[at] == "year_or_five":
        found = _year_part(line, which, at)
        if found is not None:
            return found
    inner = read_at(line, at) if kinds[at] in WHOLES else None
    if inner is not None:
        return _part_of(which, inner)
    if kinds[at] in UNITS:
        return Part(which, Current(UNITS[kinds[at]])), at + 1
    is_shared = kinds[at] in {"comma", "and"} and kinds[at + 1] in {"part", "tens"}
    return (Part(which, None), at) if is_shared else None


WHOLES = frozenset(
    {"month", "th", "tee", "quarter", "semester", "school_year", "week", "year_or_five", "summer"}
)
UNITS = {"month": "month", "week": "week", "quarter": "quarter", "semester": "semester"}
PARTED = (Month, Quarter, Semester, SchoolYear, Shift, TeeNumber, Range)


def _part_of(which: int, inner: Parsed) -> Parsed | None:
    spec, end = inner
    if isinstance(spec, TeeNumber):
        spec = Month(spec.number)
    if isinstance(spec, Either):  # "dau thang sau", typed without accents
        return Either(tuple(Part(which, each) for each in spec.options)), end
    if isinstance(spec, PARTED):
        return Part(which, spec), end
    return None


def _year_part(line: Line, which: int, index: int) -> Parsed | None:
    found = year(line, index)
    first, last = YEAR_PARTS[which]
    if found is not None:
        return Months(first, last, found[0]), found[1]
    if line.kinds[index + 1] == "num":
        return None
    return Months(first, last), index + 1


def _part_of_each(line: Line, which: int, index: int) -> Parsed | None:
    """Read "cuối mỗi học kỳ", "đầu các tháng"."""
    unit = line.kinds[index + 1]
    if line.kinds[index + 2] in {"num", "roman"}:
        return None
    if unit == "semester" and line.values[index + 1] == 0:
        return Part(which, Semester(0)), index + 2
    if unit == "school_year":
        return Part(which, SchoolYear()), index + 2
    if unit in {"month", "week", "quarter"}:
        return Every(unit, 1, (Part(which, Current(unit)),)), index + 2
    return None
