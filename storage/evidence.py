"""What proves a result: photos, files, links, words."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from storage import history
from storage.database import Tx
from storage.history import Deed
from storage.tables import evidence


def add(deed: Deed, member_id: int, **values: Any) -> int:
    """Store a piece of evidence; without an occurrence it waits to be filed."""
    return history.add(deed, evidence, member_id=member_id, received_at=deed.at, **values)


def count(tx: Tx, school_id: int, occurrence_ids: Iterable[int]) -> dict[int, int]:
    """Count the evidence of each occurrence."""
    rows = tx.execute(
        select(evidence.c.occurrence_id, func.count().label("pieces"))
        .where(
            evidence.c.school_id == school_id,
            evidence.c.occurrence_id.in_(set(occurrence_ids)),
            evidence.c.state != "withdrawn",
        )
        .group_by(evidence.c.occurrence_id)
    )
    return {row.occurrence_id: int(row.pieces) for row in rows}


def hashes_all_schools(tx: Tx) -> set[str]:
    """List the files that pieces of evidence refer to, by their hashes."""
    rows = tx.execute(select(evidence.c.file_hash).distinct().where(evidence.c.file_hash != ""))
    return set(rows.scalars())
