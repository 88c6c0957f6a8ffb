"""Who leaves is sent nothing more, and what was due is told to who answers now."""

import asyncio
from collections import Counter
from datetime import time
from functools import partial

import pytest
from sqlalchemy import select

from followup.hand_over import LEFT, hand_over
from followup.own_data import erase
from followup.set_hour import set_hour
from plan.model import Member
from storage import bots
from storage.history import Actor
from storage.school_day import SchoolDay
from storage.tables import deliveries, reminders
from tests.school import SampleSchool

OPERATOR = Actor(None, "operator")
# The due day of V4 is Friday 24/1: its last working day before Tết.
NIGHT, MORNING = "2025-01-23 21:00", "2025-01-24 12:00"


@pytest.fixture
def school(school: SampleSchool) -> SampleSchool:
    school.says("thầy Nam", "bắt đầu nhắc")
    school.says("thầy Nam", "giao V4 cho cô Yến")
    return school


def leaves(school: SampleSchool, name: str) -> Member:
    who = school.member(name)
    school.do(lambda day: hand_over(day, OPERATOR, who, None, leaves=True))
    return who


def ends(school: SampleSchool, member: Member) -> Counter[tuple[str, str]]:
    """Count what became of a member's messages that did not go out."""
    query = select(deliveries.c.state, deliveries.c.reason).where(
        deliveries.c.member_id == member.member_id, deliveries.c.state != "SENT"
    )
    rows = school.database.read(lambda tx: tx.execute(query).all())
    return Counter((row.state, row.reason) for row in rows)


def after(school: SampleSchool, member: Member, before: int) -> list[str]:
    chat = f"m{member.member_id}"
    return [said.text for to, said in school.platform.sent[before:] if to == chat]


def test_a_notice_in_the_quiet_hours_is_cancelled_with_the_leaving(school: SampleSchool) -> None:
    school.forward(NIGHT)
    school.says("thầy Nam", "giao V5 cho cô Yến")
    before = len(school.platform.sent)
    yen = leaves(school, "cô Yến")
    assert ends(school, yen)["CANCELLED", LEFT] >= 1
    school.forward(MORNING)
    assert after(school, yen, before) == []


def test_a_queued_reminder_is_told_to_who_answers_now(school: SampleSchool) -> None:
    yen, waiting = on_the_due_day(school)
    before = len(school.platform.sent)
    leaves(school, "cô Yến")
    assert {states(school)[m, yen.member_id] for m in waiting} == {("cancelled", LEFT)}
    school.forward("2025-01-25 12:00")
    assert after(school, yen, before) == []
    heirs = {
        who for (m, who), (state, _) in states(school).items() if m in waiting if state == "told"
    }
    assert heirs
    assert yen.member_id not in heirs
    for member_id in heirs:
        chat = f"m{member_id}"
        assert any(to == chat and "V4" in said.text for to, said in school.platform.sent[before:])


def test_with_no_chat_of_theirs_open_the_principal_is_told(school: SampleSchool) -> None:
    yen, waiting = on_the_due_day(school)
    khanh = school.member("thầy Khánh")
    school.do(partial(block, member=khanh))
    before = len(school.platform.sent)
    school.do(lambda day: hand_over(day, OPERATOR, yen, khanh, leaves=True))
    school.forward("2025-01-25 12:00")
    found = {who: state for (m, who), (state, _) in states(school).items() if m in waiting}
    assert found[khanh.member_id] == "unreachable"
    told = after(school, school.member("thầy Nam"), before)
    assert any("V4" in text for text in told)


def test_erasing_on_the_due_day_loses_nothing_either(school: SampleSchool) -> None:
    yen, waiting = on_the_due_day(school)
    school.do(lambda day: erase(day, OPERATOR, yen, 0))
    school.forward("2025-01-25 12:00")
    assert told_of(school, waiting) - {yen.member_id}


def test_a_document_asked_for_is_not_sent_after_the_leaving(school: SampleSchool) -> None:
    ha = school.member("cô Hà")
    school.arrives({"chat": school.chat("cô Hà"), "text": "dữ liệu của tôi"})
    asyncio.run(school.engine.intake.run())
    leaves(school, "cô Hà")
    before = len(school.platform.sent)
    school.settle()
    assert after(school, ha, before) == []


def block(day: SchoolDay, member: Member) -> None:
    """Let a member's chat be closed to us."""
    address = bots.open_address(day.tx, day.school_id, member.member_id)
    assert address is not None
    bots.set_state_all_schools(day.tx, address.address_id, "blocked")


def on_the_due_day(school: SampleSchool) -> tuple[Member, set[int]]:
    """Let V4's reminder of its due day wait for the hour of its contact; gives its moments."""
    yen = school.member("cô Yến")
    school.do(lambda day: set_hour(day, Actor(yen.member_id, "x"), time(10)))
    school.forward("2025-01-24 09:00")
    waiting = {
        m
        for (m, who), (state, _) in states(school).items()
        if state == "queued" and who == yen.member_id
    }
    assert waiting
    return yen, waiting


def told_of(school: SampleSchool, waiting: set[int]) -> set[int]:
    """Give the members who were told some moments."""
    found = states(school)
    return {who for (m, who) in found if m in waiting and found[m, who][0] == "told"}


def states(school: SampleSchool) -> dict[tuple[int, int], tuple[str, str]]:
    """Give what became of each reminder: (state, reason) by (moment, member)."""
    query = select(reminders)
    rows = school.database.read(lambda tx: tx.execute(query).all())
    return {(row.moment_id, row.member_id): (row.state, row.reason) for row in rows}
