"""The log of a school: every deed with who, when, from where, and which rows it touched."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, func, select

from storage.database import Tx
from storage.many import among
from storage.tables import changes, deeds, reports

# Of a deed that touched more rows, such as taking in a plan of thousands, the first are told.
MOST_ROWS = 200
_PLACED = (
    select(
        changes.c.change_id,
        func.row_number()
        .over(partition_by=changes.c.deed_id, order_by=changes.c.change_id)
        .label("place"),
        func.count().over(partition_by=changes.c.deed_id).label("rows"),
    )
    .join(deeds, deeds.c.deed_id == changes.c.deed_id)
    .where(deeds.c.school_id == bindparam("school"), among(changes.c.deed_id, "deeds"))
    .subquery()
)
_FIRST_ROWS = (
    select(changes, _PLACED.c.rows)
    .join(_PLACED, _PLACED.c.change_id == changes.c.change_id)
    .where(_PLACED.c.place <= MOST_ROWS)
    .order_by(changes.c.change_id)
)


class Touched(Struct, frozen=True):
    """One row of a table: the values that differ, before and after; None where the row was not."""

    table: str
    row_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def values(self) -> dict[str, Any]:
        """Give what it was changed to; for one taken away what it was."""
        return self.after or self.before or {}


class Logged(Struct, frozen=True):
    """One deed; `by` is None for the clock and the operator, `channel` says from where.

    Of one that touched more than MOST_ROWS rows `touched` has the first of them.
    """

    deed_id: int
    name: str
    by: int | None
    channel: str
    at: datetime
    touched: tuple[Touched, ...]
    rows: int


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
    counts = dict.fromkeys(found, 0)
    for row in tx.execute(_FIRST_ROWS, {"school": school_id, "deeds": found}).all():
        found[row.deed_id].append(Touched(row.subject, row.subject_id, row.before, row.after))
        counts[row.deed_id] = row.rows
    return [
        Logged(
            row.deed_id,
            row.name,
            row.member_id,
            row.channel,
            row.at,
            tuple(found[row.deed_id]),
            counts[row.deed_id],
        )
        for row in rows
    ]


def percents_before(tx: Tx, school_id: int, report_ids: Collection[int]) -> dict[int, int]:
    """Give what percent was last said of the same occurrence before each of some reports."""
    earlier, later = reports.alias(), reports.alias()
    last = (
        select(func.max(earlier.c.report_id))
        .where(
            earlier.c.occurrence_id == later.c.occurrence_id,
            earlier.c.report_id < later.c.report_id,
            earlier.c.percent.is_not(None),
        )
        .scalar_subquery()
    )
    rows = tx.execute(
        select(later.c.report_id, reports.c.percent)
        .select_from(later)
        .join(reports, reports.c.report_id == last)
        .where(later.c.school_id == school_id, later.c.report_id.in_(report_ids))
    )
    return {row.report_id: row.percent for row in rows}
