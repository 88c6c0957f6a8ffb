"""The database is locked, or its server is gone for a while."""

import sqlite3

import pytest
from sqlalchemy import text

from storage.database import sqlite_path
from tests.faults.ground import Ground, passes


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
    ground.settles()
    assert ground.service.ends() == 0
    ground.law(most_held=5)
