"""How late others are while somebody does too much, beside the same minute without it.

    python -m bench.floods [--scale 0.1]     prints JSON lines; at 1: 10,000 codes, 5,000 rows

The whole service, as installed; another school of the same bot asks, and has messages with a time
of their own, while a chat floods, wrong codes arrive, updates of a megabyte, a plan of thousands
of rows, people who are erased.
"""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import update

from bench.lines import Benches, run
from bench.load import FIRST_CHAT, Size, fill
from bench.service import MILLI, databases
from plan.school_years import first_year_of
from scheduler.clock import SystemClock
from storage import deliveries
from storage.database import Database, Tx
from storage.deliveries import Kind, NewDelivery, Rank
from storage.tables import duties
from tests.databases import KEYRING
from tests.faults.ground import passes
from tests.followup.test_long_plan import long_plan
from tests.service.installed import Service
from tests.telegram_server import Person, TelegramServer

Row = dict[str, Any]
PEOPLE = 40
SECONDS = 30.0
# Between two questions, and between two messages with a time of their own, in seconds.
APART = 0.25
STRANGER = 9_000_000
# So many are said at once, some two thousand a second.
BURST = 20
MEGABYTE = 1_000_000
PATIENCE = 60.0
SETTLING = 10.0
P99 = 0.99


@dataclass
class Two:
    """Two schools of one bot: the first does too much, the second is the others."""

    server: TelegramServer
    database: Database
    service: Service
    scale: float
    busy: list[Person]
    others: list[Person]
    strangers: list[Person] = field(default_factory=list)

    def stranger(self) -> Person:
        """Give somebody nobody knows."""
        made = self.server.person(STRANGER + len(self.strangers), "Người lạ")
        self.strangers.append(made)
        return made


@contextmanager
def two_schools(database: Database, scale: float) -> Iterator[Two]:
    """Give two schools and the service that serves them, when it has sent their morning."""
    folder = Path(tempfile.mkdtemp(prefix="nhacviec-bench-"))
    key = folder / "installation.key"
    key.write_text(KEYRING.key.hex(), encoding="ascii")
    with TelegramServer() as server:
        account = int(server.token.partition(":")[0])
        due = SystemClock().now() - timedelta(seconds=1)
        fill(database, Size(1, 2, PEOPLE, due, "telegram", account), queued=True)
        this_year = update(duties).values(first_year=first_year_of(due.date()))
        database.write(lambda tx: tx.execute(this_year))
        people = []
        for number in range(1, 2 * PEOPLE + 1):
            person = server.person(FIRST_CHAT + number, f"Người {number}")
            person.chat.opened = True
            people.append(person)
        service = Service(
            folder,
            TELEGRAM_BOT_TOKEN=server.token,
            TELEGRAM_API_BASE=server.url,
            NHACVIEC_DATABASE_URL=database.url,
            NHACVIEC_KEY_FILE=str(key),
        )
        service.start()
        try:
            server.waits(lambda: all(person.inbox for person in people), PATIENCE)
            yield Two(server, database, service, scale, people[:PEOPLE], people[PEOPLE:])
        finally:
            service.kill()


def nothing(_two: Two) -> None:
    """Do nothing: what the others feel then is the baseline."""


def floods(two: Two) -> None:
    """One chat that never stops."""
    one = two.stranger()
    for number in range(round(20_000 * two.scale)):
        one.says(f"chào {number}")
        _breathes(number)


def tries_codes(two: Two) -> None:
    """Ten thousand wrong codes out of two hundred chats."""
    many = [two.stranger() for _ in range(200)]
    for number in range(round(10_000 * two.scale)):
        many[number % len(many)].says(f"{number:08d}")
        _breathes(number)


def _breathes(number: int) -> None:
    """Let the double, which runs in this process, do its part: else it is what keeps others."""
    if number % BURST == 0:
        passes(0.01)


def sends_megabytes(two: Two) -> None:
    """Updates of a megabyte, from a member and from a stranger."""
    speakers = (two.busy[1], two.stranger())
    for number in range(round(200 * two.scale)):
        speakers[number % 2].says("x" * MEGABYTE)
        passes(0.1)


def imports(two: Two) -> None:
    """A plan of five thousand rows: read, taken, asked about, looked at."""
    principal = two.busy[0]
    principal.sends_file("ke-hoach.txt", long_plan(round(5_000 * two.scale)))
    _hears(two, principal, "Đã đọc")
    principal.presses("Nhận kế hoạch")
    _hears(two, principal, "Đã nhận")
    for said in ("hỏi tiếp", "tuần", "việc của tôi"):
        principal.says(said)
        passes(1)


def are_erased(two: Two) -> None:
    """People who ask to be erased while messages to them are on their way."""
    for person in two.busy[2:]:
        person.says("xoá dữ liệu của tôi")
        passes(0.2)
        labels = [label for row in person.last.labels for label in row]
        wanted = next((label for label in labels if label.startswith("Xo")), None)
        if wanted is not None:
            person.presses(wanted)


def _hears(two: Two, person: Person, words: str) -> None:
    two.server.waits(lambda: any(words in seen.text for seen in person.inbox), PATIENCE)


DOING: Mapping[str, Callable[[Two], None]] = {
    "nothing": nothing,
    "flood": floods,
    "wrong codes": tries_codes,
    "megabytes": sends_megabytes,
    "5,000 tasks": imports,
    "erased": are_erased,
}


def others(scale: float) -> Iterator[Row]:
    """Say how late the others are during each."""
    for name, _ in databases():
        for doing, act in DOING.items():
            opened = dict(databases())[name]
            with opened as database, two_schools(database, scale) as two:
                answers, late = _felt(two, act)
            yield {
                "bench": "floods.others",
                "database": name,
                "while": doing,
                "answers": len(answers),
                "answer_p50_ms": _at(answers, 0.5),
                "answer_p99_ms": _at(answers, P99),
                "timed": len(late),
                "late_p99_ms": _at(late, P99),
                "target": "p99 <= 2000 ms",
            }


def _felt(two: Two, act: Callable[[Two], None]) -> tuple[list[float], list[float]]:
    """Give how long answers took, and how late messages with a time of their own began."""
    first = SystemClock().now() + timedelta(seconds=2)
    times = [first + timedelta(seconds=APART * n) for n in range(round(SECONDS / APART))]
    two.database.write(partial(_queue, times))
    doing = threading.Thread(target=act, args=(two,), daemon=True)
    doing.start()
    asked: list[tuple[float, Person]] = []
    end = time.monotonic() + SECONDS
    number = 0
    while time.monotonic() < end:
        person = two.others[number % (PEOPLE // 2)]
        asked.append((time.monotonic(), person))
        person.says("việc của tôi")
        number += 1
        passes(APART)
    doing.join(PATIENCE)
    passes(SETTLING)
    return _waits(two, asked), _late(two, times)


def _queue(times: list[datetime], tx: Tx) -> None:
    for number, at in enumerate(times):
        # The half of the others that asks nothing.
        person = PEOPLE + PEOPLE // 2 + number % (PEOPLE // 2) + 1
        content = {"text": f"so {number}.", "rows": []}
        new = NewDelivery(1, person, person, Kind.NOTICE, Rank.NOTICE, f"f{number}", at, content)
        deliveries.queue(tx, 2, new, at)


def _waits(two: Two, asked: list[tuple[float, Person]]) -> list[float]:
    """Give for each question how long its answer took; one that never came counts as all of it."""
    sent: dict[int, list[float]] = {}
    for call in two.server.calls:
        if call.method == "sendMessage" and isinstance(call.chat, int):
            sent.setdefault(call.chat, []).append(call.at)
    waits = []
    for said, person in asked:
        heard = sent.get(person.chat.chat_id, [])
        # The answers of a person come in their order.
        place = next((n for n, at in enumerate(heard) if at > said), None)
        waits.append(PATIENCE if place is None else heard.pop(place) - said)
    return waits


def _late(two: Two, times: list[datetime]) -> list[float]:
    since = time.time() - time.monotonic()
    began = {
        str(call.params.get("text", "")): since + call.at
        for call in two.server.calls
        if call.method == "sendMessage"
    }
    return [
        began.get(f"so {number}.", at.timestamp() + PATIENCE) - at.timestamp()
        for number, at in enumerate(times)
    ]


def _at(seconds: list[float], share: float) -> float:
    ordered = sorted(seconds)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * MILLI, 1)


BENCHES: Benches = {"others": others}


if __name__ == "__main__":
    run(BENCHES)
