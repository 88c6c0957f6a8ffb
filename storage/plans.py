"""Imported plans and the doubts about them that the principal still has to answer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, select, update

from storage import history
from storage.columns import written
from storage.database import Tx
from storage.history import Deed
from storage.tables import doubts, plans

# A plan whose rows are just being stored; nobody sees it.
FILLING = "filling"
# Written once: asked after everything that is said, and whenever somebody looks at tasks.
_FILLING = select(plans.c.school_id, plans.c.plan_id).where(plans.c.state == written(FILLING))
_FIRST_YEARS = select(plans.c.plan_id, plans.c.first_year).where(
    plans.c.school_id == bindparam("school"), plans.c.state == "active"
)
# The document is a thousand times as long as all the rest.
_SHOWN = [column for column in plans.c if column.name != "document"]


class Plan(Struct, frozen=True):
    """One imported document. A draft waits for the principal's word; nothing of it works yet."""

    plan_id: int
    title: str
    first_year: int
    criteria_set: str
    file_name: str
    file_hash: str
    state: str
    imported_at: datetime


class Doubt(Struct, frozen=True):
    """One question about the rows of a plan. `subject` holds what was found and is offered."""

    doubt_id: int
    plan_id: int
    kind: str
    task_ids: tuple[int, ...]
    subject: dict[str, Any]
    state: str


def add(deed: Deed, **values: Any) -> int:
    """Store a plan as a draft or, confirmed, as an active one."""
    return history.add(deed, plans, imported_by=deed.by, imported_at=deed.at, **values)


def change(deed: Deed, plan_id: int, **values: Any) -> bool:
    """Change a plan; False when nothing differs."""
    return history.change(deed, plans, plan_id, **values)


def get(tx: Tx, school_id: int, plan_id: int) -> Plan | None:
    """Give one plan."""
    row = tx.execute(
        select(*_SHOWN).where(plans.c.school_id == school_id, plans.c.plan_id == plan_id)
    ).first()
    return None if row is None else _plan(row)


def document(tx: Tx, school_id: int, plan_id: int) -> dict[str, Any]:
    """Give what was read of a plan, as JSON; empty when there is no such plan."""
    found = tx.execute(
        select(plans.c.document).where(plans.c.school_id == school_id, plans.c.plan_id == plan_id)
    ).scalar()
    return dict(found or {})


def list_active(tx: Tx, school_id: int) -> list[Plan]:
    """List the plans that run, the oldest first."""
    rows = tx.execute(
        select(*_SHOWN)
        .where(plans.c.school_id == school_id, plans.c.state == "active")
        .order_by(plans.c.plan_id)
    )
    return [_plan(row) for row in rows]


def first_years(tx: Tx, school_id: int) -> dict[int, int]:
    """Give the first year of every plan that runs, by plan."""
    rows = tx.execute(_FIRST_YEARS, {"school": school_id})
    return {row.plan_id: row.first_year for row in rows}


def hashes_all_schools(tx: Tx, file_hashes: Iterable[str]) -> set[str]:
    """Give which of some files plans were read from."""
    rows = tx.execute(
        select(plans.c.file_hash).where(plans.c.file_hash.in_(set(file_hashes))).distinct()
    )
    return set(rows.scalars())


def drafts(tx: Tx, school_id: int) -> list[Plan]:
    """List what was read and not yet confirmed, the newest first."""
    rows = tx.execute(
        select(*_SHOWN)
        .where(plans.c.school_id == school_id, plans.c.state == "draft")
        .order_by(plans.c.plan_id.desc())
    )
    return [_plan(row) for row in rows]


def begin_filling(deed: Deed, plan_id: int) -> None:
    """Say that a draft's rows are being stored. The history says what it comes to: it is taken."""
    change(deed, plan_id, state="active")
    end_filling(deed.tx, deed.school_id, plan_id, FILLING)


def end_filling(tx: Tx, school_id: int, plan_id: int, state: str) -> None:
    """Say what a plan is from now on whose rows are stored, or will never be."""
    tx.execute(
        update(plans)
        .where(plans.c.school_id == school_id, plans.c.plan_id == plan_id)
        .values(state=state)
    )


def lock_filling(tx: Tx, school_id: int, plan_id: int) -> bool:
    """Keep every other process from filling a plan; False when nobody fills it any more."""
    found = tx.execute(
        select(plans.c.plan_id)
        .where(
            plans.c.school_id == school_id,
            plans.c.plan_id == plan_id,
            plans.c.state == FILLING,
        )
        .with_for_update()
    )
    return found.first() is not None


def is_filling(tx: Tx, school_id: int) -> bool:
    """Whether rows of a plan are being stored just now."""
    found = tx.execute(_FILLING.where(plans.c.school_id == school_id).limit(1))
    return found.first() is not None


def filling_all_schools(tx: Tx) -> tuple[int, int] | None:
    """Give the (school, plan) whose rows are to be stored first; None when there is none."""
    found = tx.execute(_FILLING.order_by(plans.c.plan_id).limit(1)).first()
    return None if found is None else (found.school_id, found.plan_id)


def add_doubt(deed: Deed, **values: Any) -> int:
    """Store a question about some rows."""
    return history.add(deed, doubts, **values)


def change_doubt(deed: Deed, doubt_id: int, **values: Any) -> bool:
    """Answer a question or put it off."""
    return history.change(deed, doubts, doubt_id, **values)


def unanswered(tx: Tx, school_id: int) -> list[Doubt]:
    """List the questions still open, those put off last, in the order to ask them."""
    rows = tx.execute(
        select(doubts)
        .join(plans, plans.c.plan_id == doubts.c.plan_id)
        .where(
            doubts.c.school_id == school_id,
            doubts.c.state.in_(["open", "later"]),
            plans.c.state == "active",
        )
        .order_by(doubts.c.state.desc(), doubts.c.position, doubts.c.doubt_id)
    )
    return [_doubt(row) for row in rows]


def doubts_of(tx: Tx, school_id: int, task_ids: Iterable[int]) -> dict[int, list[Doubt]]:
    """List every question about some tasks, answered or not, by task."""
    found: dict[int, list[Doubt]] = {task_id: [] for task_id in task_ids}
    for row in tx.execute(select(doubts).where(doubts.c.school_id == school_id)):
        doubt = _doubt(row)
        for task_id in doubt.task_ids:
            if task_id in found:
                found[task_id].append(doubt)
    return found


def doubt(tx: Tx, school_id: int, doubt_id: int) -> Doubt | None:
    """Give one question."""
    row = tx.execute(
        select(doubts).where(doubts.c.school_id == school_id, doubts.c.doubt_id == doubt_id)
    ).first()
    return None if row is None else _doubt(row)


def _plan(row: Any) -> Plan:
    return Plan(
        row.plan_id,
        row.title,
        row.first_year,
        row.criteria_set,
        row.file_name,
        row.file_hash,
        row.state,
        row.imported_at,
    )


def _doubt(row: Any) -> Doubt:
    return Doubt(
        row.doubt_id, row.plan_id, row.kind, tuple(row.task_ids), dict(row.subject), row.state
    )
