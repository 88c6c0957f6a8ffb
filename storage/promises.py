"""Everything else promised for a time: one row a school and kind, with its next instant."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from storage.database import Tx, insert_once
from storage.tables import promises

# Written once: it runs with every tick that finds something due.
_DUE = (
    select(promises)
    .where(promises.c.next_at <= bindparam("now", type_=promises.c.next_at.type))
    .order_by(promises.c.next_at, promises.c.promise_id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def keep(tx: Tx, school_id: int, kind: str, next_at: datetime) -> None:
    """Promise something for a time; what was promised of that kind before is replaced."""
    row = insert_once(tx, promises).values(school_id=school_id, kind=kind, next_at=next_at)
    tx.execute(
        row.on_conflict_do_update(index_elements=["school_id", "kind"], set_={"next_at": next_at})
    )


def due_all_schools(tx: Tx, now: datetime, limit: int) -> list[tuple[int, str, datetime]]:
    """List what is promised by now as (school, kind, instant), the earliest first."""
    rows = tx.execute(_DUE, {"now": now, "most": limit})
    return [(row.school_id, row.kind, row.next_at) for row in rows]


def move(tx: Tx, school_id: int, kind: str, next_at: datetime) -> None:
    """Promise the same thing for its next time."""
    tx.execute(
        update(promises)
        .where(promises.c.school_id == school_id, promises.c.kind == kind)
        .values(next_at=next_at)
    )


def drop(tx: Tx, school_id: int, kind: str) -> None:
    """Promise something no more: what it was for is settled."""
    tx.execute(delete(promises).where(promises.c.school_id == school_id, promises.c.kind == kind))
