"""Telling time from what only looks like it: names, numbers of things, what the work is about."""

from plan.deadlines.grammar import Clause
from plan.deadlines.lexing import Line
from plan.deadlines.specs import (
    Anchor,
    At,
    Bare,
    Current,
    Day,
    Every,
    Feast,
    Listing,
    Lunar,
    Month,
    Months,
    MonthWeek,
    Part,
    Quarter,
    Range,
    SchoolYear,
    Semester,
    Shift,
    Spec,
    Stage,
    Summer,
    TeachingWeek,
    TeeNumber,
    Unclear,
    Undated,
    Year,
)
from plan.deadlines.words import words

# What a report or a plan can be about, unless something says that it is when it is due.
SUBJECTS = (
    Anchor,
    Feast,
    Lunar,
    Month,
    Months,
    MonthWeek,
    Quarter,
    SchoolYear,
    Semester,
    Stage,
    Summer,
    TeachingWeek,
    Year,
)
# The same, but said of when as often as of what.
TIMES = (Current, Every, Part, Shift, Day, TeeNumber)
NAMED_DAYS = (Anchor, Feast, Lunar, Summer)
STARTS = frozenset({"comma", "semicolon", "newline", "colon", "dot", "open", "and"})


def is_time(line: Line, each: Clause) -> bool:
    """Tell time from names and from numbers of other things."""
    if isinstance(each.spec, Undated | Bare):
        return False
    if isinstance(each.spec, Unclear):
        return each.spec.code != "condition"
    first = _first_word(line, each)
    if is_other(line, each) or (line.kinds[first] == "num" and _is_bare_number(line, each, first)):
        return False
    if line.kinds[first] == "summer" and line.spelling(first).islower():
        return not line.spelling(first).isascii() or each.mark != ""
    return True


PREFIXES = frozenset(
    {
        "in",
        "occasion",
        "soft",
        "by",
        "term",
        "to",
        "to_or_evening",
        "until",
        "before",
        "to_or_morning",
    }
)


def _first_word(line: Line, each: Clause) -> int:
    first = each.start
    while line.kinds[first] in PREFIXES and first < each.end - 1:
        first += 1
    return first


def is_other(line: Line, each: Clause) -> bool:
    """Tell "lớp 10/12", "tt 18/2018/TT", "15%", "10A1", "cô Mai" from dates."""
    first = _first_word(line, each)
    kind = line.kinds[first]
    if kind == "today" and line.words[first] == "mai":
        return _is_name(line, first)
    if kind == "tet" and first == each.start and first > 0:
        before = line.spelling(first - 1)
        return words().titles.has(before) or before.lower() == "em"
    if kind != "num" or line.kinds[first + 1] in CLOCKS:
        return False
    is_bound = first > 0 and line.touches(first) and _is_inside(line, first - 1)
    return line.is_numbered(first) or is_bound or _is_share(line, each) or _runs_on(line, each.end)


def unknown_month(line: Line, each: Clause) -> tuple[str, ...]:
    """Give the word before a bare year, which may be its month in another language."""
    is_bare = isinstance(each.spec, Year) and line.kinds[each.start] == "num"
    if not is_bare or each.start == 0 or line.kinds[each.start - 1] != "word":
        return ()
    word = line.spelling(each.start - 1)
    return (word,) if word[:1].isalpha() else ()


CLOCKS = frozenset({"hour", "colon", "half_past"})


def _runs_on(line: Line, end: int) -> bool:
    """Tell whether a number goes on after its end: "18/2018/TT", "15%", "10A1"."""
    if end >= line.size or not line.touches(end):
        return False
    if line.kinds[end] in {"slash", "dash"}:
        return line.words[end + 1][:1].isalnum()
    return line.words[end] == "%" or line.words[end][:1].isalpha()


def _is_bare_number(line: Line, each: Clause, first: int) -> bool:
    """Tell "GDPT 2018", "2/3 số lớp": numbers that a sentence does not say as a time."""
    spec = each.spec.of if isinstance(each.spec, At) else each.spec
    if line.kinds[first + 1] in CLOCKS:
        return False
    return isinstance(spec, Year | SchoolYear | Stage) and each.mark == ""


def _is_inside(line: Line, index: int) -> bool:
    """Tell whether the sign before a number binds it to what stands before: "5.5-03"."""
    if line.kinds[index] in SIGNS:
        return index > 0 and line.touches(index)
    return line.words[index][-1:].isalnum()


def _is_share(line: Line, each: Clause) -> bool:
    """Tell "2/3 số lớp" from a date: a share is less than one, of something."""
    spec = each.spec
    is_part = isinstance(spec, Day) and not spec.year and 0 < spec.day < spec.month
    return is_part and line.words[each.end] in COUNTED_OF


COUNTED_OF = frozenset({"so", "lop", "hs", "gv", "phan", "muc", "tieu"})
SIGNS = frozenset({"dash", "slash", "dot"})


def _is_name(line: Line, index: int) -> bool:
    """Tell the name Mai from tomorrow: after cô, thầy; or with its capital inside a sentence."""
    if index == 0:
        return False
    if words().titles.has(line.spelling(index - 1)):
        return True
    if line.touches(index):  # "Ng.Mai Hương"
        return True
    is_capital = line.spelling(index)[:1].isupper() and not line.text.typed.isupper()
    return is_capital and line.kinds[index - 1] not in STARTS


def is_subject(line: Line, each: Clause) -> bool:
    """Tell what the work is about from when it is due: "báo cáo tháng 12"."""
    if each.mark in {"due", "from"}:
        return False
    spec = _core(each.spec)
    if isinstance(spec, NAMED_DAYS):
        return each.is_occasion or each.mark != "in"
    if each.mark == "in":
        return each.is_occasion and isinstance(spec, Day)
    before = _word_before(line, each.start)
    if isinstance(spec, SUBJECTS):
        return bool(before) and not words().moves.has(before)
    if isinstance(spec, TIMES):
        is_day = isinstance(spec, Day) or (isinstance(spec, Shift) and spec.unit == "day")
        return words().topics.has(before) and not is_day
    return False


def _core(spec: Spec) -> Spec:
    while isinstance(spec, At | Listing | Range):
        if isinstance(spec, Listing):
            spec = spec.items[0]
        else:
            spec = spec.last if isinstance(spec, Range) else spec.of
    return spec


def _word_before(line: Line, index: int) -> str:
    """Give the word, or the two words, right before an expression; none at a sentence's start."""
    if index == 0 or line.kinds[index - 1] in STARTS:
        return ""
    one = line.spelling(index - 1)
    two = f"{line.spelling(index - 2)} {one}" if index > 1 else one
    return two if words().topics.has(two) else one
