"""Who leaves is sent nothing more, and what was due is told to who answers now."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import time
from functools import partial

import pytest
from sqlalchemy import func, select

from followup.hand_over import LEFT, hand_over
from followup.own_data import erase
from followup.ports import Failed, NotYet, Outcome, Prompt, Target, Unknown
from followup.set_hour import set_hour
from plan.model import Member
from storage import bots
from storage.erasing import REASON
from storage.history import Actor
from storage.school_day import SchoolDay
from storage.tables import deliveries, moments, reminders
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


def is_erased(school: SampleSchool, who: Member) -> None:
    school.do(lambda day: erase(day, OPERATOR, who, 0))


def is_gone(school: SampleSchool, who: Member) -> None:
    school.do(lambda day: hand_over(day, OPERATOR, who, None, leaves=True))


TAKEN = "taken"
OUTCOMES = {
    TAKEN: None,
    "later": NotYet(60.0, "slow down"),
    "refused": Failed("Bad Request"),
    "silence": Unknown("read timeout"),
}


@pytest.mark.parametrize("goes", [is_erased, is_gone])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_between_a_message_that_was_begun_and_its_outcome(
    school: SampleSchool, outcome: str, goes: Callable[[SampleSchool, Member], None]
) -> None:
    yen, waiting = on_the_due_day(school)
    chat, others = school.chat("cô Yến"), school.platform.rule
    begun: list[Target] = []

    def rule(target: Target, prompt: Prompt) -> Outcome | None:
        if target.chat == chat and not begun:
            begun.append(target)
            # The intent is stored, the platform has the message, nobody knows its word yet.
            goes(school, yen)
            return OUTCOMES[outcome]
        return others(target, prompt)

    school.platform.rule = rule
    before = len(school.platform.sent)
    school.forward("2025-01-24 10:01")
    assert len(begun) == 1
    school.forward("2025-01-27 12:00")
    assert len(after(school, yen, before)) == (outcome == TAKEN), "nothing was sent after it"
    found = states(school)
    assert {state for state, _ in found.values()} <= {"told", "held", "cancelled", "unreachable"}
    assert {found[m, yen.member_id][0] for m in waiting} == (
        {"told"} if outcome == TAKEN else {"held"}
    )
    assert dict(ends(school, yen)).keys() <= {(s, r) for s in ENDED for r in REASONS}
    assert school.read(undone) == 0


ENDED, REASONS = ("CANCELLED", "UNKNOWN", "FAILED"), (LEFT, REASON, "nothing left", "merged")


def undone(day: SchoolDay) -> int:
    """Count the moments that are due and were not looked at."""
    due = select(func.count()).where(moments.c.next_at <= day.now)
    return int(day.tx.execute(due).scalar_one())


def test_a_document_asked_for_is_not_sent_after_the_leaving(school: SampleSchool) -> None:
    ha = school.member("cô Hà")
    school.arrives({"chat": school.chat("cô Hà"), "text": "lịch"})
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
