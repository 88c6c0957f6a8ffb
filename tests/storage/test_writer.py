"""The writer goes on whatever became of those who asked it."""

import asyncio
import threading

import pytest

from storage.database import Database
from storage.writer import Writer


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.anyio
async def test_who_gave_up_waiting_stops_nobody(database: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def slow(_tx: object) -> None:
        begun.set()
        go_on.wait(5)
        done.append("slow")

    asking = [asyncio.ensure_future(database.writes(slow))]
    await asyncio.to_thread(begun.wait, 5)
    asking += [asyncio.ensure_future(database.writes(lambda _tx: None)) for _ in range(40)]
    await asyncio.sleep(0)
    for one in asking:
        one.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
    go_on.set()
    assert await database.writes(lambda _tx: "goes on") == "goes on"
    assert done == ["slow"], "what was begun is done to its end"


def test_what_waits_long_has_its_turn_under_an_endless_stream_of_chat(database: Database) -> None:
    writer = Writer(database.engine)
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
