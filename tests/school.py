"""The sample school in a test: its engine, its people, and short ways to speak and to look."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from followup.ports import Prompt
from nhacviec.engine import Engine
from nhacviec.sample import PLAN, chat_of, open_sample, sample_file
from plan.hours import ZONE
from plan.model import Member
from scheduler.clock import ManualClock
from storage import bots, inbox, schools
from storage.database import Database, Tx
from storage.files import FileStore
from storage.inbox import Arrival
from storage.school_day import SchoolDay
from tests.fakes import FakePlatform
from tests.workshops import shared_workshop

T = TypeVar("T")


def at(text: str) -> datetime:
    """Give an instant by the clock of Vietnam: "2024-12-20 07:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class SampleSchool:
    """The sample school of a database, made if it holds none, with a platform that keeps all."""

    def __init__(self, database: Database, folder: Path, start: str) -> None:
        self.database = database
        self.clock = ManualClock(at(start))
        self.platform = FakePlatform()
        self.files = folder / "files"
        self.bot = database.write(
            lambda tx: bots.ensure_bot_all_schools(tx, "fake", "1", self.clock.now())
        )
        self.school_id = database.write(self._school)
        self.engine = Engine(
            database,
            {self.bot.bot_id: self.platform},
            self.clock,
            (FileStore(self.files), shared_workshop().read),
        )
        self.engine.intake.count_pupils = shared_workshop().count_pupils
        # A platform never gives the number of an update twice.
        self._numbers = int(self.clock.now().timestamp())

    def _school(self, tx: Tx) -> int:
        known = schools.list_all_schools(tx)
        if known:
            return known[0].school_id
        return open_sample(tx, "Trường mẫu", self.bot.bot_id, self.clock.now())

    def read(self, look: Callable[[SchoolDay], T]) -> T:
        """Look at the school as of now; the look happens inside a transaction."""
        return self.database.read(
            lambda tx: look(SchoolDay.of(tx, self.school_id, self.clock.now()))
        )

    def do(self, deed: Callable[[SchoolDay], T]) -> T:
        """Do something to the school now."""
        return self.database.write(
            lambda tx: deed(SchoolDay.of(tx, self.school_id, self.clock.now()))
        )

    def member(self, name: str) -> Member:
        (found,) = self.read(lambda day: day.staff.find(name))
        return found

    def chat(self, name: str) -> str:
        return chat_of(self.member(name).member_id)

    def arrives(self, raw: dict[str, object], key: str = "") -> None:
        """Store an update as a poller would; nothing is handled yet."""
        self._numbers += 1
        key = key or str(self._numbers)
        arrival = Arrival(key, str(raw.get("chat", "")), {"key": key, **raw})
        now = self.clock.now()
        self.database.write(
            lambda tx: inbox.store_all_schools(tx, self.bot.bot_id, [arrival], now)
        )

    def says(self, name: str, text: str, **more: object) -> list[Prompt]:
        """Let somebody say something; gives what that person is answered."""
        chat = self.chat(name)
        before = len(self.platform.sent)
        self.arrives({"chat": chat, "text": text, **more})
        self.settle()
        return [prompt for to, prompt in self.platform.sent[before:] if to == chat]

    def presses(self, name: str, label: str) -> list[Prompt]:
        """Let somebody press the newest button of that label."""
        return self.says(name, "", kind="choice", choice=self.key(name, label))

    def key(self, name: str, label: str) -> str:
        chat = self.chat(name)
        keys = [
            choice.key
            for to, prompt in self.platform.sent
            for choice in prompt.choices
            if to == chat and choice.label == label
        ]
        return keys[-1]

    def imports_the_sample_plan(self) -> None:
        content = sample_file(PLAN).read_bytes()
        self.platform.files["plan"] = content
        file = {"reference": "plan", "name": PLAN}
        self.says("thầy Nam", "", kind="file", files=[file])
        self.presses("thầy Nam", "Nhận kế hoạch")

    def settle(self) -> None:
        asyncio.run(self.engine.settle())

    def forward(self, until: str) -> None:
        """Move the clock, everything in between happening at its time."""

        async def pass_time() -> None:
            goal = at(until)
            while (due := await self.engine.next_at()) is not None and due <= goal:
                self.clock.move_to(due)
                await self.engine.settle()
            self.clock.move_to(goal)
            await self.engine.settle()

        asyncio.run(pass_time())

    def told(self, name: str) -> list[str]:
        """Give every text somebody was sent so far."""
        chat = self.chat(name)
        return [prompt.text for to, prompt in self.platform.sent if to == chat]

    def wait(self, **time: float) -> None:
        self.clock.move_to(self.clock.now() + timedelta(**time))
        self.settle()
