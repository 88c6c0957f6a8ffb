"""Rows of one plan that may be the work of another: offered for linking, never taken for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from plan.folding import fold
from plan.model import Occurrence

# Most words shared, and letters in the same order: a rewording, not another matter.
SHARED_WORDS = 0.5
ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Work:
    """The work of one task, by its number."""

    task_id: int
    work: str


def same_time(
    one: Occurrence, own: Sequence[Occurrence], theirs: Sequence[Occurrence]
) -> Occurrence | None:
    """Give the same time of a linked task: its place where both have as many, else its day."""
    numbers = [occurrence.occurrence_id for occurrence in own]
    if len(theirs) == len(own) and one.occurrence_id in numbers:
        return theirs[numbers.index(one.occurrence_id)]
    return next((other for other in theirs if other.due_on == one.due_on), None)


def same_works(new: Sequence[Work], known: Sequence[Work]) -> list[tuple[int, int]]:
    """Pair tasks whose work is the same or very much alike, as (new, known), the likest first.

    Each task is in one pair at most. Numbers must agree: «khối 10» is not «khối 11».
    """
    words = {one.task_id: frozenset(fold(one.work).split()) for one in (*new, *known)}
    scored = [
        (_likeness(one.work, other.work), one.task_id, other.task_id)
        for one in new
        for other in known
        if _share(words[one.task_id], words[other.task_id])
    ]
    pairs: dict[int, int] = {}
    for likeness, one, other in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if likeness >= ALIKE and one not in pairs and other not in pairs.values():
            pairs[one] = other
    return sorted(pairs.items())


def _share(one: frozenset[str], other: frozenset[str]) -> bool:
    both = one & other
    numbers = {word for word in one ^ other if any(sign.isdigit() for sign in word)}
    return bool(both) and not numbers and len(both) >= SHARED_WORDS * len(one | other)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio()
