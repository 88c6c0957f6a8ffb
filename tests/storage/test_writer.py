"""The thread that writes to SQLite, when who asked is gone before the answer."""

import asyncio
import threading
from pathlib import Path

from sqlalchemy import text

from storage.database import Database, Tx, sqlite_url


def test_a_write_nobody_waits_for_any_more_stops_no_other(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "some.sqlite"))
    database.write(lambda tx: tx.execute(text("CREATE TABLE said (word TEXT)")))
    begun, go_on = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        begun.set()
        go_on.wait(10)
        tx.execute(text("INSERT INTO said VALUES ('slow')"))

    def never(tx: Tx) -> None:
        tx.execute(text("INSERT INTO said VALUES ('never begun')"))

    async def cancelled() -> None:
        async with asyncio.TaskGroup() as group:
            first = group.create_task(database.writes(slow))
            await asyncio.to_thread(begun.wait, 10)
            second = group.create_task(database.writes(never))
            await asyncio.sleep(0)
            first.cancel()
            second.cancel()
            await asyncio.sleep(0)
            go_on.set()

    asyncio.run(cancelled())
    words = text("SELECT word FROM said")
    assert database.write(lambda tx: tx.execute(words).scalars().all()) == ["slow"]
    database.close()
