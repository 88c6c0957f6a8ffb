"""What people logged on occurrences."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select

from plan.model import Intent, ProgressReport
from storage import history
from storage.database import Tx
from storage.history import Deed
from storage.many import among
from storage.tables import reports


def add(deed: Deed, occurrence_id: int, member_id: int, **values: Any) -> int:
    """Store a progress report."""
    return history.add(
        deed,
        reports,
        occurrence_id=occurrence_id,
        member_id=member_id,
        reported_at=deed.at,
        **values,
    )


def latest(tx: Tx, school_id: int, occurrence_ids: Iterable[int]) -> dict[int, ProgressReport]:
    """Give the newest report of each occurrence, notes of other people left out."""
    found: dict[int, ProgressReport] = {}
    rows = tx.execute(
        _standing(school_id)
        .where(among(reports.c.occurrence_id, "numbers"), reports.c.is_note.is_(False))
        .order_by(reports.c.report_id),
        {"numbers": occurrence_ids},
    )
    for row in rows:
        found[row.occurrence_id] = _report(row)
    return found


def of_occurrences(tx: Tx, school_id: int, occurrence_ids: Iterable[int]) -> list[ProgressReport]:
    """List everything said of some occurrences, notes too, the oldest first."""
    rows = tx.execute(
        _standing(school_id)
        .where(reports.c.occurrence_id.in_(set(occurrence_ids)))
        .order_by(reports.c.report_id)
    )
    return [_report(row) for row in rows]


def _standing(school_id: int) -> "Select[Any]":
    return select(reports).where(reports.c.school_id == school_id, reports.c.state == "logged")


def _report(row: Any) -> ProgressReport:
    return ProgressReport(
        row.report_id,
        row.occurrence_id,
        row.member_id,
        Intent(row.intent),
        row.percent,
        row.words,
        row.is_note,
        row.reported_at,
    )
