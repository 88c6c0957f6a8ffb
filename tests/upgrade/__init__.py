"""A database as the release 0.1.0 left it, in rows that need none of its code to be put back."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Integer, MetaData, Table, func, insert, select, text

from storage.database import Database, Tx
from storage.migrate import migrate
from storage.tables import deliveries

RELEASED = "0001"
ROWS: dict[str, dict[str, list[Any]]] = json.loads(
    Path(__file__).with_name(f"{RELEASED}.json").read_text("utf-8")
)


def fill(database: Database) -> None:
    """Make an empty database one of the release: its schema, then the rows as they stood."""
    migrate(database, RELEASED)
    database.write(_put_back)


def _put_back(tx: Tx) -> None:
    known = MetaData()
    known.reflect(tx)
    for table in known.sorted_tables:
        if table.name not in ROWS:
            continue
        columns = ROWS[table.name]["columns"]
        rows = [
            {name: _value(table, name, value) for name, value in zip(columns, row, strict=True)}
            for row in ROWS[table.name]["rows"]
        ]
        tx.execute(insert(table), rows)
        if tx.dialect.name == "postgresql":
            _count_on(tx, table)


def _value(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Boolean):
        return bool(value)
    # SQLite gave JSON as its text.
    return json.loads(value) if isinstance(kind, JSON) else value


def _count_on(tx: Tx, table: Table) -> None:
    """Let the numbers of new rows go on after those that are there."""
    (first, *rest) = table.primary_key.columns
    if not rest and isinstance(first.type, Integer):
        newest = tx.execute(select(func.max(first))).scalar()
        place = {"table": table.name, "column": first.name, "newest": newest}
        tx.execute(text("SELECT setval(pg_get_serial_sequence(:table, :column), :newest)"), place)


def rows_of(database: Database) -> dict[str, list[list[str]]]:
    """Give the rows of the release's tables and columns as they stand now, as comparable words."""
    return database.read(_rows)


def _rows(tx: Tx) -> dict[str, list[list[str]]]:
    known = MetaData()
    known.reflect(tx)
    found = {}
    for name, kept in ROWS.items():
        if name == "delivery_items" and name not in known.tables:
            found[name] = _items(tx)
            continue
        table = known.tables[name]
        columns = [table.c[column] for column in kept["columns"]]
        query = select(*columns).order_by(*table.primary_key.columns)
        found[name] = [[_word(value) for value in row] for row in tx.execute(query)]
    return found


def _items(tx: Tx) -> list[list[str]]:
    """Give what messages spoke of as the release kept it: a row for each of a message's own."""
    listed = tx.execute(
        select(deliveries.c.delivery_id, deliveries.c.about).order_by("delivery_id")
    )
    return [
        [_word(value) for value in (delivery_id, position, occurrence_id)]
        for delivery_id, about in listed
        for position, occurrence_id in enumerate(about or ())
    ]


def _word(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
