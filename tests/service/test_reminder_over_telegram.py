"""A reminder on its day, its buttons and its answers, over real HTTP on both databases."""

import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from docx import Document

from bot.channels.telegram import TelegramAccess, TelegramChannel
from nhacviec.engine import Engine
from nhacviec.inlets import Tools
from nhacviec.sample import PLAN, open_sample, sample_file
from nhacviec.telegram_inlet import store_updates
from scheduler.clock import ManualClock
from storage import bots, people
from storage.bots import Bot
from storage.database import Database, Tx
from storage.files import FileStore
from storage.history import Actor, begin
from tests.school import at
from tests.telegram_server import Person, TelegramServer
from tests.workshops import shared_workshop


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running
    assert running.violations == []


class Day:
    """A school on Telegram whose clock a test moves."""

    def __init__(self, server: TelegramServer, database: Database, folder: Path) -> None:
        self.server = server
        self.database = database
        self.clock = ManualClock(at("2024-12-16 09:00"))
        self.channel = TelegramChannel(
            TelegramAccess(server.token, folder / "files", api_base=server.url)
        )
        self.bot: Bot = database.write(self._bot)
        self.school_id = database.write(self._school)
        self.engine = Engine(
            database,
            {self.bot.bot_id: self.channel},
            self.clock,
            (FileStore(folder / "files"), shared_workshop().read),
        )
        self._offset: int | None = None

    def _bot(self, tx: Tx) -> Bot:
        return bots.ensure_bot_all_schools(tx, "telegram", "7000000001", self.clock.now())

    def _school(self, tx: Tx) -> int:
        return open_sample(tx, "Trường mẫu", self.bot.bot_id, self.clock.now())

    async def is_on_telegram(self, name: str, person: Person) -> None:
        """Let a member of the sample be somebody of the server, who has opened the bot."""
        person.says("chào")
        await self.settles()

        def joined(tx: Tx) -> None:
            now = self.clock.now()
            members = people.list_members(tx, self.school_id)
            member = next(m for m in members if m.call_name == name)
            address = bots.find_address_all_schools(
                tx, self.bot.bot_id, (str(person.chat.chat_id), "")
            )
            assert address is not None
            person_id = people.new_person_all_schools(tx, now)
            bots.set_person_all_schools(tx, address.address_id, person_id)
            deed = begin(tx, self.school_id, "join", Actor(None, "operator"), now)
            people.change_member(deed, member.member_id, person_id=person_id)

        self.database.write(joined)

    async def settles(self) -> None:
        """Fetch what waits at the server, and do everything that can be done now."""
        while len(self.server.world.updates):
            updates = await self.channel.get_updates(self._offset)
            tools = Tools(self.database, self.clock, lambda: None)
            self._offset = await store_updates(tools, self.channel, self.bot, updates)
            self.server.world.updates.confirm(self._offset)
        await self.engine.settle()

    async def forward(self, until: str) -> None:
        goal = at(until)
        while (due := await self.engine.next_at()) is not None and due <= goal:
            self.clock.move_to(due)
            await self.engine.settle()
        self.clock.move_to(goal)


@pytest.fixture
async def day(server: TelegramServer, database: Database, tmp_path: Path) -> AsyncIterator[Day]:
    made = Day(server, database, tmp_path)
    await made.channel.me()
    yield made
    await made.channel.close()


@pytest.mark.anyio
async def test_a_reminder_and_each_way_to_answer_it(server: TelegramServer, day: Day) -> None:
    nam, tam = server.person(601, "Nam"), server.person(602, "Tâm")
    await day.is_on_telegram("Nam", nam)
    await day.is_on_telegram("Tâm", tam)
    nam.sends_file(PLAN, sample_file(PLAN).read_bytes())
    await day.settles()
    for button in ("Nhận kế hoạch", "Để sau"):
        nam.presses(button)
        await day.settles()
    nam.says("bắt đầu nhắc")
    await day.settles()
    await day.forward("2024-12-19 06:31")
    assert "V16" in tam.last.text
    assert "dịp Chủ nhật 22/12/2024, còn 3 ngày" in tam.last.text
    assert tam.last.labels == [["Xong"], ["Đang làm", "Có vướng", "Xin lùi hạn"]]
    reminder = tam.last
    tam.presses("Xin lùi hạn")
    await day.settles()
    assert "đến ngày nào" in tam.last.text
    tam.says("28/12")
    await day.settles()
    assert "28/12/2024" in nam.last.text
    nam.says("không")
    await day.settles()
    assert "chưa đồng ý" in tam.last.text
    tam.says("được nửa rồi ạ", reply_to=reminder.message_id)
    await day.settles()
    assert "được 50 %" in tam.last.text
    tam.sends_photo(b"\xff\xd8\xff\xe0 a photo", "ảnh V16")
    await day.settles()
    assert "1 minh chứng" in tam.last.text
    tam.sends_voice()
    await day.settles()
    assert "gõ một dòng" in tam.last.text
    tam.presses("Xong")
    await day.settles()
    assert "V16 xong" in tam.last.text


@pytest.mark.anyio
async def test_in_a_group_nobody_is_named(server: TelegramServer, day: Day) -> None:
    nam, stranger = server.person(601, "Nam"), server.person(666, "Ai")
    staff = server.group(-1001, "Hội đồng")
    await day.is_on_telegram("Nam", nam)
    name = server.world.user["username"]
    nam.says(f"@{name} việc của tôi", where=staff)
    stranger.says(f"@{name} tuần", where=staff)
    staff.anonymous_says(f"@{name} tuần")
    await day.settles()
    assert "không có việc nào đang mở" in nam.last.text
    # The member's, and one to whoever hides behind the group's name; a stranger gets none.
    assert len(staff.inbox) == 2
    assert all("Nam" not in seen.text for seen in staff.inbox)
    assert stranger.inbox == []


@pytest.mark.anyio
async def test_who_blocked_the_bot_is_shown_to_the_principal(
    server: TelegramServer, day: Day
) -> None:
    tam = server.person(602, "Tâm")
    await day.is_on_telegram("Tâm", tam)
    tam.blocks()
    await day.settles()
    blocked = day.database.read(lambda tx: bots.blocked_members(tx, day.school_id))
    assert len(blocked) == 1
    tam.unblocks()
    await day.settles()
    assert not day.database.read(lambda tx: bots.blocked_members(tx, day.school_id))


@pytest.mark.anyio
async def test_the_week_as_a_photo_and_a_report_as_a_file(
    server: TelegramServer,
    day: Day,
) -> None:
    nam = server.person(601, "Nam")
    await day.is_on_telegram("Nam", nam)
    day.engine.makes_papers(shared_workshop().make)
    nam.sends_file(PLAN, sample_file(PLAN).read_bytes())
    await day.settles()
    for said in ("Nhận kế hoạch", "Để sau"):
        nam.presses(said)
        await day.settles()
    nam.says("bắt đầu nhắc")
    await day.settles()
    await day.forward("2024-12-20 16:00")
    week = nam.last
    assert "photo" in week.content
    assert week.text.startswith("Tuần 16/12-20/12")
    assert week.labels[-1] == ["Ảnh tuần", "Văn bản"]
    assert week.file is not None
    assert week.file.data.startswith(b"\x89PNG")
    nam.presses("Văn bản")
    await day.settles()
    nam.presses("Tuần .docx")
    await day.settles()
    report = nam.last
    assert report.content["document"]["file_name"].endswith(".docx")
    assert report.file is not None
    assert "BÁO CÁO" in [p.text for p in Document(io.BytesIO(report.file.data)).paragraphs]
