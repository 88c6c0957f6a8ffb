"""Reads: they keep nothing they change, and what the server prepared for them stays prepared."""

from contextlib import suppress
from functools import partial

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import Database, Tx
from tests.databases import fresh_postgresql

# So often a statement is sent before it is worth preparing, and then some.
OFTEN = 12
NAMES = text("SELECT name FROM schools WHERE school_id = :number")
PREPARED = text("SELECT sum(generic_plans + custom_plans) FROM pg_prepared_statements")


def _names(number: int, tx: Tx) -> None:
    tx.execute(NAMES, {"number": number}).all()


def test_a_read_keeps_nothing(database: Database) -> None:
    adds = text("INSERT INTO installation (name, value) VALUES ('x', 'y')")

    def read(tx: Tx) -> int:
        return int(tx.execute(text("SELECT count(*) FROM installation")).scalar_one())

    before = database.read(read)
    # PostgreSQL refuses it; SQLite forgets it.
    with suppress(DBAPIError):
        database.read(lambda tx: tx.execute(adds))
    assert database.read(read) == before


def test_the_server_plans_a_read_anew_no_more() -> None:
    with fresh_postgresql() as database:
        for number in range(OFTEN):
            database.read(partial(_names, number))
        assert database.read(lambda tx: tx.execute(PREPARED).scalar_one()) > OFTEN // 2
