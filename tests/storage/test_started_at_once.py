"""A service and its workers that start at the same time on a new database."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Table, func, select

from storage import bots, installation
from storage.database import Database, Tx
from storage.tables import bots as bots_table
from storage.tables import installation as installation_table
from storage.tables import lanes

NOW = datetime(2024, 12, 2, tzinfo=UTC)
# So long the first keeps its transaction open, for the second to run into it; in seconds.
OPEN_FOR = 0.3


def together(database: Database, deed: Callable[[Tx], object]) -> list[BaseException]:
    """Do something in two transactions that overlap; gives what failed."""
    begun, never = threading.Event(), threading.Event()
    failed: list[BaseException] = []

    def slowly(tx: Tx) -> None:
        deed(tx)
        begun.set()
        never.wait(OPEN_FOR)

    def run(work: Callable[[Tx], object]) -> None:
        try:
            database.write(work)
        except BaseException as error:  # noqa: BLE001 - whatever it was, the test shows it
            failed.append(error)

    first = threading.Thread(target=run, args=(slowly,))
    first.start()
    begun.wait(10)
    run(deed)
    first.join()
    return failed


def count(database: Database, table: Table) -> int:
    query = select(func.count()).select_from(table)
    return int(database.read(lambda tx: tx.execute(query).scalar_one()))


def test_both_know_the_same_bot(database: Database) -> None:
    assert together(database, _ensure) == []
    assert (count(database, bots_table), count(database, lanes)) == (1, 1)


def _ensure(tx: Tx) -> None:
    bots.ensure_bot_all_schools(tx, "telegram", "7", NOW)


def test_both_take_the_key(database: Database) -> None:
    assert together(database, installation.take_key_all_schools) == []
    assert count(database, installation_table) == 1
