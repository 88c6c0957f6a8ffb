"""A school whose morning has come, a service and its platform; and the law that must hold."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy import func, select

from bench.load import FIRST_CHAT, Size, fill
from plan.hours import instant
from plan.ladder import Moment, Rung, RungKind
from scheduler.clock import SystemClock
from storage.database import Database, Tx
from storage.moments import lay
from storage.tables import deliveries, reminders
from tests.databases import KEYRING
from tests.service.installed import Service
from tests.telegram_server import Person, TelegramServer
from tests.zalo_server import Person as ZaloPerson
from tests.zalo_server import ZaloServer

PATIENCE = 90.0
OPEN = {"QUEUED", "ATTEMPT"}
MOST_A_SECOND = 30


def passes(seconds: float) -> None:
    """Let real time pass: what is tested is a process with a clock of its own."""
    threading.Event().wait(seconds)


ServerT = TypeVar("ServerT", bound=TelegramServer | ZaloServer)
PersonT = TypeVar("PersonT", bound=Person | ZaloPerson)


def _promise_again(size: Size, tx: Tx) -> None:
    """Lay the next moment of each task: it carries what may not have arrived.

    Without it, in the hours of the day, the same would be said once more half an hour later.
    """
    later = size.day + timedelta(days=2)
    moment = Moment(Rung(RungKind.BEFORE, 1), later)
    at = instant(later, time_of_day(0))
    for school, some in groupby(size.everybody(), attrgetter("school")):
        lay(tx, school, [(one.person, moment, at) for one in some])


class Morning(Generic[ServerT, PersonT]):
    """A database with a morning's digests queued, and their people at the platform."""

    channel = ""

    def __init__(
        self, server: ServerT, database: Database, folder: Path, people: int, schools: int = 1
    ) -> None:
        self.server: ServerT = server
        self.database = database
        account = int(server.token.partition(":")[0])
        due = SystemClock().now() - timedelta(seconds=1)
        size = Size(1, schools, people // schools, due, self.channel, account)
        fill(database, size, queued=True)
        database.write(partial(_promise_again, size))
        self.people: list[PersonT] = [
            self.sits(FIRST_CHAT + one.person) for one in size.everybody()
        ]
        # Several processes on one database seal with one key.
        key = folder / "installation.key"
        key.write_text(KEYRING.key.hex(), encoding="ascii")
        name = self.channel.upper()
        self.settings = {
            f"{name}_BOT_TOKEN": server.token,
            f"{name}_API_BASE": server.url,
            "NHACVIEC_DATABASE_URL": database.url,
            "NHACVIEC_KEY_FILE": str(key),
        }
        self.service = Service(folder, **self.settings)

    def sits(self, number: int) -> PersonT:
        """Make somebody who has opened the bot before."""
        raise NotImplementedError

    def told(self, person: PersonT) -> int:
        """Count the digests a person got."""
        return sum("Việc đến đâu rồi" in seen.text for seen in person.inbox)

    def states(self) -> Counter[str]:
        """Count the deliveries by their state."""
        query = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        rows = self.database.read(lambda tx: tx.execute(query).all())
        return Counter(dict(map(tuple, rows)))

    def waits(self, until: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until something holds of what is stored."""
        deadline = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < deadline, f"waited in vain: {self.states()}"
            passes(0.05)

    def settles(self, seconds: float = PATIENCE) -> None:
        """Wait until nothing is queued or on its way."""
        self.waits(lambda: not OPEN & self.states().keys(), seconds)

    def runs_to_the_end(self, *, most_held: int, seconds: float = PATIENCE) -> None:
        """Wait until all is settled, end the service as it is told to, and check the law."""
        self.settles(seconds)
        assert self.service.ends() == 0
        self.law(most_held=most_held)

    def law(self, *, most_held: int) -> Counter[str]:
        """Check that everything due was told, held, cancelled or found unreachable; print it.

        And that nobody got a digest twice.
        """
        query = select(reminders.c.state, func.count()).group_by(reminders.c.state)
        rows = self.database.read(lambda tx: tx.execute(query).all())
        ended = Counter(dict(map(tuple, rows)))
        due = len(self.people)
        parts = " + ".join(f"{ended[state]} {state}" for state in sorted(ended))
        sys.stdout.write(f"due {due} = {parts}\n")
        assert sum(ended.values()) == due
        assert not ended["queued"]
        assert not OPEN & self.states().keys()
        assert ended["held"] <= most_held
        arrived = [self.told(person) for person in self.people]
        assert max(arrived) <= 1, "a digest came twice"
        # What counts as told did arrive; of what is held nobody knows.
        assert ended["told"] <= sum(arrived) <= ended["told"] + ended["held"]
        assert self._busiest() <= MOST_A_SECOND
        return ended

    def _busiest(self) -> int:
        """The most messages begun within any second, as their intents say."""
        query = select(deliveries.c.began_at).where(deliveries.c.began_at.is_not(None))
        times: list[datetime] = sorted(
            self.database.read(lambda tx: tx.execute(query).scalars().all())
        )
        second = timedelta(seconds=1)
        return max(
            sum(at < other + second for at in times[first:]) for first, other in enumerate(times)
        )


class Ground(Morning[TelegramServer, Person]):
    """A morning on Telegram."""

    channel = "telegram"

    def sits(self, number: int) -> Person:
        """Make somebody who has opened the bot before."""
        person = self.server.person(number, f"Người {number}")
        person.chat.opened = True
        return person


class ZaloGround(Morning[ZaloServer, ZaloPerson]):
    """A morning on Zalo."""

    channel = "zalo"

    def sits(self, number: int) -> ZaloPerson:
        """Make somebody who has opened the bot before."""
        person = self.server.person(f"Người {number}", str(number))
        person.has_written()
        return person
