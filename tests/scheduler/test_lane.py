"""One delivery through the lane: what each outcome of the platform makes of it."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from followup.ports import Failed, NotYet, Outcome, Prompt, Target, Unknown
from storage import bots, deliveries, lanes, sending
from storage.database import Database, Tx
from storage.deliveries import Kind, NewDelivery, Rank, State
from storage.tables import addresses, reminders
from storage.tables import deliveries as table
from tests.school import SampleSchool


@pytest.fixture
def school(database: Database, tmp_path: Path) -> SampleSchool:
    made = SampleSchool(database, tmp_path, "2024-12-02 09:00")
    made.says("thầy Nam", "bắt đầu nhắc")
    made.says("thầy Nam", "giao cô Hà nộp báo cáo thứ Sáu")
    made.presses("thầy Nam", "Giao")
    return made


def answering(*outcomes: Outcome | None) -> object:
    """Give a rule that answers these, in turn, then takes everything."""
    left = list(outcomes)

    def rule(_target: Target, _prompt: Prompt) -> Outcome | None:
        return left.pop(0) if left else None

    return rule


def states(school: SampleSchool, kind: Kind) -> list[str]:
    query = select(table.c.state).where(table.c.kind == str(kind)).order_by(table.c.delivery_id)
    return school.database.read(lambda tx: list(tx.execute(query).scalars()))


def reminder_states(school: SampleSchool) -> list[str]:
    query = select(reminders.c.state).order_by(reminders.c.reminder_id)
    return school.database.read(lambda tx: list(tx.execute(query).scalars()))


def digest_goes(school: SampleSchool, *outcomes: Outcome | None, until: str = "07:00") -> None:
    school.platform.rule = answering(*outcomes)  # type: ignore[assignment]  # a rule by its shape
    school.forward(f"2024-12-05 {until}")


def test_sent(school: SampleSchool) -> None:
    digest_goes(school)
    assert states(school, Kind.DIGEST) == ["SENT"]
    assert reminder_states(school) == ["told"]


def test_an_unknown_digest_is_held_and_never_sent_again(school: SampleSchool) -> None:
    before = len(school.told("cô Hà"))
    digest_goes(school, Unknown("read timeout"))
    school.wait(hours=2)
    assert states(school, Kind.DIGEST) == ["UNKNOWN"]
    assert reminder_states(school) == ["held"]
    assert len(school.told("cô Hà")) == before


def test_an_unknown_answer_is_sent_once_more(school: SampleSchool) -> None:
    school.platform.rule = answering(Unknown("reset"), Unknown("reset"))  # type: ignore[assignment]
    assert school.says("cô Hà", "viec") == []
    school.wait(minutes=30)
    assert states(school, Kind.ANSWER)[-1] == "UNKNOWN"
    school.platform.rule = answering(Unknown("reset"))  # type: ignore[assignment]
    assert len(school.says("cô Hà", "viec")) == 1


def test_not_yet_waits_as_long_as_asked_and_no_call_is_made_meanwhile(
    school: SampleSchool,
) -> None:
    digest_goes(school, NotYet(300, "429"), until="06:31")
    before = len(school.platform.sent)
    school.says("cô Hà", "viec")
    assert len(school.platform.sent) == before, "the penalty is the whole lane's"
    school.wait(minutes=5, seconds=1)
    assert states(school, Kind.DIGEST) == ["SENT"]
    assert len(school.platform.sent) == before + 2


def test_what_waited_is_written_from_the_state_of_then(school: SampleSchool) -> None:
    digest_goes(school, NotYet(300, "429"), until="06:31")
    school.says("cô Hà", "xong V1")
    school.wait(minutes=6)
    assert states(school, Kind.DIGEST) == ["CANCELLED"]
    assert reminder_states(school) == ["cancelled"]


def test_who_blocked_the_bot_is_marked_and_their_next_word_opens_the_chat(
    school: SampleSchool,
) -> None:
    digest_goes(school, Failed("forbidden", blocked=True))
    assert states(school, Kind.DIGEST) == ["FAILED"]
    assert reminder_states(school) == ["unreachable"]
    blocked = school.read(lambda day: bots.blocked_members(day.tx, day.school_id))
    assert blocked == {school.member("cô Hà").member_id}
    assert school.says("cô Hà", "viec")
    assert not school.read(lambda day: bots.blocked_members(day.tx, day.school_id))


def test_a_group_that_moved_is_followed(school: SampleSchool) -> None:
    def to_group(tx: Tx) -> int:
        address = bots.ensure_address_all_schools(
            tx, school.bot.bot_id, ("-100", ""), "group", school.clock.now()
        )
        new = NewDelivery(
            school.bot.bot_id,
            address.address_id,
            None,
            Kind.NOTICE,
            Rank.NOTICE,
            "g",
            school.clock.now(),
            {"text": "chào"},
        )
        return deliveries.queue(tx, school.school_id, new, school.clock.now()) or 0

    school.database.write(to_group)
    school.platform.rule = answering(Failed("moved", migrated_to="-200"))  # type: ignore[assignment]
    school.settle()
    assert school.platform.sent[-1][0] == "-200"
    chats = select(addresses.c.chat).where(addresses.c.kind == "group")
    assert school.database.read(lambda tx: list(tx.execute(chats).scalars())) == ["-200"]


def test_another_owner_keeps_the_lane_until_its_lease_ends(school: SampleSchool) -> None:
    now = school.clock.now() + timedelta(minutes=5)
    other_takes(school, now, now + timedelta(seconds=50))
    school.clock.move_to(now + timedelta(seconds=10))
    assert school.says("cô Hà", "viec") == []
    school.clock.move_to(now + timedelta(seconds=51))
    school.settle()
    assert "Việc của cô Hà" in school.told("cô Hà")[-1]


def test_a_lease_written_by_a_wrong_clock_keeps_nobody_out(school: SampleSchool) -> None:
    now = school.clock.now() + timedelta(minutes=5)
    other_takes(school, now, now + timedelta(hours=1))
    school.clock.move_to(now + timedelta(seconds=10))
    assert "Việc của cô Hà" in school.says("cô Hà", "viec")[0].text


def other_takes(school: SampleSchool, now: datetime, until: datetime) -> None:
    bot_id = school.bot.bot_id
    school.database.write(lambda tx: lanes.take_all_schools(tx, bot_id, "other", now, until))


def test_a_lost_lease_is_queued_again_and_a_lost_attempt_is_unknown(school: SampleSchool) -> None:
    now = school.clock.now() + timedelta(seconds=5)
    school.clock.move_to(now)

    def leave_behind(tx: Tx) -> list[int]:
        address = bots.open_address(tx, school.school_id, school.member("cô Hà").member_id)
        assert address is not None
        for key in ("waiting", "begun"):
            new = NewDelivery(
                school.bot.bot_id,
                address.address_id,
                None,
                Kind.DIGEST,
                Rank.DIGEST,
                key,
                now,
                {"text": key},
            )
            deliveries.queue(tx, school.school_id, new, now)
        lanes.take_all_schools(tx, school.bot.bot_id, "gone", now, now + timedelta(seconds=4))
        mine = (school.bot.bot_id, school.school_id)
        due = sending.due_of_school_all_schools(tx, mine, now, 10)
        begun = {due[1].delivery_id: {"text": "begun"}}
        assert sending.attempt_all_schools(tx, "gone", begun, {}, now) == set(begun)
        return [d.delivery_id for d in due]

    waiting, begun = school.database.write(leave_behind)
    school.settle()

    def state(number: int) -> State:
        return school.database.read(lambda tx: deliveries.get_all_schools(tx, number)).state

    assert (state(waiting), state(begun)) == (State.QUEUED, State.ATTEMPT), "the lease runs"
    school.wait(seconds=5)
    assert (state(waiting), state(begun)) == (State.SENT, State.UNKNOWN)


def test_order_within_a_chat_is_kept(school: SampleSchool) -> None:
    for number in range(12):
        school.arrives({"chat": school.chat("cô Hà"), "text": f"giờ 07:{number:02d}"})
    school.settle()
    said = [text for text in school.told("cô Hà") if "tin nhắc trong ngày" in text]
    assert [text.split("07:")[1][:2] for text in said] == [f"{n:02d}" for n in range(12)]


def test_draining_twice_at_once_sends_each_message_once(school: SampleSchool) -> None:
    for number in range(20):
        school.arrives({"chat": school.chat("cô Hà"), "text": f"giờ 08:{number:02d}"})

    async def both() -> None:
        await school.engine.intake.run()
        await asyncio.gather(school.engine.drain(), school.engine.drain())

    asyncio.run(both())
    said = [text for text in school.told("cô Hà") if "08:" in text]
    assert len(said) == len(set(said)) == 20
