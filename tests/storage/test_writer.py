"""The writer goes on whatever became of those who asked it."""

import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import QueuePool

from storage.database import Database, DatabaseDownError, sqlite_url
from storage.writer import Writer
from tests.databases import fresh_sqlite


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.anyio
async def test_who_gave_up_waiting_stops_nobody(database: Database) -> None:
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()
    done: list[str] = []

    def slow(_tx: object) -> None:
        begun.set()
        go_on.wait(5)
        done.append("slow")
        ended.set()

    asking = [asyncio.ensure_future(database.writes(slow))]
    await asyncio.to_thread(begun.wait, 5)
    asking += [asyncio.ensure_future(database.writes(lambda _tx: None)) for _ in range(40)]
    await asyncio.sleep(0)
    for one in asking:
        one.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
    go_on.set()
    assert await database.writes(lambda _tx: "goes on") == "goes on"
    # Where several threads write, another may be quicker.
    await asyncio.to_thread(ended.wait, 5)
    assert done == ["slow"], "what was begun is done to its end"


def test_what_waits_long_has_its_turn_under_an_endless_stream_of_chat(tmp_path: Path) -> None:
    with fresh_sqlite(tmp_path) as database:
        _stream(Writer(database.engine))


def _stream(writer: Writer) -> None:
    done: list[int] = []

    def chat(_tx: object) -> None:
        # Each one brings two more: the queue of chat is never empty.
        threading.Event().wait(0.002)
        if not done:
            for _ in range(2):
                writer.submit(chat, chat=True)

    writer.submit(chat, chat=True)
    writer.submit(lambda _tx: done.append(1), chat=False).result(timeout=20)
    assert done == [1]
    writer.close()


def test_a_file_that_cannot_be_opened_is_opened_later(tmp_path: Path) -> None:
    folder = tmp_path / "later"
    database = Database(sqlite_url(folder / "file.sqlite"))
    with pytest.raises(DatabaseDownError):
        database.write(lambda _tx: None)
    folder.mkdir()
    assert database.write(lambda _tx: "goes on") == "goes on"
    database.close()


def test_an_error_leaves_nothing_open(tmp_path: Path) -> None:
    with fresh_sqlite(tmp_path) as database:
        for _ in range(20):
            with pytest.raises(ZeroDivisionError):
                database.write(lambda _tx: 1 / 0)
            assert database.write(lambda _tx: "goes on") == "goes on"
        database.close()
        pool = database.engine.pool
        assert isinstance(pool, QueuePool)
        assert pool.checkedout() == 0
