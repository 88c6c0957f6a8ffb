"""One person with two chats: linked by a typed code, written to where they chose."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.commands.join import code_in
from followup.ports import Failed, Outcome, Prompt, Target
from followup.province import invite_officer
from nhacviec.engine import Engine
from storage import bots, inbox, provinces
from storage.database import Database, Tx
from storage.files import FileStore
from storage.inbox import Arrival
from storage.tables import deliveries as table
from tests.fakes import FakePlatform
from tests.school import SampleSchool
from tests.workshops import shared_workshop


class Two(SampleSchool):
    """The sample school with a second bot."""

    def __init__(self, database: Database, folder: Path, start: str) -> None:
        super().__init__(database, folder, start)
        self.other = FakePlatform()
        self.second = database.write(
            lambda tx: bots.ensure_bot_all_schools(tx, "zalo", "2", self.clock.now())
        )
        channels = {self.bot.bot_id: self.platform, self.second.bot_id: self.other}
        files = FileStore(folder / "files")
        self.engine = Engine(database, channels, self.clock, (files, shared_workshop().read))
        self._keys = 0

    def types(self, chat: str, text: str) -> str:
        """Let somebody write to the second bot; gives the newest answer there."""
        self._keys += 1
        key = f"second-{self._keys}"
        arrival = Arrival(key, chat, {"key": key, "chat": chat, "text": text})
        now = self.clock.now()
        self.database.write(
            lambda tx: inbox.store_all_schools(tx, self.second.bot_id, [arrival], now)
        )
        self.settle()
        return self.other.sent[-1][1].text


@pytest.fixture
def two(database: Database, tmp_path: Path) -> Two:
    made = Two(database, tmp_path, "2024-12-02 09:00")
    made.says("thầy Nam", "bắt đầu nhắc")
    return made


def code_for(two: Two, name: str) -> str:
    (said,) = two.says(name, "liên kết")
    return code_in(said.text, joined=True)


def link(two: Two, name: str, chat: str) -> None:
    assert "Đã nối" in two.types(chat, code_for(two, name).replace(" ", ""))


def gives(two: Two, work: str = "báo cáo CSVC") -> None:
    two.says("thầy Nam", f"giao cô Hà nộp {work} hạn 5/12")
    two.presses("thầy Nam", "Giao")


def test_who_links_is_written_to_there_and_closes_on_both(two: Two) -> None:
    link(two, "cô Hà", "ha-zalo")
    gives(two)
    assert "V1" in two.other.sent[-1][1].text
    two.forward("2024-12-05 07:00")
    assert two.other.sent[-1][0] == "ha-zalo"
    assert "V1" in two.other.sent[-1][1].text
    (said,) = two.says("cô Hà", "xong V1")
    assert "V1</b> xong" in said.text
    assert "V1</b> nộp báo cáo CSVC: đã xong" in two.types("ha-zalo", "viec")


def test_who_chose_the_old_chat_gets_messages_there(two: Two) -> None:
    link(two, "cô Hà", "ha-zalo")
    two.wait(minutes=1)
    assert "nhắn cô Hà qua Fake" in two.types("ha-zalo", "nhắn qua fake")
    gives(two)
    assert "V1" in two.told("cô Hà")[-1]
    assert "nhắn cô Hà qua Zalo" in two.says("cô Hà", "nhắn qua Zalo")[-1].text


def test_what_fails_goes_to_the_other_chat_once(two: Two) -> None:
    link(two, "cô Hà", "ha-zalo")

    def refuse(target: Target, _prompt: Prompt) -> Outcome | None:
        return Failed("quota") if target.chat in {"ha-zalo", two.chat("cô Hà")} else None

    two.other.rule = refuse
    gives(two)
    two.settle()
    assert "V1" in two.told("cô Hà")[-1]
    two.platform.rule = refuse
    gives(two, "danh sách thi đua")
    two.settle()
    two.settle()
    states = select(table.c.state).where(table.c.kind == "notice").order_by(table.c.delivery_id)
    assert two.database.read(lambda tx: list(tx.execute(states).scalars())) == ["SENT", "FAILED"]


@pytest.mark.parametrize("wait", [16])
def test_a_code_works_once_and_not_for_long(two: Two, wait: int) -> None:
    code = code_for(two, "cô Hà")
    two.wait(minutes=wait)
    assert "hết hạn" in two.types("ha-zalo", code)
    link(two, "cô Hà", "ha-zalo")
    code = code_for(two, "cô Đào")
    assert "Đã nối" in two.types("dao-zalo", code)
    assert "đã dùng" in two.types("ke-khac", code)
    assert "của người khác" in two.types("ha-zalo", code_for(two, "thầy Định"))


def test_the_chat_of_an_officer_stays_the_office(two: Two) -> None:
    def invited(tx: Tx) -> str:
        province = provinces.ensure_all_schools(tx, "Tỉnh mẫu", two.clock.now())
        provinces.take_in_all_schools(tx, province.province_id, [two.school_id])
        return invite_officer(tx, province, "Bà Hạnh", two.clock.now())

    two.types("s1", two.database.write(invited))
    two.types("s1", "1")
    code = code_for(two, "cô Hà")
    assert "của người khác" in two.types("s1", code)
    assert "Tỉnh mẫu" in two.types("s1", "các trường")
    # The code is not used up by it.
    assert "Đã nối" in two.types("ha-zalo", code)


def test_a_code_typed_where_it_was_shown_says_so(two: Two) -> None:
    assert "ứng dụng kia" in two.says("cô Hà", code_for(two, "cô Hà"))[-1].text


def test_guessing_is_stopped_for_a_chat_and_for_the_bot(two: Two) -> None:
    for number in range(6):
        said = two.types("doan-1", f"LIENKET 10000{number}")
    assert "Một giờ nữa" in said
    for number in range(30):
        said = two.types(f"doan-{number}", f"LIENKET 20000{number % 10}")
    assert "Một giờ nữa" in said
    two.wait(minutes=61)
    link(two, "cô Hà", "ha-zalo")


def test_an_invite_has_a_short_code_where_a_bot_has_no_links(two: Two) -> None:
    (said,) = two.says("thầy Nam", "mời Võ Thị Hồng Đào")
    assert "LIENKET" in said.text


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("LIENKET 483920", "LIENKET 483920"),
        ("lienket483920", "LIENKET 483920"),
        ("Liên kết: 483 920 ạ", "LIENKET 483920"),
        ("liên kết 48392", ""),
        ("liên kết", ""),
    ],
)
def test_the_code_as_people_type_it(line: str, code: str) -> None:
    assert code_in(line, joined=True) == code


def test_six_digits_of_a_stranger_are_a_code() -> None:
    assert code_in("483 920") == "LIENKET 483920"
    assert code_in("483920", joined=True) == ""
