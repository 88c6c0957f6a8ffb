"""The append-only history: every deed, what it changed, and how to take it back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import (
    Column,
    Date,
    Insert,
    Table,
    Time,
    Update,
    bindparam,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from storage import tables
from storage.database import Tx, new_id
from storage.many import among, given, rows_of
from storage.types import Instant

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


class Deed(Struct, frozen=True):
    """One thing done in one transaction; `by` is a member, None for clock and operator."""

    tx: Tx
    school_id: int
    deed_id: int
    name: str
    by: int | None
    channel: str
    at: datetime


class Actor(Struct, frozen=True):
    """Who acts, and by which channel."""

    member_id: int | None
    channel: str


def begin(tx: Tx, school_id: int, name: str, actor: Actor, at: datetime) -> Deed:
    """Open a deed; everything written through it carries its number."""
    return _begin(tx, school_id, name, actor, (at, None))


def begin_undoing(tx: Tx, school_id: int, deed_id: int, actor: Actor, at: datetime) -> Deed:
    """Open the deed that takes another back."""
    return _begin(tx, school_id, "take_back", actor, (at, deed_id))


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
    names = tuple(stored[0])
    columns = [table.c[name] for name in names]
    given_rows = rows_of(deed.tx, columns, ([row[name] for name in names] for row in stored))
    # Numbers are given in the order of the rows, but not told in it.
    numbers = sorted(deed.tx.execute(_insert_given(table, names), {"rows": given_rows}).scalars())
    _note_many(deed, table, [(n, None, row) for n, row in zip(numbers, full, strict=True)])
    return numbers


@cache
def _insert_given(table: Table, names: tuple[str, ...]) -> Insert:
    columns = [table.c[name] for name in names]
    return insert(table).from_select(columns, select(given(*columns))).returning(_key(table))


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
    notes = []
    for row_id, old in held(deed, table, row_ids, list(values)).items():
        differs = {name: value for name, value in values.items() if old[name] != value}
        if differs:
            notes.append((row_id, {name: old[name] for name in differs}, differs))
    if notes:
        own = (table.c.school_id == deed.school_id) & among(_key(table), "numbers")
        changed = [row_id for row_id, _, _ in notes]
        deed.tx.execute(update(table).where(own).values(values), {"numbers": changed})
        _note_many(deed, table, notes)


def change_each(deed: Deed, table: Table, rows: Mapping[int, Mapping[str, Any]]) -> set[int]:
    """Update rows of the deed's school, each to values of its own, and note what differs.

    Gives which of them differed. A few statements, however many rows.
    """
    names = sorted({name for values in rows.values() for name in values})
    now = held(deed, table, rows, names)
    notes, alike = [], dict[tuple[str, ...], list[dict[str, Any]]]()
    for row_id, values in rows.items():
        old = now.get(row_id)
        if old is None:
            continue
        differs = {name: value for name, value in values.items() if old[name] != value}
        if differs:
            notes.append((row_id, {name: old[name] for name in differs}, differs))
            row = {"of_row": row_id, "of_school": deed.school_id}
            row |= {f"new_{name}": value for name, value in differs.items()}
            alike.setdefault(tuple(differs), []).append(row)
    for changed, group in alike.items():
        deed.tx.execute(_update_each(table, changed), group)
    _note_many(deed, table, notes)
    return {row_id for row_id, _, _ in notes}


@cache
def _update_each(table: Table, names: tuple[str, ...]) -> Update:
    # Each by its key: SQLite would go through a list of rows for every row of the school.
    own = (_key(table) == bindparam("of_row")) & (table.c.school_id == bindparam("of_school"))
    return update(table).where(own).values({name: bindparam(f"new_{name}") for name in names})


def remove(deed: Deed, table: Table, row_id: int) -> None:
    """Delete a row of the deed's school and keep what it held."""
    remove_many(deed, table, [row_id])


def remove_many(deed: Deed, table: Table, row_ids: Collection[int]) -> None:
    """Delete rows of the deed's school and keep what they held."""
    old = held(deed, table, row_ids)
    if old:
        own = (table.c.school_id == deed.school_id) & among(_key(table), "numbers")
        deed.tx.execute(delete(table).where(own), {"numbers": row_ids})
        _note_many(deed, table, [(number, row, None) for number, row in old.items()])


def put_back(deed: Deed, table: Table, rows: Mapping[int, dict[str, Any]]) -> None:
    """Insert rows as they were, under the numbers that they had; all give the same columns."""
    if rows:
        deed.tx.execute(_insert_into(table), list(rows.values()))
        _note_many(deed, table, [(number, None, row) for number, row in rows.items()])


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


class Past(Struct, frozen=True):
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


def _key(table: Table) -> "Column[Any]":
    (key,) = table.primary_key.columns
    return key


def held(
    deed: Deed, table: Table, row_ids: Collection[int], names: Sequence[str] | None = None
) -> dict[int, dict[str, Any]]:
    """Give rows of the deed's school as they are, by number: all of each, or some columns."""
    key = _key(table)
    shown = list(table.c) if names is None else [key, *(table.c[name] for name in names)]
    own = (table.c.school_id == deed.school_id) & among(key, "numbers")
    found = deed.tx.execute(select(*shown).where(own), {"numbers": row_ids})
    if names is None:
        return {row[key.name]: dict(row) for row in found.mappings()}
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in found}


def _is(deed: Deed, table: Table, row_id: int) -> Any:
    return (_key(table) == row_id) & (table.c.school_id == deed.school_id)


def _row(deed: Deed, table: Table, row_id: int) -> dict[str, Any] | None:
    found = deed.tx.execute(select(table).where(_is(deed, table, row_id))).mappings().first()
    return None if found is None else dict(found)


# A row's number, with the columns that differ as they were and as they are.
_Noted = tuple[int, dict[str, Any] | None, dict[str, Any] | None]


def _note(deed: Deed, table: Table, *noted: Any) -> None:
    _note_many(deed, table, [noted])


def _note_many(deed: Deed, table: Table, noted: Sequence[_Noted]) -> None:
    if noted:
        rows = [
            {
                "deed_id": deed.deed_id,
                "subject": table.name,
                "subject_id": row_id,
                "before": None if before is None else _encoded(before),
                "after": None if after is None else _encoded(after),
            }
            for row_id, before, after in noted
        ]
        deed.tx.execute(_insert_into(tables.changes), rows)


def _encoded(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date | time | datetime) else value
        for name, value in values.items()
    }


def decoded(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    """Give a note's values as the table's columns have them."""
    readers = {Instant: datetime.fromisoformat, Date: date.fromisoformat, Time: time.fromisoformat}
    return {
        name: value if value is None or kind not in readers else readers[kind](value)
        for name, value in values.items()
        for kind in [type(table.c[name].type)]
    }
