"""What is said again, proved or left alone when nobody knows whether a message arrived."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from bench.load import MORNING, Size, fill
from followup.ports import NotYet, Outcome, Prompt, Target, Unknown
from nhacviec.engine import lane_maker
from scheduler.clock import ManualClock
from storage.database import Database
from storage.deliveries import Kind
from storage.tables import deliveries as table
from storage.tables import reminders
from tests.fakes import FakePlatform
from tests.school import SampleSchool

# Only a lane that never ends takes so long, in seconds.
PATIENCE = 60.0


@pytest.fixture
def school(database: Database, tmp_path: Path) -> SampleSchool:
    made = SampleSchool(database, tmp_path, "2024-12-02 09:00")
    made.says("thầy Nam", "bắt đầu nhắc")
    made.says("thầy Nam", "giao cô Hà nộp báo cáo thứ Sáu")
    made.presses("thầy Nam", "Giao")
    return made


def loses_once(school: SampleSchool, words: str) -> None:
    """Let the next message with these words get no answer."""
    lost: list[str] = []

    def rule(_target: Target, prompt: Prompt) -> Outcome | None:
        if words in prompt.text and not lost:
            lost.append(prompt.text)
            return Unknown("read timeout")
        return None

    school.platform.rule = rule


def states(school: SampleSchool, kind: Kind) -> list[str]:
    query = select(table.c.state).where(table.c.kind == str(kind)).order_by(table.c.delivery_id)
    return school.database.read(lambda tx: list(tx.execute(query).scalars()))


def told(school: SampleSchool) -> list[str]:
    query = select(reminders.c.state).order_by(reminders.c.reminder_id)
    return school.database.read(lambda tx: list(tx.execute(query).scalars()))


def test_what_falls_due_before_the_next_digest_is_said_again_the_same_day(
    school: SampleSchool,
) -> None:
    school.forward("2024-12-05 07:00")
    loses_once(school, "hôm nay")
    school.forward("2024-12-06 12:00")
    assert states(school, Kind.DIGEST)[-1] == "UNKNOWN"
    assert states(school, Kind.CATCH_UP) == ["SENT"]
    assert "nhắn lại" in school.told("cô Hà")[-1].lower()


def test_what_comes_again_in_time_is_not_said_twice(school: SampleSchool) -> None:
    loses_once(school, "V1")
    school.forward("2024-12-05 20:00")
    assert states(school, Kind.CATCH_UP) == []
    assert told(school) == ["held"]
    school.forward("2024-12-06 07:00")
    assert told(school) == ["held", "told"]


def test_a_reply_to_a_message_we_have_no_number_of_proves_that_it_arrived(
    school: SampleSchool,
) -> None:
    loses_once(school, "V1")
    school.forward("2024-12-05 07:00")
    assert states(school, Kind.DIGEST) == ["UNKNOWN"]
    school.says("cô Hà", "được 50%", refers_to="999")
    assert states(school, Kind.DIGEST) == ["SENT"]
    assert told(school) == ["told"]


def test_a_press_on_it_proves_that_it_arrived(school: SampleSchool) -> None:
    seen: list[Prompt] = []

    def rule(_target: Target, prompt: Prompt) -> Outcome | None:
        if "V1" in prompt.text and not seen:
            seen.append(prompt)
            return Unknown("read timeout")
        return None

    school.platform.rule = rule
    school.forward("2024-12-05 07:00")
    key = next(choice.key for choice in seen[0].choices if choice.label == "Xong")
    school.says("cô Hà", "", kind="choice", choice=key)
    assert states(school, Kind.DIGEST) == ["SENT"]


def test_a_notice_is_sent_once_more_and_says_so(school: SampleSchool) -> None:
    loses_once(school, "Cô Đào ơi")
    school.says("thầy Nam", "giao cô Đào nộp kế hoạch thứ Năm")
    school.presses("thầy Nam", "Giao")
    before = len(school.told("cô Đào"))
    school.wait(minutes=9)
    assert len(school.told("cô Đào")) == before, "not before ten minutes are over"
    school.wait(minutes=2)
    assert school.told("cô Đào")[-1].startswith("<i>(gửi lại)</i>")
    assert "UNKNOWN" not in states(school, Kind.NOTICE)


def test_after_silence_the_platform_is_asked_before_anything_is_sent(
    school: SampleSchool,
) -> None:
    school.platform.is_up = False
    school.platform.rule = lambda _target, _prompt: (
        None if school.platform.is_up else Unknown("reset")
    )
    school.says("cô Hà", "việc của tôi")
    probed, calls = school.platform.probed, len(school.platform.sent)
    school.says("cô Đào", "việc của tôi")
    school.wait(minutes=3)
    assert school.platform.probed > probed
    assert len(school.platform.sent) == calls
    school.platform.is_up = True
    school.wait(minutes=2)
    assert len(school.told("cô Đào")) == 1


def test_silence_while_many_answers_wait_stops_the_lane_only_for_a_while(
    school: SampleSchool,
) -> None:
    people = 14
    chats = {f"x{number}" for number in range(people)}
    for chat in sorted(chats):
        school.arrives({"chat": chat, "text": "chào"})
    lost = [Unknown("read timeout")]
    school.platform.rule = lambda _target, _prompt: lost.pop() if lost else None

    async def answer() -> None:
        async with asyncio.timeout(PATIENCE):
            await school.engine.intake.run()
            await school.engine.drain()

    asyncio.run(answer())
    assert len(chats & {chat for chat, _ in school.platform.sent}) == people


def test_a_chat_that_has_to_rest_holds_up_nobody_else(school: SampleSchool) -> None:
    chat = school.chat("cô Hà")
    school.platform.rule = lambda target, _prompt: (
        NotYet(60, "429", lane_wide=False) if target.chat == chat else None
    )
    assert school.says("cô Hà", "việc của tôi") == []
    assert len(school.says("cô Đào", "việc của tôi")) == 1
    school.platform.rule = lambda _target, _prompt: None
    school.wait(seconds=30)
    assert school.told("cô Hà")[-1:] != [school.told("cô Đào")[-1]]
    school.wait(minutes=1)
    assert "cô Hà" in school.told("cô Hà")[-1]


def test_schools_on_one_lane_take_turns(database: Database) -> None:
    fill(database, Size(1, 3, 250), queued=True)
    platform = FakePlatform()
    lane = lane_maker(database, ManualClock(MORNING))(1, platform)
    asyncio.run(lane.drain())
    assert len(platform.sent) == 750
    first = [(int(chat) - 1_000_001) // 250 for chat, _ in platform.sent[:300]]
    assert set(first) == {0, 1, 2}, "each has had a turn before any is done"
