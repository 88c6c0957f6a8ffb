"""What proves a result: photos, files, links, words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storage import history
from storage.database import Tx
from storage.history import Deed
from storage.tables import evidence, occurrences, tasks


@dataclass(frozen=True, slots=True)
class ListedEvidence:
    """One piece as a list shows it; `code` and `work` are its task's, empty where it has none."""

    evidence_id: int
    kind: str
    file_name: str
    file_hash: str
    words: str
    criterion: str
    code: str
    work: str
    received_at: datetime
    member_id: int
    task_id: int | None


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


def list_standing(tx: Tx, school_id: int) -> list[ListedEvidence]:
    """List every piece that was not withdrawn, with its task, in the order of arrival."""
    rows = tx.execute(
        select(
            evidence,
            tasks.c.task_id,
            tasks.c.number,
            tasks.c.work,
            tasks.c.criterion.label("of_task"),
        )
        .outerjoin(occurrences, occurrences.c.occurrence_id == evidence.c.occurrence_id)
        .outerjoin(tasks, tasks.c.task_id == occurrences.c.task_id)
        .where(evidence.c.school_id == school_id, evidence.c.state != "withdrawn")
        .order_by(evidence.c.evidence_id)
    )
    return [
        ListedEvidence(
            row.evidence_id,
            row.kind,
            row.file_name,
            row.file_hash,
            row.words,
            row.criterion or row.of_task or "",
            "" if row.number is None else f"V{row.number}",
            row.work or "",
            row.received_at,
            row.member_id,
            row.task_id,
        )
        for row in rows
    ]
