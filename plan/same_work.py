"""Rows of one plan that may be the work of another: offered for linking, never taken for it."""

from collections.abc import Sequence

from msgspec import Struct

from plan.folding import fold
from plan.likeness import best_pairs, likeness, near_pairs
from plan.model import Occurrence

# Most words shared, and letters in the same order: a rewording, not another matter.
SHARED_WORDS = 0.5
ALIKE = 0.75


class Work(Struct, frozen=True):
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
    own, others = [fold(one.work) for one in new], [fold(one.work) for one in known]
    words = {text: frozenset(text.split()) for text in (*own, *others)}
    scored = []
    for one, other in near_pairs(own, others):
        if _share(words[own[one]], words[others[other]]):
            alike = likeness(own[one], others[other], ALIKE)
            if alike >= ALIKE:
                scored.append((alike, new[one].task_id, known[other].task_id))
    return sorted(best_pairs(scored).items())


def _share(one: frozenset[str], other: frozenset[str]) -> bool:
    both = one & other
    numbers = {word for word in one ^ other if any(sign.isdigit() for sign in word)}
    return bool(both) and not numbers and len(both) >= SHARED_WORDS * len(one | other)
