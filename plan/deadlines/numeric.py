"""Numbers joined by / - or . as dates: "30/6/2025", "15-20/3", "9/2024-5/2025", "2024-2025"."""

from msgspec import Struct

from plan.deadlines.lexing import Line
from plan.deadlines.specs import (
    Bare,
    Day,
    Impossible,
    Month,
    MonthWeek,
    Quarter,
    Range,
    SchoolYear,
    Spec,
    Stage,
    Unclear,
    Year,
)

FIRST_YEAR = 1900
LAST_YEAR = 2100
CENTURY = 2000
YEAR_DIGITS = 4
SHORT_DIGITS = 2
MONTHS = 12
WEEKS = 5
MOST_NUMBERS = 8
DATE_NUMBERS = 3
SIGNS = {"slash": "/", "dash": "-", "dot": "."}
# A number before one of these is counted in it, and closes no date.
UNITS = frozenset({"hour", "minute", "times", "month", "th"})
# Things counted one after the other, where 3-5 is never the third of May.
COUNTED = frozenset({"month", "week", "quarter", "semester", "weekday"})


class Run(Struct, frozen=True):
    """Numbers in a row, the signs between them, which signs have spaces, and where it ends."""

    numbers: tuple[int, ...]
    digits: tuple[int, ...]
    signs: str
    wide: tuple[bool, ...]
    end: int

    def cut(self, start: int, stop: int) -> "Run":
        """Give a part of the row."""
        inner = slice(start, stop - 1)
        return Run(
            self.numbers[start:stop],
            self.digits[start:stop],
            self.signs[inner],
            self.wide[inner],
            self.end,
        )


def run_at(line: Line, index: int) -> Run:
    """Take the longest row of numbers that starts here."""
    numbers = [line.values[index]]
    digits = [line.ends[index] - line.starts[index]]
    signs: list[str] = []
    wide: list[bool] = []
    kinds = line.kinds
    at = index + 1
    while len(numbers) < MOST_NUMBERS and kinds[at] in SIGNS and kinds[at + 1] == "num":
        is_wide = not (line.touches(at) and line.touches(at + 1))
        if kinds[at] == "dot" and is_wide:
            break
        if kinds[at + 2] in UNITS and line.ends[at + 1] - line.starts[at + 1] <= SHORT_DIGITS:
            break  # "15 - 20 tháng 11": the number belongs to what follows it
        if kinds[at + 3] == "more_or_half":
            break  # "20/11 - 2 tuần nữa"
        signs.append(SIGNS[kinds[at]])
        wide.append(is_wide)
        numbers.append(line.values[at + 1])
        digits.append(line.ends[at + 1] - line.starts[at + 1])
        at += 2
    return Run(tuple(numbers), tuple(digits), "".join(signs), tuple(wide), at)


def is_year(number: int, digits: int) -> bool:
    """Tell whether a number is written as a calendar year."""
    return digits == YEAR_DIGITS and FIRST_YEAR <= number <= LAST_YEAR


def years(first: int, last: int) -> Spec:
    """Read two years joined: a school year, or a stage when they are further apart."""
    if last <= first:
        return Impossible("range", (first, last))
    return SchoolYear(first) if last == first + 1 else Stage(first, last)


def date_in(run: Run, expect: str = "") -> Spec | None:
    """Read a row of numbers, knowing what kind of thing is expected; None when it is no date."""
    parts = _split(run)
    if parts is None:
        return None
    if len(parts) == 1:
        return _one(run, expect)
    first, last = _one(parts[0], expect), _one(parts[1], expect)
    if first is None or last is None:
        return None
    return _joined(first, last, expect)


def _split(run: Run) -> list[Run] | None:
    """Cut a row at the dash that makes it a range, if one does."""
    signs = run.signs
    size = len(run.numbers)
    kinds = set(signs)
    if len(kinds) <= 1 and size <= DATE_NUMBERS:
        inner = [place for place, is_wide in enumerate(run.wide) if is_wide]
        if kinds != {"-"} or size < DATE_NUMBERS or len(inner) != 1 or _ends_in_year(run):
            return [run]
        cut = inner[0] + 1
    elif kinds == {"-"}:
        wide = [place for place, is_wide in enumerate(run.wide) if is_wide]
        if len(wide) != 1:
            return None
        cut = wide[0] + 1
    elif signs.count("-") == 1:
        cut = signs.index("-") + 1
    else:
        return None
    return [run.cut(0, cut), run.cut(cut, size)]


def _ends_in_year(run: Run) -> bool:
    return run.digits[-1] == YEAR_DIGITS


def _one(run: Run, expect: str) -> Spec | None:
    if len(set(run.signs)) > 1 or max(run.digits) > YEAR_DIGITS:
        return None
    size = len(run.numbers)
    if size == 1:
        number, digits = run.numbers[0], run.digits[0]
        if digits <= SHORT_DIGITS:
            return Bare(number)
        return Year(number) if is_year(number, digits) else None
    if size == SHORT_DIGITS:
        return _two(run, expect)
    return _three(run, expect) if size == DATE_NUMBERS else None


def _two(run: Run, expect: str) -> Spec | None:
    first, last = run.numbers
    if YEAR_DIGITS in run.digits:
        return _of_kind(_with_year(run), expect)
    if max(run.digits) > SHORT_DIGITS:
        return None
    is_short_year = last > MONTHS and run.digits[1] == SHORT_DIGITS
    if expect in COUNTED:
        return _counted(run, expect, is_short_year=is_short_year)
    if not is_short_year or expect == "day":
        if is_short_year and run.signs == "-":
            return Range(Bare(first), Bare(last))
        return Day(first, last)
    # 10-25 may be days as well as October 2025: only / and . make it a month for certain.
    return None if run.signs == "-" else Month(first, CENTURY + last)


def _of_kind(found: Spec | None, expect: str) -> Spec | None:
    """Take the 2 of "Quý 1, 2/2025" as a quarter, and never as a month."""
    if not isinstance(found, Month) or expect not in COUNTED or expect == "month":
        return found
    return Quarter(found.month, found.year) if expect == "quarter" else None


def _with_year(run: Run) -> Spec | None:
    first, last = run.numbers
    is_first, is_last = (is_year(*each) for each in zip(run.numbers, run.digits, strict=True))
    if is_first and is_last:
        return years(first, last)
    if is_last and run.digits[0] <= SHORT_DIGITS:
        return Month(first, last)
    if is_first and run.digits[1] == SHORT_DIGITS and last == (first + 1) % 100:
        return SchoolYear(first)
    if is_first and run.digits[1] <= SHORT_DIGITS:
        return Month(last, first)
    return None


def _counted(run: Run, expect: str, *, is_short_year: bool) -> Spec | None:
    first, last = run.numbers
    if expect == "month" and is_short_year:
        return Month(first, CENTURY + last)
    if run.signs == "-":
        return Range(Bare(first), Bare(last))
    if expect == "week":
        # "tuần 20/11" is the week of a day, whichever that is.
        return MonthWeek(first, last) if first <= WEEKS else Unclear("week")
    return None


def _three(run: Run, expect: str) -> Spec | None:
    first, middle, last = run.numbers
    if expect in COUNTED:
        return Unclear(expect) if expect == "week" else None
    short = [digits <= SHORT_DIGITS for digits in run.digits]
    if short == [True, True, False] and is_year(last, run.digits[2]):
        return Day(first, middle, last)
    if short == [False, True, True] and is_year(first, run.digits[0]):
        return Day(last, middle, first)
    if all(short) and run.digits[2] == SHORT_DIGITS:
        return Day(first, middle, CENTURY + last)
    return None


def _joined(first: Spec, last: Spec, expect: str) -> Spec | None:
    """Make a range of two ends that fit each other."""
    if isinstance(first, Bare):
        fits = isinstance(last, Day | Month | MonthWeek) or bool(expect)
    else:
        fits = type(first) is type(last) and not isinstance(first, SchoolYear | Stage)
    return Range(first, last) if fits else None
