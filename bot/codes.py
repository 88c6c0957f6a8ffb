"""Task codes as people type them: V12, v12, #12, "việc 12"."""

import re

from plan.folding import compose, fold, fold_aligned

# T12 is no code here: T2-T12 are weekdays and months to everyone (DESIGN, section 1, Codes).
_CODE = re.compile(r"(?:\bv|#|\bviec)\s?(\d{1,5})\b")


def find_number(text: str) -> int | None:
    """Give the number of the first code in a text, None without one."""
    found = _CODE.search(fold(text))
    return int(found[1]) if found else None


def find_numbers(text: str) -> set[int]:
    """Give the numbers of all codes in a text."""
    return {int(number) for number in _CODE.findall(fold(text))}


def is_only_code(text: str) -> bool:
    """Whether a text is a code and nothing else."""
    return _CODE.fullmatch(fold(text).strip()) is not None


def starts_with_code(text: str) -> bool:
    """Whether a text begins with a code."""
    return _CODE.match(fold(text).strip()) is not None


def without_code(text: str) -> str:
    """Leave the first code out of a text."""
    composed = compose(text)
    found = _CODE.search(fold_aligned(composed))
    if found is None:
        return composed
    return " ".join((composed[: found.start()] + " " + composed[found.end() :]).split())
