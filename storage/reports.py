"""What people logged on occurrences."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select

from plan.model import Intent, ProgressReport
from storage import history
from storage.database import Tx
from storage.history import Deed
from storage.many import among
from storage.tables import reports

_STANDING = select(reports).where(
    reports.c.school_id == bindparam("school"), reports.c.state == "logged"
)
# Written once: it runs whenever somebody looks at tasks.
_LATEST = _STANDING.where(
    among(reports.c.occurrence_id, "numbers"), reports.c.is_note.is_(False)
).order_by(reports.c.report_id)
_SAID = _STANDING.where(among(reports.c.occurrence_id, "numbers")).order_by(reports.c.report_id)


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
    for row in tx.execute(_LATEST, {"school": school_id, "numbers": occurrence_ids}):
        found[row.occurrence_id] = _report(row)
    return found


def of_occurrences(tx: Tx, school_id: int, occurrence_ids: Iterable[int]) -> list[ProgressReport]:
    """List everything said of some occurrences, notes too, the oldest first."""
    asked = {"school": school_id, "numbers": occurrence_ids}
    return [_report(row) for row in tx.execute(_SAID, asked)]


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
