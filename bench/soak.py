"""Fifty schools of mixed traffic on the real service for minutes or hours, faults on.

`make soak` (MINUTES=10): people report, reply, send files, hand work out, join, import plans and
open pages, while Telegram's double fails now and then. A line of JSON each minute, and one at the
end: whether the memory stayed flat, and whether every update and message came to a known end.
"""

import argparse
import json
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import func, select

from bench.crowd import Crowd, fill
from bench.memory import megabytes
from scheduler.clock import SystemClock
from storage.database import Database, Tx, sqlite_url
from storage.inbox import UNFINISHED
from storage.migrate import migrate
from storage.sealing import Keyring
from storage.tables import deliveries, inbox, reminders
from tests.service.installed import Service
from tests.telegram_server import TelegramServer, fails, flood, garbage, reset, slow

# How much the memory may have grown from the second fifth of the time to the last.
GROWTH, GROWTH_MB = 1.10, 10.0
# A shorter run says nothing of memory: caches are still filling.
MEMORY_FROM = 120.0
FAULT_EACH = 20.0
SETTLED_WITHIN = 90.0


@dataclass(frozen=True, slots=True)
class Size:
    """How long, how many schools, and how many things are done a second."""

    seconds: float
    schools: int = 50
    pace: float = 2.0


@dataclass
class Seen:
    """What was measured while it went on: (seconds, megabytes) of the main process."""

    memory: list[tuple[float, float]] = field(default_factory=list)
    faults: int = 0


def soak(size: Size, folder: Path, say: Any = print) -> dict[str, Any]:
    """Run it; gives the last line, `broken` listing what did not hold."""
    now = SystemClock().now()
    key = Keyring.new()
    (folder / "installation.key").write_text(key.key.hex(), "ascii")
    database = Database(sqlite_url(folder / "soak.sqlite"), key)
    migrate(database)
    with TelegramServer() as server:
        account = server.token.partition(":")[0]
        codes = fill(database, account, size.schools, now, size.seconds / size.schools / 12)
        crowd = Crowd.of(server, database, codes, now)
        with served(server, folder, database) as (service, ports):
            seen = _run(size, crowd, service, ports, say)
            server.faults.clear()
            settled = _settles(database)
            counted = _numbers(ports[0])
            ended = service.ends() == 0
        broken = [] if settled else ["not settled"]
        broken += [] if ended else ["did not end when told to"]
        broken += _law(database, server, counted)
    flat = _is_flat(seen.memory)
    if size.seconds >= MEMORY_FROM and not flat:
        broken.append("memory grew")
    database.close()
    return _result(size, crowd, seen, counted) | {"flat": flat, "broken": broken}


@contextmanager
def served(
    server: TelegramServer, folder: Path, database: Database
) -> Iterator[tuple[Service, tuple[int, int]]]:
    """Run the service on the filled database; gives it with its ports for metrics and pages.

    The key of the database lies in the folder, as installation.key.
    """
    ports = (_free_port(), _free_port())
    settings = {
        "TELEGRAM_BOT_TOKEN": server.token,
        "TELEGRAM_API_BASE": server.url,
        "NHACVIEC_DATABASE_URL": database.url,
        "NHACVIEC_KEY_FILE": str(folder / "installation.key"),
        "NHACVIEC_METRICS_PORT": str(ports[0]),
        "NHACVIEC_LISTEN": f"127.0.0.1:{ports[1]}",
        "NHACVIEC_BACKUP_HOUR": "06:30",
    }
    with Service(folder, **settings) as service:
        deadline = time.monotonic() + SETTLED_WITHIN
        while not _answers(ports[0]) and time.monotonic() < deadline:
            _passes(0.2)
        yield service, ports


def _run(size: Size, crowd: Crowd, service: Service, ports: tuple[int, int], say: Any) -> Seen:
    seen, begin = Seen(), time.monotonic()
    next_fault, next_line = FAULT_EACH, 60.0
    while (passed := time.monotonic() - begin) < size.seconds:
        crowd.acts()
        if passed >= next_fault:
            _disturb(crowd, seen)
            next_fault += FAULT_EACH
        if not seen.memory or passed - seen.memory[-1][0] >= 1.0:
            seen.memory.append((passed, megabytes(service.pid)))
        if passed >= next_line:
            counted = _numbers(ports[0])
            line = {"minute": round(next_line / 60), "memory_mb": round(seen.memory[-1][1], 1)}
            say(json.dumps(line | _short(counted) | {"done": sum(crowd.done.values())}))
            next_line += 60.0
        _passes(crowd.dice.expovariate(size.pace))
    return seen


def _disturb(crowd: Crowd, seen: Seen) -> None:
    fault = crowd.dice.choice(
        [
            fails(502),
            fails(500, stored=True),
            reset(),
            reset(stored=False),
            garbage(),
            slow(1.5, times=2),
            flood(1, times=1),
        ]
    )
    crowd.server.play(fault)
    seen.faults += 1


def _settles(database: Database) -> bool:
    """Wait until nothing waits that is due by now."""
    deadline = time.monotonic() + SETTLED_WITHIN
    while time.monotonic() < deadline:
        if not any(database.read(waiting).values()):
            return True
        _passes(0.5)
    return False


def waiting(tx: Tx) -> dict[str, int]:
    """Count the updates not handled, the messages on their way and those that are due."""
    now = SystemClock().now()

    def count(*conditions: Any) -> int:
        (table,) = {condition.left.table for condition in conditions}
        query = select(func.count()).select_from(table).where(*conditions)
        return int(tx.execute(query).scalar_one())

    return {
        "updates": count(inbox.c.state.in_(UNFINISHED)),
        "under way": count(deliveries.c.state == "ATTEMPT"),
        "due": count(deliveries.c.state == "QUEUED", deliveries.c.not_before <= now),
    }


def _law(database: Database, server: TelegramServer, counted: Mapping[str, float]) -> list[str]:
    """List what is lost or doubled: of updates, of messages, of reminders."""

    def look(tx: Tx) -> tuple[dict[str, int], dict[str, int], int]:
        by_state = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        updates = select(inbox.c.state, func.count()).group_by(inbox.c.state)
        left = (
            select(func.count())
            .select_from(
                reminders.outerjoin(
                    deliveries, reminders.c.delivery_id == deliveries.c.delivery_id
                )
            )
            .where(reminders.c.state == "queued", deliveries.c.state.is_distinct_from("QUEUED"))
        )
        return (
            dict(map(tuple, tx.execute(by_state).all())),
            dict(map(tuple, tx.execute(updates).all())),
            int(tx.execute(left).scalar_one()),
        )

    sent, updates, left = database.read(look)
    arrived = sum(
        seen.sender is None for chat in server.world.chats.values() for seen in chat.messages
    )
    broken = []
    if updates.get("POISON"):
        broken.append(f"{updates['POISON']} updates given up")
    if not sent.get("SENT", 0) <= arrived <= sent.get("SENT", 0) + counted["unknown"]:
        broken.append(f"{sent} stored, {arrived} arrived, {counted['unknown']:.0f} unknown")
    if left:
        broken.append(f"{left} reminders without a message")
    return broken + server.violations[:3]


def _numbers(port: int) -> dict[str, float]:
    """Read /metrics: messages by outcome, and the 99th of a hundred answers."""
    text = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=30).text
    found = dict.fromkeys(("sent", "later", "failed", "unknown"), 0.0)
    late: dict[float, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == "nhacviec_messages_total":
                found[sample.labels["outcome"]] += sample.value
            elif (
                sample.name == "nhacviec_lateness_seconds_bucket"
                and sample.labels["kind"] == "answer"
            ):
                late[float(sample.labels["le"])] = sample.value
    whole = max(late.values(), default=0.0)
    within = [bound for bound, count in sorted(late.items()) if count >= 0.99 * whole]
    return found | {"answer_p99_within_s": within[0] if within else 0.0}


def _short(counted: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in counted.items()}


def _is_flat(memory: list[tuple[float, float]]) -> bool:
    early, late = _fifths(memory)
    return late <= max(early * GROWTH, early + GROWTH_MB)


def _fifths(memory: list[tuple[float, float]]) -> tuple[float, float]:
    """Give the megabytes in the middle of the second fifth of the time and of the last."""
    fifth = max(1, len(memory) // 5)
    early = median(size for _, size in memory[fifth : 2 * fifth] or memory)
    return early, median(size for _, size in memory[-fifth:])


def _result(size: Size, crowd: Crowd, seen: Seen, counted: Mapping[str, float]) -> dict[str, Any]:
    early, late = _fifths(seen.memory)
    return {
        "soak_minutes": round(size.seconds / 60, 2),
        "schools": size.schools,
        "people": len(crowd.people),
        "done": dict(sorted(crowd.done.items())),
        "faults": seen.faults,
        **_short(counted),
        "memory_early_mb": round(early, 1),
        "memory_late_mb": round(late, 1),
        "memory_most_mb": round(max(mb for _, mb in seen.memory), 1),
    }


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5).is_success
    except httpx.HTTPError:
        return False


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _passes(seconds: float) -> None:
    threading.Event().wait(seconds)


def main() -> None:
    """Run for so many minutes; status 1 when something did not hold."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--minutes", type=float, default=10.0)
    asked.add_argument("--schools", type=int, default=50)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        last = soak(Size(given.minutes * 60, given.schools), Path(folder), _say)
    _say(json.dumps(last))
    sys.exit(1 if last["broken"] else 0)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
