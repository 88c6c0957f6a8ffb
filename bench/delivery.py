"""How fast and how punctual delivery is, beside engines that keep a job for each message.

    python -m bench.delivery [--scale 0.1] [--only NAME ...]     prints JSON lines

Every row is really stored and every message goes the whole way: chosen, checked, rendered,
its items and prompt stored, begun, recorded. Only the platform is a stub.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bench.baselines import apscheduler_fires, job_queue_fires, procrastinate_runs
from bench.lines import Benches, run
from bench.load import DAY, FIRST_CHAT, MORNING, Size, expand_all, fill, remember, store_for_later
from bench.senders import Platform, rate, send, send_in_processes
from bench.stub import Stub
from followup.ports import Rates
from nhacviec.engine import lane_maker
from scheduler.clock import ManualClock
from scheduler.due import is_any_due
from storage import bots, deliveries
from storage.database import Database, Tx
from storage.deliveries import Kind, NewDelivery, Rank
from tests.databases import durable_postgresql, fresh_sqlite

Row = dict[str, Any]
Open = Callable[[], AbstractContextManager[Database]]
MILLI = 1e3
TICKS = 200
P99 = 0.99
ANSWERS_A_SECOND = 2
MOST_MESSAGES = 100_000


def databases() -> Iterator[tuple[str, Open]]:
    """Give how to open a fresh database of each kind, on which a commit is a commit."""
    yield "sqlite", lambda: fresh_sqlite(Path(tempfile.mkdtemp(prefix="nhacviec-bench-")))
    yield "postgresql", durable_postgresql


def tick(scale: float) -> Iterator[Row]:
    """Time a tick with nothing due, with more and more moments stored."""
    for stored in (1_000, 100_000, 1_000_000):
        count = max(1_000, round(stored * scale))
        for name, opened in databases():
            with opened() as database:
                fill(database, Size(1, 1, 1), queued=True)
                store_for_later(database, count, DAY)
                times = sorted(_ticked(database, MORNING) for _ in range(TICKS))
            yield {
                "bench": "delivery.tick",
                "database": name,
                "moments": count,
                "median_ms": round(statistics.median(times) * MILLI, 3),
                "p99_ms": round(times[int(TICKS * P99) - 1] * MILLI, 3),
                "target": "<= 1 ms, flat",
            }


def _ticked(database: Database, now: datetime) -> float:
    start = time.perf_counter()
    assert not database.read(lambda tx: is_any_due(tx, now))  # noqa: S101 - nothing is due
    return time.perf_counter() - start


def morning(scale: float) -> Iterator[Row]:
    """Send a morning over 20 bots to a stub that answers at once."""
    size = Size(20, max(1, round(50 * scale)), 100)
    for name, opened in databases():
        for processes in (1,) if name == "sqlite" else (1, 2):
            with opened() as database:
                yield _morning(database, size, f"nhacviec, {name}", processes)
    count = max(200, round(2_000 * scale))
    yield procrastinate_runs(count)
    yield apscheduler_fires(count)
    yield job_queue_fires(count)


def _morning(database: Database, size: Size, engine: str, processes: int) -> Row:
    fill(database, size, queued=False)
    start = time.perf_counter()
    expand_all(database, MORNING)
    expanded = time.perf_counter() - start
    platform = Platform()
    if processes == 1:
        sent = [send(database, range(1, size.bots + 1), platform)]
    else:
        sent = send_in_processes(database.url, size.bots, processes, platform)
    count = sum(one.count for one in sent)
    return {
        "bench": "delivery.morning",
        "engine": f"{engine}, {processes} processes",
        "messages": count,
        "most_on_the_way": max(one.most_on_the_way for one in sent),
        "expanded_per_s": round(size.messages / expanded),
        "sent_per_s": round(rate(sent)),
        "cpu_us_per_message": round(sum(one.cpu for one in sent) / count * 1e6),
        "target": ">= 5000/s (PostgreSQL: with 2 workers)",
    }


def curve(scale: float) -> Iterator[Row]:
    """Show how the cost of a message moves with what is due, and with the bots that send it."""
    due = [Size(20, schools, 100) for schools in (1, 5, 50)]
    spread = [Size(bots, 100 // bots, 100) for bots in (1, 4, 20, 100)]
    for size in (*due, *spread):
        if size.messages > MOST_MESSAGES * scale:
            continue
        with fresh_sqlite(Path(tempfile.mkdtemp(prefix="nhacviec-bench-"))) as database:
            row = _morning(database, size, "nhacviec, sqlite", 1)
        yield row | {"bench": "delivery.curve", "bots": size.bots, "target": "flat"}


def history(scale: float) -> Iterator[Row]:
    """Show how the cost of a message moves with what its reader was told before."""
    size = Size(20, 1, max(10, round(100 * scale)))
    for name, opened in databases():
        for days in (0, 5, 200):
            with opened() as database:
                fill(database, size, queued=True)
                remember(database, size, days)
                sent = send(database, range(1, size.bots + 1), Platform())
            yield {
                "bench": "delivery.history",
                "database": name,
                "days_before": days,
                "messages_before": 2 * days * size.messages,
                "messages": sent.count,
                "sent_per_s": round(rate([sent])),
                "cpu_us_per_message": round(sent.cpu / sent.count * 1e6),
                "target": "flat beyond the days whose words are compared",
            }


def pace(scale: float) -> Iterator[Row]:
    """Hold lanes against the platform's limit, with a platform that answers after 100 ms."""
    size = Size(max(2, round(34 * scale)), 1, 450)
    rates = Rates()
    with durable_postgresql() as database:
        fill(database, size, queued=True)
        sent = send_in_processes(database.url, size.bots, 2, Platform(rates, 0.1))
    shares = [_share(began, rates.overall) for one in sent for began in one.began.values()]
    yield {
        "bench": "delivery.pace",
        "database": "postgresql, 2 processes",
        "bots": size.bots,
        "due": size.messages,
        "share_of_the_limit": round(statistics.mean(shares), 4),
        "least_share": round(min(shares), 4),
        "most_in_a_second": max(one.busiest for one in sent),
        "most_on_the_way": max(one.most_on_the_way for one in sent),
        "target": ">= 0.98 of 28/s, never > 30 in any second",
    }


def _share(began: list[float], a_second: int) -> float:
    return (len(began) - 1) / ((began[-1] - began[0]) * a_second)


def answers(scale: float) -> Iterator[Row]:
    """Say how soon an answer begins on a lane that sends a morning at its limit."""
    size = Size(1, 1, max(150, round(600 * scale)))
    for name, opened in databases():
        with opened() as database:
            fill(database, size, queued=True)
            waits = asyncio.run(_answered(database, size.people))
        yield {
            "bench": "delivery.answer",
            "database": name,
            "answers": len(waits),
            "p50_ms": round(statistics.median(waits) * MILLI, 1),
            "p99_ms": round(waits[int(len(waits) * P99)] * MILLI, 1),
            "target": "p99 <= 50 ms (one machine), beside a lane at its limit",
        }


async def _answered(database: Database, people: int) -> list[float]:
    asked: list[float] = []
    heard: list[float] = []

    class Told(Stub):
        async def send(self, target: Any, prompt: Any) -> Any:
            if prompt.text == "answer":
                heard.append(time.monotonic())
            return await super().send(target, prompt)

    clock = ManualClock(MORNING)
    lane = lane_maker(database, clock)(1, Told(Rates(), seconds=0.05))
    async with asyncio.TaskGroup() as group:
        draining = group.create_task(lane.drain())
        number = 0
        while not draining.done():
            await asyncio.sleep(1 / ANSWERS_A_SECOND)
            number += 1
            asked.append(time.monotonic())
            chat = FIRST_CHAT + people - number % (people // 2)
            queue = partial(_queue, number, str(chat), MORNING)
            await database.writes(queue, chat=True)
            lane.nudge()
    return sorted(b - a for a, b in zip(asked, heard, strict=False))


def _queue(number: int, chat: str, now: datetime, tx: Tx) -> None:
    address = bots.find_address_all_schools(tx, 1, (chat, ""))
    assert address is not None  # noqa: S101 - stored by the load
    new = NewDelivery(
        1,
        address.address_id,
        None,
        Kind.ANSWER,
        Rank.ANSWER,
        f"a{number}",
        now,
        {"text": "answer"},
    )
    deliveries.queue(tx, 1, new, now)


BENCHES: Benches = {
    "tick": tick,
    "morning": morning,
    "curve": curve,
    "history": history,
    "pace": pace,
    "answers": answers,
}


if __name__ == "__main__":
    run(BENCHES)
