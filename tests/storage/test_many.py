"""Many numbers and rows in one value, on both databases."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Column, MetaData, Table, insert, select, text

from storage.database import Database, Tx
from storage.many import among, given, rows_of
from storage.sealing import Sealed, is_sealed
from storage.tables.base import key
from storage.types import Instant

AT = datetime(2026, 11, 28, 21, 0, 0, 123456, tzinfo=UTC)
HARD = "việc \"khó\" \\ 'lạ' \n % :x {y} $[0] \ud83d"


@pytest.fixture
def notes(database: Database) -> Table:
    """A table of its own: what a column type does to a value is not ours to repeat here."""
    made = Table(
        "notes_of_a_test",
        MetaData(),
        key("note_id"),
        Column("words", Sealed("notes_of_a_test.words")),
        Column("told_at", Instant),
    )
    database.write(made.create)
    return made


def _store(notes: Table, rows: list[tuple[Any, ...]], tx: Tx) -> None:
    columns = list(notes.c)
    statement = insert(notes).from_select(columns, select(given(*columns)))
    tx.execute(statement, {"rows": rows_of(tx, columns, rows)})


def test_rows_come_back_as_they_were_given(database: Database, notes: Table) -> None:
    rows: list[tuple[Any, ...]] = [
        (1, {"text": HARD.encode("utf-8", "replace").decode(), "rows": [[["k", "nhãn"]]]}, AT),
        (2**53 + 1, None, None),
        (3, [], AT),
    ]

    database.write(lambda tx: _store(notes, rows, tx))

    stored = database.read(lambda tx: [tuple(row) for row in tx.execute(select(notes))])
    assert sorted(stored) == sorted(rows, key=lambda row: row[0])


def test_a_sealed_column_is_sealed_also_in_this_way(database: Database, notes: Table) -> None:
    database.write(lambda tx: _store(notes, [(1, {"text": HARD[:4]}, None)], tx))

    raw = text("SELECT CAST(words AS TEXT) FROM notes_of_a_test")
    value = database.read(lambda tx: tx.execute(raw).scalar_one())
    assert is_sealed(str(value).strip('"'))


def test_no_rows_and_no_numbers_are_none(database: Database, notes: Table) -> None:
    database.write(lambda tx: _store(notes, [], tx))
    found = select(notes.c.note_id).where(among(notes.c.note_id, "numbers"))

    assert not database.read(lambda tx: tx.execute(found, {"numbers": []}).all())


def test_among_finds_each_number_once_by_the_index(database: Database, notes: Table) -> None:
    database.write(lambda tx: _store(notes, [(n, None, None) for n in range(1, 2001)], tx))
    found = select(notes.c.note_id).where(among(notes.c.note_id, "numbers"))
    asked = {"numbers": [7, 7, 1999, 5000]}

    assert sorted(database.read(lambda tx: tx.execute(found, asked).scalars().all())) == [7, 1999]
    assert "SEARCH" in _plan(database, found) or "Index" in _plan(database, found)


def _plan(database: Database, statement: Any) -> str:
    """Say how a statement is run for two numbers."""
    compiled = str(statement.compile(dialect=database.engine.dialect))
    if database.is_sqlite:
        words = f"EXPLAIN QUERY PLAN {compiled}".replace("?", "'[7, 1999]'")
    else:
        database.write(lambda tx: tx.execute(text("ANALYZE notes_of_a_test")))
        words = f"EXPLAIN {compiled}".replace("%(numbers)s", "'{7,1999}'")
    return database.read(lambda tx: str(tx.execute(text(words)).all()))
