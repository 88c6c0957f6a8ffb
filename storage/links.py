"""Tasks of two plans that are one work: the later one follows the first."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from plan.same_work import same_time
from storage import history, occurrences
from storage.database import Tx
from storage.history import Deed
from storage.tables import task_links

if TYPE_CHECKING:
    from plan.model import Occurrence

# Written once: it runs whenever somebody looks at tasks.
_FIRSTS = select(task_links.c.task_id, task_links.c.first_id).where(
    task_links.c.school_id == bindparam("school")
)


def add(deed: Deed, task_id: int, first_id: int) -> int:
    """Say that a task is the same work as an earlier one."""
    return history.add(deed, task_links, task_id=task_id, first_id=first_id)


def remove(deed: Deed, task_id: int) -> bool:
    """Say that a task is a work of its own; False when it was."""
    found = deed.tx.execute(
        select(task_links.c.link_id).where(
            task_links.c.school_id == deed.school_id, task_links.c.task_id == task_id
        )
    ).scalar()
    if found is None:
        return False
    history.remove(deed, task_links, found)
    return True


def firsts(tx: Tx, school_id: int) -> dict[int, int]:
    """Give the first task of every task that follows one."""
    rows = tx.execute(_FIRSTS, {"school": school_id})
    return {row.task_id: row.first_id for row in rows}


def same_times(tx: Tx, school_id: int) -> dict[int, frozenset[int]]:
    """Give for each occurrence of a linked task those of the others at the same time, done or not.

    By their numbers; what is linked to nothing is not in it.
    """
    groups: dict[int, list[list[Occurrence]]] = {}
    known = firsts(tx, school_id)
    linked = sorted(known.keys() | known.values())
    days = occurrences.of_tasks(tx, school_id, linked) if linked else {}
    for task_id in linked:
        groups.setdefault(known.get(task_id, task_id), []).append(days.get(task_id, []))
    found: dict[int, frozenset[int]] = {}
    for group in groups.values():
        for own in group:
            for one in own:
                twins = (same_time(one, own, other) for other in group if other is not own)
                found[one.occurrence_id] = frozenset(t.occurrence_id for t in twins if t)
    return found


def with_twins(tx: Tx, school_id: int, occurrence_ids: Iterable[int]) -> set[int]:
    """Add to occurrences those of linked tasks at the same time: what proves one proves all."""
    own = set(occurrence_ids)
    twins = same_times(tx, school_id)
    return own.union(*(twins.get(number, ()) for number in own))
