"""Taking a deed back by a new one: what it changed is put as it was, or nothing is."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import select

from plan.errors import NhacViecError
from storage import history, tables
from storage.database import Tx
from storage.history import Actor, Deed


class ChangedSinceError(NhacViecError):
    """What the deed changed was changed again by a later deed."""


# What becomes of a row that an undone deed had added; a table not named here loses the row.
WITHDRAWN = {
    "evidence": "withdrawn",
    "expenses": "withdrawn",
    "occurrences": "cancelled",
    "plans": "dropped",
    "reports": "withdrawn",
    "requests": "withdrawn",
    "stand_ins": "ended",
    "tasks": "cancelled",
}


class Change(Struct, frozen=True):
    """One row changed: the columns that differ, before and after; None where the row was not."""

    subject: str
    subject_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def changes_of(tx: Tx, school_id: int, deed_id: int) -> list[Change]:
    """List what a deed changed, in its order."""
    rows = tx.execute(
        select(tables.changes)
        .join(tables.deeds, tables.deeds.c.deed_id == tables.changes.c.deed_id)
        .where(tables.deeds.c.school_id == school_id, tables.changes.c.deed_id == deed_id)
        .order_by(tables.changes.c.change_id)
    )
    return [Change(row.subject, row.subject_id, row.before, row.after) for row in rows]


def take_back(tx: Tx, school_id: int, deed_id: int, actor: Actor, at: datetime) -> list[Change]:
    """Undo a deed by a new one that restores what it changed; gives what it had changed.

    Raises:
        ChangedSinceError: a later deed touched the same columns; whoever asked rolls back.
    """
    changes = changes_of(tx, school_id, deed_id)
    deed = history.begin_undoing(tx, school_id, deed_id, actor, at)
    for batch in _batches(reversed(changes)):
        _restore(deed, batch)
    return changes


def _batches(changes: Iterable[Change]) -> Iterator[dict[int, Change]]:
    """Give changes that follow each other and are restored alike, by row; each row once."""
    batch: dict[int, Change] = {}
    alike: object = None
    for one in changes:
        if _sort(one) != alike or one.subject_id in batch:
            if batch:
                yield batch
            batch, alike = {}, _sort(one)
        batch[one.subject_id] = one
    if batch:
        yield batch


def _sort(one: Change) -> object:
    """Say how a change is restored: its table, and whether its row was there before, and after."""
    was = None if one.before is None else one.after is None and tuple(one.before)
    return one.subject, was


def _restore(deed: Deed, batch: dict[int, Change]) -> None:
    first = next(iter(batch.values()))
    table = tables.metadata.tables[first.subject]
    if first.after is None:
        lost = {n: history.decoded(table, one.before or {}) for n, one in batch.items()}
        history.put_back(deed, table, lost)
        return
    written = {n: history.decoded(table, one.after or {}) for n, one in batch.items()}
    names = sorted({name for values in written.values() for name in values})
    now = history.held(deed, table, batch, names)
    for number, values in written.items():
        if number not in now or any(now[number][name] != it for name, it in values.items()):
            raise ChangedSinceError(first.subject)
    if first.before is not None:
        before = {n: history.decoded(table, one.before or {}) for n, one in batch.items()}
        history.change_each(deed, table, before)
    elif first.subject in WITHDRAWN:
        history.change_many(deed, table, batch, state=WITHDRAWN[first.subject])
    else:
        history.remove_many(deed, table, batch)
