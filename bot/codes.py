"""Task codes as people type them: V12, v12, #12, "việc 12"."""

import re

from msgspec import Struct

from plan.folding import compose, fold, fold_aligned


class Piece(Struct, frozen=True):
    """A code in a text, and the words before and behind it up to the next, folded."""

    number: int
    before: str
    behind: str


# T12 is no code here: T2-T12 are weekdays and months to everyone (DESIGN, section 1, Codes).
_CODE = re.compile(r"(?:\bv|#|\bviec)\s?(\d{1,5})\b")


def find_number(text: str) -> int | None:
    """Give the number of the first code in a text, None without one."""
    found = _CODE.search(fold(text))
    return int(found[1]) if found else None


def find_numbers(text: str) -> set[int]:
    """Give the numbers of all codes in a text."""
    return {int(number) for number in _CODE.findall(fold(text))}


def cut_by_codes(text: str) -> list[Piece]:
    """Give each code of a text with the words between it and its neighbours."""
    said = fold(text)
    found = list(_CODE.finditer(said))
    ends = [0, *(code.end() for code in found)]
    starts = [*(code.start() for code in found), len(said)]
    between = [said[end:start] for end, start in zip(ends, starts, strict=True)]
    numbers = (int(code[1]) for code in found)
    return [Piece(*piece) for piece in zip(numbers, between, between[1:], strict=False)]


def is_only_code(text: str) -> bool:
    """Whether a text is a code and nothing else."""
    return _CODE.fullmatch(fold(text).strip()) is not None


def starts_with_code(text: str) -> bool:
    """Whether a text begins with a code."""
    return _CODE.match(fold(text).strip()) is not None


def without_codes(text: str) -> str:
    """Leave every code out of a text."""
    left = compose(text)
    while (rest := without_code(left)) != left:
        left = rest
    return left


def without_code(text: str) -> str:
    """Leave the first code out of a text."""
    composed = compose(text)
    found = _CODE.search(fold_aligned(composed))
    if found is None:
        return composed
    return " ".join((composed[: found.start()] + " " + composed[found.end() :]).split())
