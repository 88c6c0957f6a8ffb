"""Tasks of two plans that are one work: the later one follows the first."""

from sqlalchemy import select

from storage import history
from storage.database import Tx
from storage.history import Deed
from storage.tables import task_links


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
    rows = tx.execute(select(task_links).where(task_links.c.school_id == school_id))
    return {row.task_id: row.first_id for row in rows}
