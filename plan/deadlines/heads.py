"""The word that begins an expression of time chooses who reads it."""

from collections.abc import Callable

from plan.deadlines.lexing import Line
from plan.deadlines.specs import Spec

Parsed = tuple[Spec, int]
Reader = Callable[[Line, int], Parsed | None]

DEEPEST = 8  # "đầu tuần 2 của tháng cuối quý" waits four deep
_HEADS: dict[str, Reader] = {}


def head(*kinds: str) -> Callable[[Reader], Reader]:
    """Register who reads what begins with a word of these kinds."""

    def register(reader: Reader) -> Reader:
        for kind in kinds:
            _HEADS[kind] = reader
        return reader

    return register


def read_at(line: Line, index: int) -> Parsed | None:
    """Read the one thing that begins at a word, and where it ends; None when nothing does."""
    reader = _HEADS.get(line.kinds[index])
    if reader is None or line.depth == DEEPEST:
        return None
    line.depth += 1
    found = reader(line, index)
    line.depth -= 1
    return found
