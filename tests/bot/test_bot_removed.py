"""A bot that is no more: nobody is written to there, and nothing that waited is lost."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from followup.ports import Inbound
from scheduler.outcomes import give_up_bot
from storage import bots, inbox, usage
from storage.database import Database
from storage.inbox import Arrival
from storage.tables import deliveries as table
from storage.tables import inbox as updates
from tests.bot.test_two_chats import Two, gives, link
from tests.fakes import FakePlatform
from tests.school import SampleSchool


@pytest.fixture
def two(database: Database, tmp_path: Path) -> Two:
    made = Two(database, tmp_path, "2024-12-02 09:00")
    made.says("thầy Nam", "bắt đầu nhắc")
    link(made, "cô Hà", "ha-zalo")
    return made


def removes(two: Two) -> int:
    """Do without the second bot, as `nhacviec bot remove` does; gives how much waited."""
    now = two.clock.now()
    two.database.write(lambda tx: bots.end_all_schools(tx, two.second.bot_id, now))
    return two.database.write(lambda tx: give_up_bot(tx, two.second.bot_id, now))


def test_what_waited_goes_to_the_other_chat_and_so_does_what_comes(two: Two) -> None:
    gives(two)
    two.forward("2024-12-04 21:00")
    before = len(two.other.sent)
    two.says("thầy Nam", "giao cô Hà nộp sổ hạn 6/12")
    two.presses("thầy Nam", "Giao")
    assert removes(two) >= 1
    two.forward("2024-12-05 07:00")
    assert len(two.other.sent) == before
    told = " ".join(two.told("cô Hà"))
    assert "V1" in told
    assert "V2" in told
    states = two.database.read(lambda tx: set(tx.execute(select(table.c.state)).scalars()))
    assert not states & {"QUEUED", "ATTEMPT"}


def test_it_is_named_to_nobody_and_comes_back_with_its_chats(two: Two) -> None:
    removes(two)
    known = two.database.read(bots.list_all_schools)
    assert [bot.bot_id for bot in known] == [two.bot.bot_id]
    assert two.database.read(lambda tx: usage.people_all_schools(tx, two.second.bot_id)) == 0
    now = two.clock.now()
    back = two.database.write(lambda tx: bots.ensure_bot_all_schools(tx, "zalo", "2", now))
    assert back.bot_id == two.second.bot_id
    gives(two)
    assert "V1" in two.other.sent[-1][1].text


@dataclass
class Leaving(FakePlatform):
    """A platform whose bot is let go of when so many updates were read."""

    channels: dict[int, Any] = field(default_factory=dict)
    most: int = 0

    def read(self, raw: dict[str, Any], bot_id: int, received_at: datetime) -> Inbound | None:
        self.most -= 1
        if not self.most:
            self.channels.clear()
        return super().read(raw, bot_id, received_at)


def test_what_waits_at_a_bot_that_is_let_go_of_waits_on(
    database: Database, tmp_path: Path
) -> None:
    school = SampleSchool(database, tmp_path, "2024-12-02 09:00")
    bot_id, now = school.bot.bot_id, school.clock.now()
    arrivals = [
        Arrival(f"k{n}", f"c{n}", {"key": f"k{n}", "chat": f"c{n}", "text": "chào"})
        for n in range(20)
    ]
    database.write(lambda tx: inbox.store_all_schools(tx, bot_id, arrivals, now))
    channels = school.engine.intake.channels
    channels[bot_id] = Leaving(channels=channels, most=3)
    asyncio.run(school.engine.intake.run())
    states = select(updates.c.state, updates.c.tries)
    found = database.read(lambda tx: [tuple(row) for row in tx.execute(states)])
    assert ("DONE", 0) in found
    assert ("NEW", 0) in found
    assert {tries for _, tries in found} == {0}
