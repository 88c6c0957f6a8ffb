"""Nothing that sounds like time is passed over: words of time left unread make a question."""

from collections.abc import Iterable, Iterator

from plan.deadlines.apart import Parts
from plan.deadlines.grammar import Clause
from plan.deadlines.lexing import Line

JOINTS = frozenset({"comma", "and", "semicolon", "newline", "dot", "or"})
# In a cell of a plan these are about time even where the grammar makes nothing of them.
IN_CELL = frozenset(
    {
        *(
            "num",
            "number",
            "roman",
            "month",
            "th",
            "tee",
            "year_or_five",
            "school_year",
            "week",
            "weekday",
        ),
        *("sunday", "semester", "quarter", "stage", "tens", "summer", "from", "now", "before"),
        *(
            "until",
            "by",
            "term",
            "hour",
            "minute",
            "today",
            "daytime",
            "lunar",
            "early_day",
            "full_moon",
            "tet",
        ),
        *(
            "every",
            "times",
            "limit",
            "vague",
            "outlook",
            "last_years",
            "feast",
            "part",
            "more_or_half",
        ),
        *(
            "after_or_next",
            "past",
            "onward",
            "next",
            "opening",
            "review",
            "to",
            "lunar_month",
            "from_or_four",
        ),
        *(
            "hedge",
            "newly",
            "half_past",
            "first_time",
            "this",
            "to_or_evening",
            "day",
            "one_or_later",
        ),
    }
)
# In a sentence most of those are common words; these are not.
IN_SENTENCE = frozenset({"limit", "vague", "lunar", "outlook", "sunday", "tens"})
HEADED = frozenset({"month", "weekday", "week", "day", "quarter", "hour"})
NUMBERS = frozenset({"num", "number", "roman"})


def unread_in_cell(parts: Parts) -> tuple[str, ...]:
    """Give the words of time in a cell that no expression took."""
    line = parts.line
    return tuple(
        line.spelling(index)
        for index in parts.left
        if line.kinds[index] in IN_CELL and not _counts_no_time(line, index)
    )


def unread_in_sentence(parts: Parts) -> tuple[str, ...]:
    """Give the words of a sentence that are surely of time and that no expression took."""
    line = parts.line
    return tuple(
        line.spelling(index)
        for index in parts.left
        if line.kinds[index] in IN_SENTENCE
        or _looks_dated(line, index)
        or (line.kinds[index] in HEADED and line.kinds[index + 1] in NUMBERS)
    )


def _looks_dated(line: Line, index: int) -> bool:
    """Tell figures joined by / that no expression took and nothing else explains."""
    is_pair = line.kinds[index + 1] == "slash" and line.kinds[index + 2] == "num"
    return line.kinds[index] == "num" and is_pair and not line.is_numbered(index)


def unread_beside(parts: Parts, clauses: Iterable[Clause]) -> tuple[str, ...]:
    """Give the words of time right before or after what was read, which may change it."""
    line = parts.line
    left = set(parts.left)
    found = []
    for each in clauses:
        before, after = each.start - 1, each.end
        if before in left and line.kinds[before] in BEFORE and not line.is_numbered(before):
            found.append(line.spelling(before))
        if after in left and line.kinds[after] in AFTER:
            found.append(line.spelling(after))
    return tuple(found)


BEFORE = frozenset(
    {
        "num",
        "number",
        "one_or_later",
        "every",
        "part",
        "tens",
        "more_or_half",
        "limit",
        "from_or_four",
        "hedge",
    }
)
AFTER = frozenset(
    {
        "more_or_half",
        "half_past",
        "this",
        "after_or_next",
        "next",
        "before",
        "limit",
        "num",
        "lunar",
        "every",
        "week",
        "month",
        "quarter",
    }
)


def _counts_no_time(line: Line, index: int) -> bool:
    """Tell a number that numbers something else: "lớp 10", "khối 6", "đợt 1:"."""
    if line.kinds[index] not in NUMBERS:
        return line.kinds[index] == "times" and line.kinds[index + 2] == "colon"
    return line.is_numbered(index) or line.kinds[index + 1] == "colon"


def is_joined(line: Line, start: int, end: int) -> bool:
    """Tell whether commas and the like, and nothing else, stand between two expressions."""
    return start < end and all(line.kinds[index] in JOINTS for index in range(start, end))


def says_or(line: Line, start: int, end: int) -> bool:
    """Tell whether a choice is left between two expressions: "thứ Sáu hoặc thứ Bảy"."""
    return any(line.kinds[index] == "or" for index in range(start, end))


def plain_words(parts: Parts) -> Iterator[str]:
    """Give the words left that have a letter in them."""
    line = parts.line
    return (line.words[index] for index in _words(parts.left, line))


def _words(left: Iterable[int], line: Line) -> Iterator[int]:
    return (
        index
        for index in left
        if line.words[index][:1].isalpha() and line.kinds[index] != "polite"
    )
