"""A working day of many schools, in minutes: what the installed service holds of memory.

    python -m bench.day [--scale 0.5]     prints JSON lines; at 1: 100 schools, 3,000 deeds

The morning's digests go out; people answer, report, send photos, hand in plans, open pages; the
principals ask for pictures and documents. As fast as the service settles it.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bench.crowd import Crowd, fill
from bench.lines import Benches, run
from bench.memory import megabytes
from bench.service import databases
from bench.soak import served, waiting
from scheduler.clock import SystemClock
from storage.database import Database, Tx
from storage.tables import deliveries, papers
from tests.databases import KEYRING
from tests.faults.ground import passes
from tests.telegram_server import Person, TelegramServer

Row = dict[str, Any]
SCHOOLS = 100
LEAST_SCHOOLS = 10
# Of a school on a day.
DEEDS = 30
QUARTERS = 4
# So many at once, then everything is waited for.
TOGETHER = 20
SETTLED_WITHIN = 300.0
# Free memory goes back once a minute; children that nobody needs end within it.
EVENING_SECONDS = 75.0
# What a principal asks for: a picture, and a document of the plan as it was read.
WISHES = ("ảnh tuần", "bản đọc kế hoạch")


@dataclass
class Day:
    """The day as it goes: who acts, what is watched."""

    crowd: Crowd
    principals: list[Person]
    database: Database
    process: int
    children_mb: float = 0.0

    def passes(self, deeds: int) -> None:
        """Let so many things be done; a principal wants something to look at now and then."""
        for number in range(deeds):
            self.crowd.acts()
            if number % TOGETHER == TOGETHER - 1:
                dice = self.crowd.dice
                dice.choice(self.principals).says(dice.choice(WISHES))
                self.settles()
        self.settles()

    def settles(self) -> None:
        """Wait until nothing is left of what is due, looking at the children meanwhile."""
        deadline = time.monotonic() + SETTLED_WITHIN
        while any(self.database.read(waiting).values()) and time.monotonic() < deadline:
            self.children_mb = max(self.children_mb, sum(map(megabytes, children(self.process))))
            passes(0.2)


def children(process: int) -> list[int]:
    """Give the processes that read and make documents for a service."""
    listed = Path(f"/proc/{process}/task").glob("*/children")
    return [int(number) for place in listed for number in place.read_text("ascii").split()]


def day(scale: float) -> Iterator[Row]:
    """Say what the service holds at its start, after each quarter of the day and at its end."""
    count = max(LEAST_SCHOOLS, round(SCHOOLS * scale))
    for name, opened in databases():
        with opened as database:
            yield {"bench": "day.memory", "database": name} | _played(database, count)


def _played(database: Database, schools: int) -> Row:
    now = SystemClock().now()
    with tempfile.TemporaryDirectory() as name, TelegramServer() as server:
        folder = Path(name)
        (folder / "installation.key").write_text(KEYRING.key.hex(), "ascii")
        codes = fill(database, server.token.partition(":")[0], schools, now, 0.05)
        crowd = Crowd.of(server, database, codes, now)
        with served(server, folder, database) as (service, _):
            going = Day(crowd, crowd.principals(database), database, service.pid)
            return _measured(going, schools)


def _measured(going: Day, schools: int) -> Row:
    begin = time.monotonic()
    start = megabytes(going.process)
    quarters = []
    for _ in range(QUARTERS):
        going.passes(schools * DEEDS // QUARTERS)
        quarters.append(round(megabytes(going.process)))
    passes(EVENING_SECONDS)
    sent, made = going.database.read(_done)
    return {
        "schools": schools,
        "people": len(going.crowd.people),
        "deeds": sum(going.crowd.done.values()),
        "sent": sent,
        "documents": made,
        "minutes": round((time.monotonic() - begin) / 60, 1),
        "start_mb": round(start),
        "quarters_mb": quarters,
        "evening_mb": round(megabytes(going.process)),
        "children_most_mb": round(going.children_mb),
        "target": "<= 150 MB, flat; the children apart <= 300 MB",
    }


def _done(tx: Tx) -> tuple[int, int]:
    """Count the messages that arrived and the documents that were made."""
    sent = select(func.count()).where(deliveries.c.state == "SENT")
    made = select(func.count()).where(papers.c.state == "made")
    return int(tx.execute(sent).scalar_one()), int(tx.execute(made).scalar_one())


BENCHES: Benches = {"day": day}

if __name__ == "__main__":
    run(BENCHES)
