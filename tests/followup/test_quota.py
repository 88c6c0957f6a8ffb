"""A platform that allows only so much: counted, forecast, spared, told, never silent."""

from pathlib import Path

import pytest
from sqlalchemy import select

from followup.quota import Thrift, bot_for, month_of, spend, standings, thrift_of
from nhacviec.doctor.quotas import examine_quotas
from storage import bots, usage
from storage.database import Database, Tx
from storage.tables import deliveries, reminders
from tests.school import SampleSchool


@pytest.fixture
def school(database: Database, tmp_path: Path) -> SampleSchool:
    made = SampleSchool(database, tmp_path, "2024-12-02 09:00")
    made.says("thầy Nam", "bắt đầu nhắc")
    return made


def limits(school: SampleSchool, people: int, messages: int) -> None:
    school.database.write(
        lambda tx: usage.set_limits_all_schools(tx, school.bot.bot_id, (people, 3, messages))
    )


def spends(school: SampleSchool, count: int) -> list[bool]:
    def some(tx: Tx) -> list[bool]:
        now = school.clock.now()
        return [spend(tx, school.bot.bot_id, now) for _ in range(count)]

    return school.database.write(some)


def thrift(school: SampleSchool) -> Thrift:
    bot_id = school.bot.bot_id
    found = school.read(lambda day: thrift_of(day.tx, {bot_id}, day.now))
    return found.get(bot_id, Thrift.FREE)


def test_without_a_limit_nothing_is_counted(school: SampleSchool) -> None:
    assert spends(school, 3) == [True] * 3
    assert school.read(lambda day: standings(day.tx, day.now)) == []
    (said,) = school.says("thầy Nam", "hạn mức")
    assert "không bot nào" in said.text


def test_the_month_is_counted_forecast_and_ends(school: SampleSchool) -> None:
    limits(school, 50, 20)
    assert spends(school, 8) == [True] * 8
    school.clock.move_to(school.clock.now().replace(day=10))
    (standing,) = school.read(lambda day: standings(day.tx, day.now))
    assert (standing.use.messages, standing.forecast) == (8, 25)
    assert standing.is_short
    (said,) = school.says("thầy Nam", "hạn mức")
    assert f"{standing.use.people}/50 chỗ, tháng này 8/20 tin, dự kiến 25" in said.text
    (found,) = examine_quotas(school.database, school.clock.now())
    assert "8/20 tin" in found.words
    assert found.mend
    assert spends(school, 13) == [True] * 12 + [False]
    school.clock.move_to(school.clock.now().replace(year=2025, month=1))
    assert month_of(school.clock.now()) == "2025-01"
    assert spends(school, 1) == [True]


def test_the_principal_is_told_at_each_step_once(school: SampleSchool) -> None:
    limits(school, 50, 200)
    before = len(school.told("thầy Nam"))
    spends(school, 200)
    school.settle()
    told = school.told("thầy Nam")[before:]
    assert ["160/200" in told[0], "180/200" in told[1], "199/200" in told[2]] == [True] * 3
    assert len(told) == 3


@pytest.mark.parametrize(
    ("spent", "expected"),
    [(10, Thrift.FREE), (80, Thrift.SPARING), (90, Thrift.RESERVE), (100, Thrift.RESERVE)],
)
def test_how_sparing_a_bot_is(school: SampleSchool, spent: int, expected: Thrift) -> None:
    limits(school, 50, 100)
    spends(school, spent)
    assert thrift(school) is expected


def test_what_can_wait_goes_with_the_next_digest_and_nothing_is_lost(
    school: SampleSchool,
) -> None:
    limits(school, 50, 100)
    school.says("thầy Nam", "giao cô Hà nộp báo cáo CSVC hạn 20/12")
    school.presses("thầy Nam", "Giao")
    school.imports_the_sample_plan()
    school.presses("thầy Nam", "Để sau")
    spends(school, 80)
    before = len(school.told("cô Hà"))
    school.forward("2024-12-19 07:00")
    told = school.told("cô Hà")[before:]
    merged = select(deliveries.c.delivery_id).where(deliveries.c.reason == "merged")
    waited = school.database.read(lambda tx: list(tx.execute(merged).scalars()))
    states = select(reminders.c.state).where(reminders.c.delivery_id.in_(waited))
    assert set(school.database.read(lambda tx: list(tx.execute(states).scalars()))) <= {"held"}
    assert any("báo cáo CSVC" in text for text in told), "what is due tomorrow goes all the same"


def test_contacts_get_the_places_of_the_first_bot(school: SampleSchool) -> None:
    second = school.database.write(
        lambda tx: bots.ensure_bot_all_schools(tx, "zalo", "2", school.clock.now())
    )
    people = school.database.write(lambda tx: standings_people(tx, school.bot.bot_id))
    limits(school, people + 1, 100)
    school.database.write(lambda tx: usage.set_limits_all_schools(tx, second.bot_id, (50, 3, 100)))
    school.database.write(lambda tx: bots.set_username_all_schools(tx, second.bot_id, "Bot Hai"))
    school.says("thầy Nam", "danh sách\nCô Trần Thị Bưởi, GV\nCô Lê Thị Cam, GV")
    cam, buoi = school.member("Lê Thị Cam"), school.member("Trần Thị Bưởi")

    def chosen(who: object, contacts: set[int]) -> int:
        found = school.read(lambda day: bot_for(day, who, contacts))  # type: ignore[arg-type]  # a member
        assert found is not None
        return found.bot_id

    assert chosen(cam, {cam.member_id}) == school.bot.bot_id
    assert chosen(buoi, {cam.member_id}) == second.bot_id
    assert chosen(buoi, set()) == school.bot.bot_id
    (said,) = school.says("thầy Nam", "mời Trần Thị Bưởi")
    assert "LIENKET" in said.text


def standings_people(tx: Tx, bot_id: int) -> int:
    usage.set_limits_all_schools(tx, bot_id, (50, 3, 100))
    return next(u.people for u in usage.uses_all_schools(tx, "2024-12") if u.bot_id == bot_id)
