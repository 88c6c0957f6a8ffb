"""The log of a school: every deed with who, when, from where, and which rows it touched."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storage.database import Tx
from storage.tables import changes, deeds


@dataclass(frozen=True, slots=True)
class Touched:
    """One row of a table, with the values it was changed to (before, for one taken away)."""

    table: str
    row_id: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Logged:
    """One deed; `by` is None for the clock and the operator, `channel` says from where."""

    deed_id: int
    name: str
    by: int | None
    channel: str
    at: datetime
    touched: tuple[Touched, ...]


def count(tx: Tx, school_id: int) -> int:
    """Count the deeds of a school."""
    found = tx.execute(select(func.count()).where(deeds.c.school_id == school_id))
    return int(found.scalar_one())


def page(tx: Tx, school_id: int, skip: int, most: int) -> list[Logged]:
    """List some deeds of a school, the newest first."""
    rows = tx.execute(
        select(deeds)
        .where(deeds.c.school_id == school_id)
        .order_by(deeds.c.deed_id.desc())
        .offset(skip)
        .limit(most)
    ).all()
    found: dict[int, list[Touched]] = {row.deed_id: [] for row in rows}
    of_rows = tx.execute(
        select(changes)
        .join(deeds, deeds.c.deed_id == changes.c.deed_id)
        .where(deeds.c.school_id == school_id, changes.c.deed_id.in_(found))
        .order_by(changes.c.change_id)
    )
    for row in of_rows:
        values = dict(row.after or row.before or {})
        found[row.deed_id].append(Touched(row.subject, row.subject_id, values))
    return [
        Logged(
            row.deed_id, row.name, row.member_id, row.channel, row.at, tuple(found[row.deed_id])
        )
        for row in rows
    ]
