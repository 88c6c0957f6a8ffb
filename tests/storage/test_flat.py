"""What a message costs grows with nothing: what its reader was told, what waits, what came in."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text, update

from bench.load import MORNING, Size, expand_all, fill, remember, store, told_before
from followup.retention import Retention, old_all_schools, purge_all_schools
from nhacviec.engine import COMPOSERS
from scheduler.preparing import Preparing, addressed
from storage import health, inbox, sending
from storage.database import Database, Tx
from storage.purging import strangers_all_schools
from storage.tables import addresses, bots, deliveries
from storage.tables import inbox as inbox_table
from tests.databases import fresh_postgresql, fresh_sqlite

SIZE = Size(1, 1, 10)
# A week of school, and a year of it.
SHORT, LONG = 5, 200
FETCHED = text(
    "SELECT sum(coalesce(idx_tup_fetch, 0) + seq_tup_read) FROM pg_stat_xact_user_tables"
)

UNKNOWN = (
    text("DELETE FROM pg_statistic WHERE starelid = CAST('deliveries' AS regclass)"),
    text(
        "UPDATE pg_class SET relpages = 0, reltuples = -1"
        " WHERE oid = CAST('deliveries' AS regclass)"
    ),
)
# A message that waits, where it was sent before.
WAITS = {"state": "QUEUED", "began_at": None, "ended_at": None, "message_id": ""}


def _cost(database: Database, work: Callable[[Tx], object]) -> int:
    """Count what the database does for it: steps of SQLite's machine, rows of PostgreSQL."""
    with database.engine.begin() as tx:
        if not database.is_sqlite:
            # What the transactions before fetched is counted until the server has taken it over.
            before = tx.execute(FETCHED).scalar_one()
            work(tx)
            return int(tx.execute(FETCHED).scalar_one() - before)
        steps: list[None] = []
        raw: Any = tx.connection.driver_connection
        raw.set_progress_handler(lambda: steps.append(None), 1)
        work(tx)
        raw.set_progress_handler(None, 0)
        return len(steps)


def _prepare(tx: Tx, school_id: int = 1) -> None:
    """Look at what a school has due, store the words and what came of them, as a lane does."""
    preparing = Preparing(COMPOSERS)
    found = sending.due_of_school_all_schools(tx, (1, school_id), MORNING, 100)
    due, _ = addressed(tx, found, MORNING)
    worded = preparing.word(tx, preparing.compose(tx, due, MORNING), MORNING)
    begun = sending.attempt_all_schools(tx, "me", worded.contents, worded.about, MORNING)
    assert len(begun) == SIZE.messages
    sending.sent_all_schools(tx, {number: str(number) for number in begun}, MORNING)


def _prepared_after(database: Database, days: int) -> int:
    fill(database, SIZE, queued=True)
    remember(database, SIZE, days)
    return _cost(database, _prepare)


def test_a_year_costs_a_message_no_more_than_a_week(database: Database, tmp_path: Path) -> None:
    week = _prepared_after(database, SHORT)
    with fresh_sqlite(tmp_path) if database.is_sqlite else fresh_postgresql() as another:
        year = _prepared_after(another, LONG)
    # The digests of the last seven days are compared: there are two more of them.
    assert year < 1.3 * week, (week, year)


def _prepared_among(database: Database, schools: int) -> int:
    fill(database, Size(1, schools, SIZE.people), queued=False)
    # Queued while nobody has told the server yet how many there are: a first morning.
    expand_all(database, MORNING)
    return _cost(database, _prepare)


def test_what_else_waits_costs_a_message_nothing(database: Database, tmp_path: Path) -> None:
    few = _prepared_among(database, 3)
    with fresh_sqlite(tmp_path) if database.is_sqlite else fresh_postgresql() as another:
        many = _prepared_among(another, 200)
    assert many < 1.3 * few, (few, many)


def test_what_was_planned_for_little_serves_much(database: Database) -> None:
    size = Size(1, 12, SIZE.people)
    fill(database, size, queued=True)
    if not database.is_sqlite:
        # As on a new database, of which the server knows nothing yet.
        for forget in UNKNOWN:
            database.write(partial(Tx.execute, statement=forget))
    # The words of the last days are compared, so they count for all.
    week = MORNING - timedelta(days=8)
    store(database, deliveries, (one for one in told_before(size, 20) if one["ended_at"] > week))
    # A statement is prepared once it came often; its plan is kept while the table grows.
    few = [_cost(database, partial(_prepare, school_id=n)) for n in range(1, size.schools)]
    before = (one for one in told_before(size, 20) if one["ended_at"] <= week)
    own = size.schools
    store(
        database, deliveries, (one if one["school_id"] == own else one | WAITS for one in before)
    )
    many = _cost(database, partial(_prepare, school_id=size.schools))
    assert many < 1.3 * few[-1], (few, many)


def _came_in(count: int, tx: Tx) -> None:
    done = {"bot_id": 1, "raw": {}, "state": "DONE", "received_at": MORNING, "done_at": MORNING}
    keyed = ({"dedupe_key": f"{count}.{n}", "chat": str(n % 9)} for n in range(count))
    tx.execute(insert(inbox_table), [done | row for row in keyed])


def test_what_came_in_before_costs_an_update_nothing(database: Database) -> None:
    fill(database, SIZE, queued=True)

    def look(tx: Tx) -> None:
        inbox.next_retry_all_schools(tx, [1])
        inbox.waiting_all_schools(tx, (MORNING, 10), [1], ())

    costs = []
    for count in (10, 2_000):
        database.write(partial(_came_in, count))
        costs.append(_cost(database, look))
    assert costs[1] < 1.3 * costs[0] + 20, costs


def _emptied_before(database: Database, days: int) -> int:
    """Count what a look for old words costs once those of some days are gone."""
    keep, later = Retention(*[timedelta(days=90)] * 3), MORNING + timedelta(days=100)
    fill(database, SIZE, queued=True)
    remember(database, SIZE, days)
    database.write(partial(_came_in, 2 * days * SIZE.messages))
    is_over = False
    while not is_over:
        old = database.read(lambda tx: old_all_schools(tx, keep, later))
        database.write(partial(purge_all_schools, old=old, keep=keep, now=later))
        is_over = old.is_last
    return _cost(database, partial(old_all_schools, keep=keep, now=later))


def test_what_was_emptied_costs_the_next_look_nothing(database: Database, tmp_path: Path) -> None:
    week = _emptied_before(database, SHORT)
    with fresh_sqlite(tmp_path) if database.is_sqlite else fresh_postgresql() as another:
        assert _emptied_before(another, LONG) <= 1.3 * week


def _watched_after(database: Database, days: int) -> int:
    """Count what a scrape, a doctor's look and the watch over removed bots cost."""
    fill(database, SIZE, queued=True)
    remember(database, SIZE, days)
    database.write(partial(_came_in, 2 * days * SIZE.messages))
    database.write(lambda tx: tx.execute(update(bots).values(ended_at=MORNING)))

    def watch(tx: Tx) -> None:
        (due,) = health.due_all_schools(tx, MORNING)
        (queue,) = health.queues_all_schools(tx, MORNING)
        assert due.count == queue.due == SIZE.messages
        assert health.left_behind_all_schools(tx) == [1]
        assert health.inbox_all_schools(tx).waiting == 0

    return _cost(database, watch)


def test_what_is_over_costs_watching_nothing(database: Database, tmp_path: Path) -> None:
    week = _watched_after(database, SHORT)
    with fresh_sqlite(tmp_path) if database.is_sqlite else fresh_postgresql() as another:
        assert _watched_after(another, LONG) <= 1.3 * week


def _stranger(tx: Tx) -> None:
    row = {"bot_id": 1, "kind": "person", "chat": "stranger", "created_at": MORNING}
    tx.execute(insert(addresses).values(row))


def test_what_others_said_costs_forgetting_a_stranger_nothing(database: Database) -> None:
    fill(database, SIZE, queued=True)
    later = MORNING + timedelta(days=100)

    def forget(tx: Tx) -> None:
        assert strangers_all_schools(tx, later, later, 10) == 1

    costs = []
    for count in (10, 2_000):
        database.write(_stranger)
        database.write(partial(_came_in, count))
        costs.append(_cost(database, forget))
    assert costs[1] < 1.3 * costs[0] + 20, costs
