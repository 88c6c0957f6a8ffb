"""What people feel of the installed service: how late it writes, how soon it answers, how big.

    python -m bench.service [--scale 0.1]     prints JSON lines

The whole service, as installed, speaks over HTTP with a double of the platform on this machine.
"""

import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench.lines import Benches, run
from bench.load import store_for_later
from bench.memory import megabytes
from plan.hours import local
from scheduler.clock import SystemClock
from storage import deliveries
from storage.database import Database, Tx
from storage.deliveries import Kind, NewDelivery, Rank
from tests.databases import durable_postgresql, fresh_sqlite
from tests.faults.ground import Ground, passes
from tests.service.installed import Service
from tests.telegram_server import TelegramServer

Row = dict[str, Any]
MILLI = 1e3
P99 = 0.99
OTHERS = 100_000
# Until the service is up and has sent what waits; in seconds.
QUIET_AFTER = 12
# Between two messages of their own time, in seconds: far below every limit.
APART = 0.25
ANSWERS_A_SECOND = 2
# Of a school on the bot that all of them share.
TEACHERS = 50
# In its first seconds a process makes ready what it reads replies by.
READY_AFTER = 5
_NUMBER = re.compile(r"no (\d+)$")


def databases() -> Iterator[tuple[str, AbstractContextManager[Database]]]:
    """Give a fresh database of each kind, on which a commit is a commit."""
    yield "sqlite", fresh_sqlite(Path(tempfile.mkdtemp(prefix="nhacviec-bench-")))
    yield "postgresql", durable_postgresql()


@contextmanager
def ground(
    database: Database, people: int, schools: int = 1, workers: int = 0
) -> Iterator[Ground]:
    """Give a morning with the service that will send it, not started yet."""
    folder = Path(tempfile.mkdtemp(prefix="nhacviec-bench-"))
    with TelegramServer() as server:
        made = Ground(server, database, folder, people, schools)
        helping = [Service(_folder(folder, n), "worker", **made.settings) for n in range(workers)]
        for worker in helping:
            worker.start()
        try:
            yield made
        finally:
            for one in (made.service, *helping):
                one.kill()


def _folder(folder: Path, number: int) -> Path:
    made = folder / f"worker{number}"
    made.mkdir()
    return made


def lateness(scale: float) -> Iterator[Row]:
    """Say how late messages with a time of their own begin, on a lane that is idle between."""
    count = max(20, round(200 * scale))
    for name, opened in databases():
        with opened as database, ground(database, 20) as morning:
            store_for_later(database, OTHERS, local(SystemClock().now()).date())
            first = SystemClock().now() + timedelta(seconds=QUIET_AFTER)
            times = [first + timedelta(seconds=APART * n) for n in range(count)]
            database.write(partial(_queue, times))
            morning.service.start()
            morning.settles(QUIET_AFTER + count * APART + 60)
            late = _late(morning.server, times)
        yield {
            "bench": "service.lateness",
            "database": name,
            "messages": len(late),
            "other_rows": OTHERS,
            **_spread(late),
            "target": "p99 <= 250 ms",
        }


def _queue(times: list[datetime], tx: Tx) -> None:
    for number, at in enumerate(times):
        person = number % 20 + 1
        new = NewDelivery(
            1, person, person, Kind.NOTICE, Rank.NOTICE, f"n{number}", at, _words(number)
        )
        deliveries.queue(tx, 1, new, at)


def _words(number: int) -> dict[str, Any]:
    return {"text": f"no {number}", "rows": []}


def _late(server: TelegramServer, times: list[datetime]) -> list[float]:
    late = []
    since = time.time() - time.monotonic()
    for call in server.calls:
        found = _NUMBER.search(str(call.params.get("text", "")))
        if found is not None:
            late.append(since + call.at - times[int(found[1])].timestamp())
    return late


def answers(scale: float) -> Iterator[Row]:
    """Say how soon an answer begins while a morning goes out at its limit, and how big it gets."""
    schools = max(8, round(30 * scale))
    for name, opened in databases():
        workers = 0 if name == "sqlite" else 2
        with (
            opened as database,
            ground(database, schools * TEACHERS, schools, workers) as morning,
        ):
            morning.service.start()
            morning.waits(partial(_goes, morning))
            passes(READY_AFTER)
            waits = _answered(morning)
            morning.settles()
            size = round(megabytes(morning.service.pid))
        yield {
            "bench": "service.answer",
            "database": name,
            "schools": schools,
            "workers": workers,
            "answers": len(waits),
            **_spread(waits),
            "service_mb": size,
            "target": "p99 <= 50 ms on one machine, 150 ms with workers; memory <= 150 MB",
        }


def _goes(morning: Ground) -> bool:
    return morning.states()["SENT"] > morning.states()["ATTEMPT"]


def _answered(morning: Ground) -> list[float]:
    """Ask as long as the morning goes on; gives from what was said to what was answered."""
    waits = []
    number = 0
    while "QUEUED" in morning.states():
        number += 1
        # The last half is told last: nobody asks and is told at once.
        person = morning.people[-1 - number % (len(morning.people) // 2)]
        said = time.monotonic()
        person.says("việc của tôi")
        passes(1 / ANSWERS_A_SECOND)
        heard = [
            call.at - said
            for call in morning.server.calls
            if call.at > said and call.method == "sendMessage" and call.chat == person.chat.chat_id
        ]
        waits += heard[:1]
    return waits


def start(scale: float) -> Iterator[Row]:
    """Say how soon the service hears people, with many moments stored."""
    count = round(1_000_000 * scale)
    for name, opened in databases():
        with opened as database, ground(database, 1) as morning:
            store_for_later(database, count, local(SystemClock().now()).date())
            began = time.monotonic()
            morning.service.start()
            morning.server.waits(partial(_is_heard, morning.server), 60)
            took = next(_asks(morning.server)) - began
        yield {
            "bench": "service.start",
            "database": name,
            "moments": count,
            "hears_after_s": round(took, 2),
            "target": "<= 2 s",
        }


def _is_heard(server: TelegramServer) -> bool:
    return any(True for _ in _asks(server))


def _asks(server: TelegramServer) -> Iterator[float]:
    """When the service asked what people had said."""
    return (call.at for call in server.calls if call.method == "getUpdates")


def _spread(seconds: list[float]) -> Row:
    ordered = sorted(seconds)
    return {
        "p50_ms": round(statistics.median(ordered) * MILLI, 1),
        "p99_ms": round(ordered[int(len(ordered) * P99)] * MILLI, 1),
    }


BENCHES: Benches = {
    "start": start,
    "lateness": lateness,
    "answers": answers,
}


if __name__ == "__main__":
    run(BENCHES)
