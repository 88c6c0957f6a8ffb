"""What stands before a thing said: trước, đến, từ, hạn, a label, a preposition."""

from msgspec import Struct

from plan.deadlines.clock import clock_at
from plan.deadlines.lexing import Line
from plan.deadlines.words import words

MOST_PREFIXES = 8
SOFT = frozenset({"soft", "label", "occasion", "roughly", "in"})
BY = frozenset({"by", "term", "until", "to", "to_or_evening"})
LABELS = frozenset({"label", "term", "roughly", "by", "occasion"})


class Prefix(Struct, frozen=True):
    """What stands before a thing said."""

    end: int
    operator: str = ""
    mark: str = ""
    is_occasion: bool = False
    is_rough: bool = False


def prefix_at(line: Line, index: int) -> Prefix:
    """Read the words before a thing, and what they will make of it."""
    operator = mark = ""
    is_occasion = is_rough = False
    at = index
    while at - index < MOST_PREFIXES:
        kind = line.kinds[at]
        label = _years_end(line, at) if is_occasion else None
        label = label or _label_end(line, at)
        if label is not None:
            at = label
            continue
        if kind == "colon" and at > index and line.kinds[at - 1] in LABELS:
            # "hạn chót:" is a label, and labels are dropped.
            operator = ""
        elif kind in BY and not _is_evening(line, at):
            operator, mark = operator or "by", "due"
        elif kind == "before":
            operator, mark = "before", "due"
        elif kind in SOFT:
            mark = mark or "in"
            is_occasion = is_occasion or kind == "occasion"
            is_rough = is_rough or kind == "roughly"
        else:
            more = _last_prefix(line, at)
            return Prefix(more[1], more[0] or operator, more[2] or mark, is_occasion, is_rough)
        at += 1
    return Prefix(at, operator, mark, is_occasion, is_rough)


def _label_end(line: Line, index: int) -> int | None:
    """Give the end of a label with a number: "Đợt 1:", "lần 2:", "giai đoạn 1:"."""
    kinds = line.kinds
    bare = index + 1 if kinds[index] == "round" else None
    if kinds[index] not in ROUNDS or kinds[index + 1] not in {"num", "roman"}:
        return bare
    is_date = kinds[index + 2] in {"slash", "dash", "dot"}
    if is_date or line.ends[index + 1] - line.starts[index + 1] > LABEL_DIGITS:
        return bare
    if kinds[index + 2] in {"colon", "open"}:
        return index + 3
    return None if bare is None else index + 2


def _years_end(line: Line, index: int) -> int | None:
    """Give the end of "42 năm" in "kỷ niệm 42 năm ngày Nhà giáo Việt Nam"."""
    is_age = line.kinds[index] == "num" and line.kinds[index + 1] == "year_or_five"
    return index + 2 if is_age and line.kinds[index + 2] in AGED else None


AGED = frozenset({"feast", "occasion", "day"})
ROUNDS = frozenset({"round", "times", "stage"})
LABEL_DIGITS = 3


def _is_evening(line: Line, index: int) -> bool:
    """Tell "toi mai", without accents, from "tới mai": it is the evening as often."""
    is_bare = line.kinds[index] == "to_or_evening" and line.values[index] == 1
    return is_bare and line.kinds[index + 1] in {"this", "today", "weekday"}


def _last_prefix(line: Line, index: int) -> tuple[str, int, str]:
    """Read the word that stands last before a thing: từ, sau, qua, sang, các."""
    kind = line.kinds[index]
    if kind in LAST_PREFIXES:
        operator, mark = LAST_PREFIXES[kind]
        clock = _clock_after(line, index + 1) if kind == "from" and line.values[index] else None
        if clock is not None:  # "bắt đầu lúc 6 giờ ngày 08/3": when, not since when
            return "", clock, "in"
        if kind == "past" and _is_moved(line, index):
            operator, mark = "", "in"
        end = _past_occasion(line, index + 1) if operator in {"after", "past"} else index + 1
        return operator, end, mark
    following = line.kinds[index + 1]
    if kind == "to_or_morning" and following not in {"year_or_five", "this"}:
        return "", index + 1, "in"
    # "các tháng 9, 12": the word adds nothing to a list.
    is_list = following in NUMBERED_UNITS and line.kinds[index + 2] in {"num", "roman", "number"}
    is_these = kind == "every" and bool(line.values[index])
    return "", index + 1 if is_these and is_list else index, ""


def _clock_after(line: Line, index: int) -> int | None:
    at = index + 1 if line.kinds[index] in {"in", "soft"} else index
    return None if clock_at(line, at) is None else at


# What each word makes of the thing after it, and how it marks the expression.
LAST_PREFIXES = {
    "from": ("from", "from"),
    "from_or_four": ("from", "from"),
    "now": ("now", "due"),
    "after_or_next": ("after", "from"),
    "past": ("past", "from"),
}


def _is_moved(line: Line, index: int) -> bool:
    """Tell "dời qua ngày 20", to that day, from "qua Tết", after it."""
    before = range(max(0, index - MOVE_REACH), index)
    return any(line.kinds[at] == "move" or words().moves.has(line.spelling(at)) for at in before)


MOVE_REACH = 3
NUMBERED_UNITS = frozenset(
    {"month", "day", "week", "quarter", "semester", "weekday", "year_or_five"}
)


def _past_occasion(line: Line, index: int) -> int:
    return index + 1 if line.kinds[index] == "occasion" else index
