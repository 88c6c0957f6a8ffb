"""Floods: one clear line, then silence until it ends; nobody else waits for it."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.dispatch import MOST_TEXT
from bot.intake import MOST_AT_ONCE, UNKNOWN_AT_ONCE
from bot.pace import MOST, MOST_SPEAKERS, Pace, Verdict
from storage import inbox
from storage.database import Tx
from storage.inbox import Arrival
from storage.tables import deliveries
from storage.tables import inbox as table
from tests.school import SampleSchool, at


def flood(school: SampleSchool, chat: str, texts: list[str]) -> None:
    """Store all of it at once, as a poll brings it."""
    now = school.clock.now()
    arrivals = [
        Arrival(
            f"{chat}-{now.timestamp()}-{n}",
            chat,
            {"key": f"{chat}{n}", "chat": chat, "text": text},
        )
        for n, text in enumerate(texts)
    ]
    school.database.write(lambda tx: inbox.store_all_schools(tx, school.bot.bot_id, arrivals, now))


def told(school: SampleSchool, chat: str) -> list[str]:
    return [prompt.text for to, prompt in school.platform.sent if to == chat]


def test_a_flood_is_told_so_once_and_others_are_served(school: SampleSchool) -> None:
    flood(school, "ke-la", ["chào"] * 3000)
    school.arrives({"chat": school.chat("cô Hà"), "text": "viec"})
    school.settle()
    said = told(school, "ke-la")
    assert len(said) == MOST + 1
    assert sum("dồn dập" in text for text in said) == 1
    assert "V" in school.told("cô Hà")[-1]
    flood(school, "ke-la", ["chào"] * 100)
    school.settle()
    assert len(told(school, "ke-la")) == MOST + 1
    school.clock.move_to(school.clock.now() + timedelta(minutes=2))
    flood(school, "ke-la", ["chào"])
    school.settle()
    assert len(told(school, "ke-la")) == MOST + 2


def test_ten_thousand_wrong_codes_open_nothing(school: SampleSchool) -> None:
    flood(school, "ke-doan", [f"{number:08d}" for number in range(10_000)])
    school.settle()
    said = told(school, "ke-doan")
    assert len(said) == MOST + 1
    assert not any("đồng ý" in text.lower() for text in said)
    waiting = select(func.count()).select_from(table).where(table.c.state.in_(inbox.UNFINISHED))
    assert school.database.read(lambda tx: tx.execute(waiting).scalar_one()) == 0


def test_whoever_works_here_does_not_wait_for_many_strangers(school: SampleSchool) -> None:
    now = school.clock.now()
    strangers = [
        Arrival(f"k{n}", f"ke-{n}", {"key": f"k{n}", "chat": f"ke-{n}", "text": "12345678"})
        for n in range(2 * MOST_AT_ONCE)
    ]
    school.database.write(
        lambda tx: inbox.store_all_schools(tx, school.bot.bot_id, strangers, now)
    )
    before = school.database.read(_made)
    school.arrives({"chat": school.chat("cô Hà"), "text": "viec"})
    asyncio.run(school.engine.intake.run())
    answered = school.database.read(_made)[len(before) :]
    # Few are begun with it; on PostgreSQL some more may be done while hers is.
    assert school.member("cô Hà").member_id in answered[: 5 * UNKNOWN_AT_ONCE]
    assert len(answered) > 2 * MOST_AT_ONCE


def _made(tx: Tx) -> list[int | None]:
    order = select(deliveries.c.member_id).order_by(deliveries.c.delivery_id)
    return list(tx.execute(order).scalars())


def test_others_are_answered_while_the_flood_waits(school: SampleSchool) -> None:
    """What a member says after a flood came in is not behind it."""
    flood(school, "ke-la", ["chào"] * 2000)
    school.arrives({"chat": school.chat("cô Hà"), "text": "viec"})
    asyncio.run(school.engine.intake.run())
    made = school.database.read(_made)
    mine = school.member("cô Hà").member_id
    # Chats go on beside each other: before the stranger had a handful of answers.
    assert made.index(mine, len(made) - MOST - 2) <= len(made) - MOST + 10


@pytest.mark.parametrize("size", [MOST_TEXT + 1, 1_000_000])
def test_a_text_of_a_megabyte_gets_one_line(school: SampleSchool, size: int) -> None:
    text = ("V1 xong 70% trước thứ Sáu " * (size // 26 + 1))[:size]
    (said,) = school.says("cô Hà", text)
    assert f"{MOST_TEXT}" in said.text
    flood(school, "ke-la", [text])
    school.settle()
    assert f"{MOST_TEXT}" in told(school, "ke-la")[-1]


def test_the_pace_forgets_and_counts_by_speaker() -> None:
    pace, start = Pace(most=2), at("2024-12-02 09:00")
    one, other = (1, "a", "a"), (1, "b", "b")
    verdicts = [pace.judge(one, start) for _ in range(4)]
    assert verdicts == [Verdict.TAKEN, Verdict.TAKEN, Verdict.TOLD, Verdict.PASSED_OVER]
    assert pace.judge(other, start) is Verdict.TAKEN
    assert pace.judge(one, start + timedelta(seconds=61)) is Verdict.TAKEN


def test_who_is_silent_is_forgotten() -> None:
    pace, now = Pace(), at("2024-12-02 09:00")
    for number in range(3 * MOST_SPEAKERS):
        assert (
            pace.judge((1, str(number), ""), now + number * timedelta(seconds=1)) is Verdict.TAKEN
        )
    assert pace.remembered <= 60
    for number in range(3 * MOST_SPEAKERS):
        pace.judge((2, str(number), ""), now)
    assert pace.remembered <= MOST_SPEAKERS


@pytest.mark.parametrize(
    "unit",
    ["ạ ", "dạ vâng ", "ok ", "còn ", "không phải ", "em nhầm, ", "tôi muốn ", "9", "việc "],
)
def test_a_message_of_one_word_over_and_over_is_answered(unit: str, school: SampleSchool) -> None:
    school.says("thầy Nam", "sửa V4 thời gian: 20/1/2025")
    assert school.says("thầy Nam", (unit * MOST_TEXT)[: MOST_TEXT - 1])
    assert school.says("thầy Nam", f"giờ {unit * 9_000}"[: MOST_TEXT - 1])


def test_a_number_as_long_as_a_message_answers_no_question(school: SampleSchool) -> None:
    school.says("cô Đào", "nhắc tôi gọi Sở")
    (said,) = school.says("cô Đào", "9" * 9_000)
    assert "Chưa đọc được" in said.text
