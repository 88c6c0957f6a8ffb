"""That something is being read or made is shown meanwhile, and never where it would harm."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot import busy
from bot.busy import Busy
from followup.ports import Inbound, InboundKind, Target
from nhacviec.engine import Engine
from storage import bots, lanes
from storage.database import Database
from storage.files import FileStore
from tests.fakes import FakePlatform
from tests.school import SampleSchool
from tests.waiting import until
from tests.workshops import shared_workshop


@pytest.fixture
def school(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SampleSchool:
    monkeypatch.setattr(busy, "SOON_SECONDS", 0.0)
    return SampleSchool(database, tmp_path, "2024-12-02 09:00")


def slow(school: SampleSchool, read: Callable[..., Any]) -> Callable[..., Any]:
    """Do something that takes until it was shown that it is being done."""

    def done(*args: object) -> Any:
        until(lambda: school.platform.shown)
        return read(*args)

    return done


def works_slowly(school: SampleSchool) -> None:
    read = slow(school, shared_workshop().read)
    channels = {school.bot.bot_id: school.platform}
    school.engine = Engine(
        school.database, channels, school.clock, (FileStore(school.files), read)
    )
    school.engine.makes_papers(slow(school, shared_workshop().make))


def said(school: SampleSchool) -> Inbound:
    chat = school.chat("thầy Nam")
    now = school.clock.now()
    return Inbound("fake", school.bot.bot_id, chat, chat, "1", InboundKind.FILE, now)


def shows(school: SampleSchool, what: Inbound) -> list[str]:
    """Let it be shown for as long as it may be; gives where it was."""
    shown = Busy(school.database, {school.bot.bot_id: school.platform}, school.clock)

    async def a_while() -> None:
        task = asyncio.ensure_future(shown.show(what))
        await asyncio.wait({task}, timeout=0.5)
        task.cancel()

    asyncio.run(a_while())
    return school.platform.shown


def test_while_a_plan_is_read(school: SampleSchool) -> None:
    works_slowly(school)
    school.imports_the_sample_plan()
    assert school.platform.shown == [school.chat("thầy Nam")]


def test_while_a_document_is_made(school: SampleSchool) -> None:
    school.imports_the_sample_plan()
    school.platform.shown.clear()
    works_slowly(school)
    school.says("thầy Nam", "ảnh tuần")
    assert school.platform.shown == [school.chat("thầy Nam")]


def test_not_in_a_group_nor_where_nobody_is_known(school: SampleSchool) -> None:
    now = school.clock.now()
    school.database.write(
        lambda tx: bots.ensure_address_all_schools(
            tx, school.bot.bot_id, ("-100", ""), "group", now
        )
    )
    assert shows(school, replace(said(school), chat="-100")) == []
    assert shows(school, replace(said(school), chat="ke-la")) == []


def test_not_while_the_platform_asks_for_a_pause(school: SampleSchool) -> None:
    later = school.clock.now() + timedelta(minutes=1)
    school.database.write(lambda tx: lanes.penalise_all_schools(tx, school.bot.bot_id, later))
    assert shows(school, said(school)) == []
    school.wait(minutes=2)
    assert shows(school, said(school)) == [school.chat("thầy Nam")]
    address = school.database.read(
        lambda tx: bots.private_address_all_schools(tx, school.bot.bot_id, school.chat("thầy Nam"))
    )
    assert address is not None
    later = school.clock.now() + timedelta(minutes=1)
    school.database.write(lambda tx: bots.quiet_all_schools(tx, address.address_id, later))
    assert shows(school, said(school)) == [school.chat("thầy Nam")]


class Broken(FakePlatform):
    """A platform whose sign cannot be shown."""

    async def typing(self, target: Target) -> None:
        await super().typing(target)
        raise RuntimeError


def test_a_fault_of_it_harms_nothing(school: SampleSchool) -> None:
    school.platform = Broken()
    works_slowly(school)
    school.imports_the_sample_plan()
    assert len(school.platform.shown) == 1
    assert any("21 việc" in text for text in school.told("thầy Nam"))
