"""Feasts, lunar days, and the named days of the school's own year."""

from plan.deadlines.counting import count_at
from plan.deadlines.dates import dates, of_month
from plan.deadlines.heads import Parsed, head, read_at
from plan.deadlines.lexing import Line
from plan.deadlines.lunar import lunar
from plan.deadlines.numeric import FIRST_YEAR, LAST_YEAR, run_at
from plan.deadlines.specs import (
    Anchor,
    Day,
    Either,
    Feast,
    Impossible,
    Lunar,
    SchoolYear,
    Semester,
    Spec,
    Unclear,
)
from plan.deadlines.tails import close
from plan.deadlines.words import words

EVE = 30  # "30 Tết" is the eve, also in a year whose last month has 29 days
LAST_MONTH = 12
LATE = 20  # "28 Tết" is a day of the month before Tết
FULL_MOON = 15
SECOND = 2
STEMS = ("giap", "at", "binh", "dinh", "mau", "ky", "canh", "tan", "nham", "quy")
BRANCHES = ("ty", "suu", "dan", "mao", "thin", "ty", "ngo", "mui", "than", "dau", "tuat", "hoi")
CYCLE = 60
CYCLE_START = 1984  # Giáp Tý


@head("early_day")
def early_day(line: Line, index: int) -> Parsed | None:
    """Read "mùng 1 Tết", "mùng 10 tháng 3 âm lịch", "mùng 5 tháng 9"."""
    found = count_at(line, index + 1)
    if found is None:
        return None
    count, at = found
    if line.kinds[at] == "tet":
        return day_of_tet(line, at - 1, count)
    run = run_at(line, index + 1) if line.kinds[index + 1] == "num" else None
    if run is not None and run.signs == "/":
        dated: Parsed | None = dates(line, index + 1, "day")
    else:
        dated = of_month(line, count, at)
    if dated is None:
        return None
    spec, end = dated
    if not isinstance(spec, Day):
        return dated
    # Said of the solar calendar as often as of the lunar one.
    return Either((spec, Lunar(spec.day, spec.month, spec.year))), end


@head("full_moon")
def full_moon(line: Line, index: int) -> Parsed | None:
    """Read "rằm tháng 7", "rằm tháng Giêng"."""
    at = index + 1
    if line.kinds[at] != "month":
        return None
    found = count_at(line, at + 1)
    if line.kinds[at + 1] == "lunar_month":
        found = line.values[at + 1], at + 2
    return None if found is None else lunar(line, FULL_MOON, *found)


def day_of_tet(line: Line, index: int, count: int) -> Parsed | None:
    """Read "mùng 3 Tết", "28 Tết", "30 Tết", from the word before Tết."""
    parsed = tet(line, index + 1)
    if parsed is None:
        return None
    spec, end = parsed
    if not isinstance(spec, Lunar):
        return parsed
    if count < 1 or count > EVE:
        return Impossible("lunar_day", (count,)), end
    if count < LATE:
        return Lunar(count, 1, spec.year), end
    # Those before Tết fall in the same calendar year: Tết is never before 21 January.
    return Lunar(count, LAST_MONTH, spec.year), end


@head("tet")
def tet(line: Line, index: int) -> Parsed | None:
    """Read "Tết", "Tết Nguyên đán 2025", "Tết Bính Ngọ", "Tết Nguyên đán năm Ất Tỵ"."""
    at = index + 1
    named = at + 1 if line.kinds[at] in {"year_or_five", "soft", "occasion"} else at
    year = _cycle_year(line, named)
    spec: Spec = Lunar(1, 1)
    if year:
        at = named + 2
        spec, end = close(line, at, spec)
        if isinstance(spec, Lunar) and spec.year > CYCLE:
            year_said = spec.year
            if (year_said - year) % CYCLE:
                return Impossible("tet_year", (year_said,)), end
            return spec, end
        return Lunar(1, 1, -(year - CYCLE_START) - 1), at
    return close(line, at, spec)


def _cycle_year(line: Line, index: int) -> int:
    """Give a year of the sixty-year cycle by its two words, 0 when they are none."""
    stem, branch = line.words[index], line.words[index + 1]
    if stem not in STEMS:
        return 0
    stem_number = STEMS.index(stem)
    for year in range(CYCLE_START, CYCLE_START + CYCLE):
        place = (year - CYCLE_START) % len(BRANCHES)
        if (year - CYCLE_START) % len(STEMS) == stem_number and BRANCHES[place] == branch:
            return year
    return 0


@head("feast")
def feast(line: Line, index: int) -> Parsed | None:
    """Read a named day, with the date that may stand beside it: "Ngày Pháp luật 9/11"."""
    number = line.values[index]
    spec, end = close(line, index + 1, Feast(number))
    beside = _date_beside(line, end)
    if beside is None:
        return spec, end
    date, stop = beside
    known = words().feasts[number]
    if known.first != known.last:
        return spec, end
    if isinstance(date, Day | Lunar) and (date.day, date.month) == known.first:
        return Feast(number, date.year), stop
    if known.is_lunar or not isinstance(date, Day) or line.kinds[end] in {"comma", "dash"}:
        return spec, end
    # The day kept may be another than the day named: asked, not decided.
    return Either((date, Feast(number, date.year))), stop


def _date_beside(line: Line, index: int) -> Parsed | None:
    """Read the date in figures after a name, in brackets or not."""
    at = index + 1 if line.kinds[index] in {"open", "comma", "dash"} else index
    if line.kinds[at] == "day":
        at += 1
    dated = dates(line, at, "day") if line.kinds[at] == "num" else None
    if dated is None:
        return None
    date, stop = dated
    if line.kinds[index] == "open":
        if line.kinds[stop] != "close":
            return None
        stop += 1
    return date, stop


@head("opening")
def opening(line: Line, index: int) -> Parsed | None:
    """Read "khai giảng", "tựu trường"."""
    name = "gathering" if line.values[index] else "opening"
    return _anchored(line, index + 1, name)


@head("review")
def review(line: Line, index: int) -> Parsed | None:
    """Read "sơ kết HKI", "tổng kết năm học", "bế giảng"."""
    at = index + 1
    if line.kinds[at] == "semester":
        term, end = read_at(line, at) or (None, at)
        if not isinstance(term, Semester):
            return None
        name = "year_end" if term.number == SECOND else "review"
        return Anchor(name, term.first_year), end
    return _anchored(line, at, "review" if line.values[index] == 1 else "year_end")


def _anchored(line: Line, index: int, name: str) -> Parsed | None:
    if line.kinds[index] == "school_year":
        year, end = read_at(line, index) or (None, index)
        return (Anchor(name, year.first_year), end) if isinstance(year, SchoolYear) else None
    if line.kinds[index] == "newly":
        return Unclear("new_year"), index + 1
    spec, end = close(line, index, Anchor(name))
    beside = _date_beside(line, end) if line.kinds[end] not in {"comma", "dash"} else None
    if beside is not None and isinstance(beside[0], Day):
        return beside  # the school's own day
    if end == index and line.kinds[index] in {"year_or_five", "num"}:
        return _in_calendar_year(line, index, name)
    return spec, end


def _in_calendar_year(line: Line, index: int, name: str) -> Parsed | None:
    """Read "khai giảng 2025": the school year that has the day in that calendar year."""
    at = index + 1 if line.kinds[index] == "year_or_five" else index
    year = line.values[at]
    if line.kinds[at] != "num" or not FIRST_YEAR <= year <= LAST_YEAR:
        return Anchor(name), index
    return Anchor(name, year if name in {"opening", "gathering"} else year - 1), at + 1
