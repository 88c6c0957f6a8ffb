"""What a message costs does not grow with what its reader was ever told."""

from pathlib import Path
from typing import Any

from sqlalchemy import text

from bench.load import MORNING, Size, fill, remember
from nhacviec.engine import COMPOSERS
from scheduler.preparing import Preparing, addressed
from storage import sending
from storage.database import Database, Tx
from tests.databases import fresh_postgresql, fresh_sqlite

SIZE = Size(1, 1, 10)
# A week of school, and a year of it.
SHORT, LONG = 5, 200
FETCHED = text(
    "SELECT sum(coalesce(idx_tup_fetch, 0) + seq_tup_read) FROM pg_stat_xact_user_tables"
)


def _prepared(tx: Tx) -> None:
    """Look at what is due and store the words, as a lane's look and step do."""
    preparing = Preparing(COMPOSERS)
    due, _ = addressed(tx, sending.due_of_school_all_schools(tx, (1, 1), MORNING, 100), MORNING)
    seen = preparing.compose(tx, due, MORNING)
    worded = preparing.word(tx, seen, MORNING)
    assert len(sending.attempt_all_schools(tx, "me", worded.contents, MORNING)) == SIZE.messages


def _work(database: Database, days: int) -> int:
    """Count what the database does for it: steps of SQLite's machine, rows of PostgreSQL."""
    fill(database, SIZE, queued=True)
    remember(database, SIZE, days)
    with database.engine.begin() as tx:
        if not database.is_sqlite:
            # What the transactions before fetched is counted until the server has taken it over.
            before = tx.execute(FETCHED).scalar_one()
            _prepared(tx)
            return int(tx.execute(FETCHED).scalar_one() - before)
        steps: list[None] = []
        raw: Any = tx.connection.driver_connection
        raw.set_progress_handler(lambda: steps.append(None), 1)
        _prepared(tx)
        raw.set_progress_handler(None, 0)
        return len(steps)


def test_a_year_costs_no_more_than_a_week(database: Database, tmp_path: Path) -> None:
    week = _work(database, SHORT)
    with fresh_sqlite(tmp_path) if database.is_sqlite else fresh_postgresql() as another:
        year = _work(another, LONG)
    # The digests of the last seven days are compared: there are two more of them.
    assert year < 1.3 * week, (week, year)
