"""Groups: nothing of a task is said there, and nobody acts as somebody else; on both platforms."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from bot.channels.telegram_read import read_update
from bot.channels.zalo_read import read_event
from followup.ports import Inbound, Prompt
from storage.database import Database
from storage.tables import deeds, reports
from tests.fakes import FakePlatform
from tests.school import SampleSchool

GROUP = "-100200"


class TelegramSays(FakePlatform):
    """Reads what Telegram pushes."""

    def read(self, raw: dict[str, Any], bot_id: int, received_at: datetime) -> Inbound | None:
        if "update_id" not in raw:
            return super().read(raw, bot_id, received_at)
        said = read_update(raw, bot_id, received_at=received_at, username="nhacviecbot")
        # Our sample's chats are names with a number; Telegram's are numbers.
        return said and replace(said, person=said.person and f"m{said.person}")


class ZaloSays(FakePlatform):
    """Reads what Zalo pushes."""

    def read(self, raw: dict[str, Any], bot_id: int, received_at: datetime) -> Inbound | None:
        if "event_name" not in raw:
            return super().read(raw, bot_id, received_at)
        return read_event(raw, bot_id, received_at=received_at, names=("Nhắc Việc",))


def telegram(number: int, text: str, **more: Any) -> dict[str, Any]:
    message = {
        "message_id": number,
        "date": 1_733_100_000,
        "chat": {"id": int(GROUP), "type": "supergroup"},
        "text": f"@nhacviecbot {text}",
        "entities": [{"type": "mention", "offset": 0, "length": 12}],
        **more,
    }
    return {"update_id": number, "message": message}


def zalo(number: int, text: str, person: str) -> dict[str, Any]:
    message = {
        "message_id": f"z{number}",
        "date": 1_733_100_000_000,
        "chat": {"id": GROUP, "chat_type": "GROUP"},
        "from": {"id": person, "display_name": "Ai đó", "is_bot": False},
        "text": f"@Nhắc Việc {text}",
    }
    return {"event_name": "message.text.received", "message": message}


@pytest.fixture(params=[TelegramSays, ZaloSays])
def group(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> SampleSchool:
    """Give a school with one task of cô Hà's, whose platform reads real updates."""
    school = SampleSchool(database, tmp_path, "2024-12-02 09:00")
    platform = request.param()
    school.platform = platform
    school.engine.lanes[school.bot.bot_id]._sender = platform  # noqa: SLF001 - another reader, the same lane
    school.engine.intake.channels = {school.bot.bot_id: platform}
    school.says("thầy Nam", "bắt đầu nhắc")
    school.says("thầy Nam", "giao cô Hà nộp báo cáo hạn 5/12")
    school.presses("thầy Nam", "Giao")
    return school


def told_in_group(school: SampleSchool, raw: dict[str, Any], chat: str = GROUP) -> list[Prompt]:
    before = len(school.platform.sent)
    school.arrives({"chat": chat, **raw})
    school.settle()
    return [prompt for to, prompt in school.platform.sent[before:] if to == GROUP]


def said_by(school: SampleSchool, member_chat: str, text: str) -> dict[str, Any]:
    if isinstance(school.platform, ZaloSays):
        return zalo(901, text, member_chat)
    number = int(member_chat.lstrip("m"))
    return telegram(901, text, **{"from": {"id": number, "is_bot": False, "first_name": "A"}})


def count(school: SampleSchool, table: Any) -> int:
    query = select(func.count()).select_from(table)
    return int(school.database.read(lambda tx: tx.execute(query).scalar_one()))


def test_a_report_in_a_group_is_settled_in_private(group: SampleSchool) -> None:
    chat = group.chat("cô Hà")
    said = told_in_group(group, said_by(group, chat, "xong V1"))
    assert all("V1" not in prompt.text and "Hà" not in prompt.text for prompt in said)
    assert count(group, reports) == 1
    assert "V1" in group.told("cô Hà")[-1]


def test_a_stranger_of_the_group_is_nobody(group: SampleSchool) -> None:
    before = count(group, deeds)
    assert told_in_group(group, said_by(group, "555", "xong V1")) == []
    assert count(group, deeds) == before


def test_who_may_not_in_private_may_not_in_a_group(group: SampleSchool) -> None:
    raw = said_by(group, group.chat("cô Đào"), "giao cô Hà nộp sổ hạn 6/12")
    before = len(group.told("cô Hà"))
    told_in_group(group, raw)
    assert len(group.told("cô Hà")) == before


def test_a_button_of_somebody_else_pressed_in_a_group(group: SampleSchool) -> None:
    group.says("thầy Nam", "giao cô Hà nộp sổ hạn 6/12")
    key = group.key("thầy Nam", "Giao")
    before = len(group.told("cô Hà"))
    raw = {
        "text": "",
        "kind": "choice",
        "choice": key,
        "group": True,
        "person": group.chat("cô Đào"),
    }
    said = told_in_group(group, raw)
    assert not any("sổ" in prompt.text for prompt in said)
    assert len(group.told("cô Hà")) == before
    assert "người khác" in group.told("cô Đào")[-1]


def test_an_anonymous_administrator_is_answered_with_one_clear_line(
    database: Database, tmp_path: Path
) -> None:
    school = SampleSchool(database, tmp_path, "2024-12-02 09:00")
    platform = TelegramSays()
    school.platform = platform
    school.engine.lanes[school.bot.bot_id]._sender = platform  # noqa: SLF001 - another reader, the same lane
    school.engine.intake.channels = {school.bot.bot_id: platform}
    before = count(school, deeds)
    hidden = {"id": int(GROUP), "type": "supergroup", "title": "Tổ Toán"}
    bot = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    (said,) = told_in_group(school, telegram(7, "xong V1", sender_chat=hidden, **{"from": bot}))
    assert "ẩn danh" in said.text
    assert count(school, deeds) == before


@pytest.mark.parametrize("where", ["private", "group"])
def test_forwarded_words_are_nobodys(group: SampleSchool, where: str) -> None:
    chat = group.chat("cô Hà")
    raw: dict[str, Any] = {"text": "xong V1", "forwarded": True, "person": chat}
    told_in_group(group, raw | {"group": where == "group"}, GROUP if where == "group" else chat)
    assert count(group, reports) == 0
    assert "chuyển tiếp" in group.told("cô Hà")[-1]


def test_a_forwarded_yes_is_no_consent(group: SampleSchool) -> None:
    (made,) = group.says("thầy Nam", "mã trường")
    code = made.text.split("<code>")[1].split("</code>")[0]
    group.arrives({"chat": "khach", "text": code})
    group.settle()
    group.arrives({"chat": "khach", "text": "1", "forwarded": True})
    group.settle()
    assert "chuyển tiếp" in group.platform.sent[-1][1].text


def test_an_ok_in_a_group_answers_no_question_of_the_private_chat(group: SampleSchool) -> None:
    group.says("thầy Nam", "giao cô Hà nộp sổ hạn 6/12")
    before = len(group.told("cô Hà"))
    told_in_group(group, said_by(group, group.chat("thầy Nam"), "ok"))
    assert len(group.told("cô Hà")) == before
