"""The database is locked, or its server is gone for a while."""

import sqlite3
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import sqlite_path
from tests.databases import killable_postgresql
from tests.faults.ground import Ground, passes
from tests.telegram_server import TelegramServer


@pytest.mark.timeout(300)
def test_locked_by_somebody_else(ground: Ground, *, is_long: bool) -> None:
    place = sqlite_path(ground.database.url)
    ground.service.start()
    ground.waits(lambda: ground.states()["SENT"] > 5)
    if place is None:
        # PostgreSQL has no such lock: its sessions are ended instead, as a restart does.
        others = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        for _ in range(20 if is_long else 3):
            ground.database.write(lambda tx: tx.execute(others))
            passes(0.5)
    else:
        other = sqlite3.connect(place, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        passes(60 if is_long else 5)
        other.rollback()
        other.close()
    ground.runs_to_the_end(most_held=5)


@pytest.mark.timeout(300)
def test_the_server_is_killed(server: TelegramServer, tmp_path: Path, *, is_long: bool) -> None:
    with killable_postgresql() as (database, postgresql):
        ground = Ground(server, database, tmp_path, people=600 if is_long else 90)
        try:
            ground.service.start()
            for sent in (5, 300, 500) if is_long else (5,):
                ground.waits(partial(_has_sent, ground, sent))
                postgresql.kill()
                passes(20 if is_long else 2)
                postgresql.starts()
            ground.runs_to_the_end(most_held=5 * (3 if is_long else 1))
        finally:
            ground.service.kill()


def _has_sent(ground: Ground, count: int) -> bool:
    return ground.states()["SENT"] > count
