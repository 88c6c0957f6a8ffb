"""The append-only history: every deed, what it changed, and how to take it back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Insert,
    Table,
    Time,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from plan.errors import NhacViecError
from storage import tables
from storage.database import Tx, new_id
from storage.many import among
from storage.types import Instant


class ChangedSinceError(NhacViecError):
    """What the deed changed was changed again by a later deed."""


# What was sent together arrives within so long.
TOGETHER = timedelta(minutes=2)
# Written once: it runs with every step of a lane.
_NEWEST_DEEDS = select(
    tables.schools.c.school_id,
    select(func.max(tables.deeds.c.deed_id))
    .where(tables.deeds.c.school_id == tables.schools.c.school_id)
    .scalar_subquery()
    .label("deed_id"),
).where(among(tables.schools.c.school_id, "schools"))


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done in one transaction; `by` is a member, None for clock and operator."""

    tx: Tx
    school_id: int
    deed_id: int
    name: str
    by: int | None
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One row changed: the columns that differ, before and after; None where the row was not."""

    subject: str
    subject_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and by which channel."""

    member_id: int | None
    channel: str


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


def begin(tx: Tx, school_id: int, name: str, actor: Actor, at: datetime) -> Deed:
    """Open a deed; everything written through it carries its number."""
    return _begin(tx, school_id, name, actor, (at, None))


def _begin(
    tx: Tx, school_id: int, name: str, actor: Actor, when: tuple[datetime, int | None]
) -> Deed:
    at, undoes = when
    row = insert(tables.deeds).values(
        school_id=school_id,
        name=name,
        member_id=actor.member_id,
        channel=actor.channel,
        at=at,
        undoes=undoes,
    )
    deed_id = new_id(tx, row)
    return Deed(tx, school_id, deed_id, name, actor.member_id, actor.channel, at)


def add(deed: Deed, table: Table, **values: Any) -> int:
    """Insert a row of the deed's school and note it; gives its number."""
    values = {"school_id": deed.school_id, **values}
    key = deed.tx.execute(_insert_into(table), values).inserted_primary_key
    assert key is not None  # noqa: S101 - one row with a numbered key always has one
    row_id = int(key[0])
    _note(deed, table, row_id, None, values)
    return row_id


@cache
def _insert_into(table: Table) -> Insert:
    return insert(table)


def add_many(
    deed: Deed,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    until_shown: Mapping[str, Any] | None = None,
) -> list[int]:
    """Insert rows of the deed's school and note them; gives their numbers in the same order.

    Every row gives the same columns. A few statements, however many rows. `until_shown` are
    values that they have for a while in place of those noted.
    """
    if not rows:
        return []
    full = [{"school_id": deed.school_id, **row} for row in rows]
    stored = [{**row, **until_shown} for row in full] if until_shown else full
    numbers = list(deed.tx.execute(_insert_giving_key(table), stored).scalars())
    notes = [
        _noted(deed, table, (row_id, None, row)) for row_id, row in zip(numbers, full, strict=True)
    ]
    deed.tx.execute(_insert_into(tables.changes), notes)
    return numbers


@cache
def _insert_giving_key(table: Table) -> Insert:
    return insert(table).returning(_key(table), sort_by_parameter_order=True)


def change(deed: Deed, table: Table, row_id: int, **values: Any) -> bool:
    """Update a row of the deed's school and note what differs; False when nothing does."""
    old = _row(deed, table, row_id)
    if old is None:
        return False
    differs = {name: value for name, value in values.items() if old[name] != value}
    if not differs:
        return False
    deed.tx.execute(update(table).where(_is(deed, table, row_id)).values(differs))
    _note(deed, table, row_id, {name: old[name] for name in differs}, differs)
    return True


def change_many(deed: Deed, table: Table, row_ids: Collection[int], **values: Any) -> None:
    """Update rows of the deed's school alike and note of each what differs."""
    key = _key(table)
    own = (table.c.school_id == deed.school_id) & key.in_(set(row_ids))
    notes = []
    for row in deed.tx.execute(select(key, *(table.c[name] for name in values)).where(own)):
        old = dict(zip(values, row[1:], strict=True))
        differs = {name: value for name, value in values.items() if old[name] != value}
        if differs:
            before = {name: old[name] for name in differs}
            notes.append(_noted(deed, table, (row[0], before, differs)))
    if notes:
        deed.tx.execute(update(table).where(own).values(values))
        deed.tx.execute(_insert_into(tables.changes), notes)


def remove(deed: Deed, table: Table, row_id: int) -> None:
    """Delete a row of the deed's school and keep what it held."""
    old = _row(deed, table, row_id)
    if old is None:
        return
    deed.tx.execute(delete(table).where(_is(deed, table, row_id)))
    _note(deed, table, row_id, old, None)


def last_deed(
    tx: Tx, school_id: int, by: int, names: Collection[str], since: datetime
) -> tuple[int, str] | None:
    """Find a member's newest deed of those names that still stands, as (number, name)."""
    deeds = tables.deeds
    undone = select(deeds.c.undoes).where(
        deeds.c.school_id == school_id, deeds.c.undoes.is_not(None)
    )
    found = tx.execute(
        select(deeds.c.deed_id, deeds.c.name)
        .where(
            deeds.c.school_id == school_id,
            deeds.c.member_id == by,
            deeds.c.name.in_(names),
            deeds.c.at >= since,
            deeds.c.undoes.is_(None),
            deeds.c.deed_id.not_in(undone),
        )
        .order_by(deeds.c.deed_id.desc())
        .limit(1)
    ).first()
    return None if found is None else (found.deed_id, found.name)


def go_on(
    tx: Tx, school_id: int, actor: Actor, names: Collection[str], at: datetime
) -> Deed | None:
    """Open a member's newest deed once more, for what belongs to it; None without one lately."""
    found = None
    if actor.member_id is not None:
        found = last_deed(tx, school_id, actor.member_id, names, at - TOGETHER)
    if found is None:
        return None
    return Deed(tx, school_id, found[0], found[1], actor.member_id, actor.channel, at)


def newest_of_row(tx: Tx, school_id: int, name: str, row: tuple[str, int]) -> Deed | None:
    """Open the newest deed of a name that changed a row (table, number) once more."""
    deeds, changes = tables.deeds, tables.changes
    found = tx.execute(
        select(deeds)
        .join(changes, changes.c.deed_id == deeds.c.deed_id)
        .where(
            deeds.c.school_id == school_id,
            deeds.c.name == name,
            changes.c.subject == row[0],
            changes.c.subject_id == row[1],
        )
        .order_by(deeds.c.deed_id.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    return Deed(tx, school_id, found.deed_id, name, found.member_id, found.channel, found.at)


def within(deed: Deed, tx: Tx) -> Deed:
    """Go on with a deed in another transaction."""
    return replace(deed, tx=tx)


def newest_staff_deed_all_schools(tx: Tx) -> int:
    """Give the newest deed of any school that may change who may do what, 0 without one."""
    deeds = tables.deeds
    names = ["join", "import_roster", "take_back"]
    found = tx.execute(select(func.max(deeds.c.deed_id)).where(deeds.c.name.in_(names))).scalar()
    return int(found or 0)


def newest_deeds_all_schools(tx: Tx, school_ids: Iterable[int]) -> dict[int, int]:
    """Give the newest deed of some schools; while it is the same, nothing changed there."""
    rows = tx.execute(_NEWEST_DEEDS, {"schools": school_ids}).all()
    return {school_id: deed_id or 0 for school_id, deed_id in rows}


def changes_of(tx: Tx, school_id: int, deed_id: int) -> list[Change]:
    """List what a deed changed, in its order."""
    rows = tx.execute(
        select(tables.changes)
        .join(tables.deeds, tables.deeds.c.deed_id == tables.changes.c.deed_id)
        .where(tables.deeds.c.school_id == school_id, tables.changes.c.deed_id == deed_id)
        .order_by(tables.changes.c.change_id)
    )
    return [Change(row.subject, row.subject_id, row.before, row.after) for row in rows]


@dataclass(frozen=True, slots=True)
class Past:
    """One deed as a history shows it: when, who, what."""

    at: datetime
    name: str
    by: int | None


def of_rows(tx: Tx, school_id: int, rows: Mapping[str, Collection[int]], most: int) -> list[Past]:
    """List the newest deeds that touched some rows (numbers by table), the newest first."""
    deeds, changes = tables.deeds, tables.changes
    touched = [
        (changes.c.subject == subject) & changes.c.subject_id.in_(set(numbers))
        for subject, numbers in rows.items()
        if numbers
    ]
    found = tx.execute(
        select(deeds.c.deed_id, deeds.c.at, deeds.c.name, deeds.c.member_id)
        .distinct()
        .join(changes, changes.c.deed_id == deeds.c.deed_id)
        .where(deeds.c.school_id == school_id, or_(false(), *touched))
        .order_by(deeds.c.deed_id.desc())
        .limit(most)
    )
    return [Past(row.at, row.name, row.member_id) for row in found]


def take_back(tx: Tx, school_id: int, deed_id: int, actor: Actor, at: datetime) -> Deed:
    """Undo a deed by a new one that restores what it changed.

    Raises ChangedSinceError, with nothing restored, when a later deed touched the same columns.
    """
    deed = _begin(tx, school_id, "take_back", actor, (at, deed_id))
    for past in reversed(changes_of(tx, school_id, deed_id)):
        _restore(deed, past)
    return deed


def _restore(deed: Deed, past: Change) -> None:
    table = tables.metadata.tables[past.subject]
    if past.after is None:
        values = _decoded(table, past.before or {})
        deed.tx.execute(insert(table).values(values))
        _note(deed, table, past.subject_id, None, values)
        return
    now = _row(deed, table, past.subject_id)
    written = _decoded(table, past.after)
    if now is None or any(now[name] != value for name, value in written.items()):
        raise ChangedSinceError(past.subject)
    if past.before is not None:
        change(deed, table, past.subject_id, **_decoded(table, past.before))
    elif past.subject in WITHDRAWN:
        change(deed, table, past.subject_id, state=WITHDRAWN[past.subject])
    else:
        remove(deed, table, past.subject_id)


def _key(table: Table) -> "Column[Any]":
    (key,) = table.primary_key.columns
    return key


def _is(deed: Deed, table: Table, row_id: int) -> Any:
    return (_key(table) == row_id) & (table.c.school_id == deed.school_id)


def _row(deed: Deed, table: Table, row_id: int) -> dict[str, Any] | None:
    found = deed.tx.execute(select(table).where(_is(deed, table, row_id))).mappings().first()
    return None if found is None else dict(found)


def _note(
    deed: Deed,
    table: Table,
    row_id: int,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    deed.tx.execute(_insert_into(tables.changes), _noted(deed, table, (row_id, before, after)))


def _noted(
    deed: Deed, table: Table, what: tuple[int, dict[str, Any] | None, dict[str, Any] | None]
) -> dict[str, Any]:
    row_id, before, after = what
    return {
        "deed_id": deed.deed_id,
        "subject": table.name,
        "subject_id": row_id,
        "before": None if before is None else _encoded(before),
        "after": None if after is None else _encoded(after),
    }


def _encoded(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date | time | datetime) else value
        for name, value in values.items()
    }


def _decoded(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    readers = {Instant: datetime.fromisoformat, Date: date.fromisoformat, Time: time.fromisoformat}
    return {
        name: value if value is None or kind not in readers else readers[kind](value)
        for name, value in values.items()
        for kind in [type(table.c[name].type)]
    }
