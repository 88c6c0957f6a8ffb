"""A machine that is off at night: one digest on waking, none in the evening; the week says so."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from nhacviec.presence import keep_noting
from storage import absences
from storage.database import Database
from tests.school import SampleSchool, at


@pytest.fixture
def school(database: Database, tmp_path: Path) -> SampleSchool:
    made = SampleSchool(database, tmp_path, "2024-12-02 09:00")
    made.imports_the_sample_plan()
    made.presses("thầy Nam", "Để sau")
    made.says("thầy Nam", "bắt đầu nhắc")
    for work in ("báo cáo CSVC", "danh sách thi đua"):
        made.says("thầy Nam", f"giao cô Hà nộp {work} hạn 5/12")
        made.presses("thầy Nam", "Giao")
    return made


def is_seen(school: SampleSchool) -> None:
    """Let the service note that it is there, once."""

    async def once() -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                await keep_noting(school.engine)

    asyncio.run(once())


def wakes(school: SampleSchool, when: str) -> None:
    school.clock.move_to(at(when))
    is_seen(school)
    school.settle()


def test_by_day_one_digest_holds_all_that_was_missed(school: SampleSchool) -> None:
    before = len(school.told("cô Hà"))
    wakes(school, "2024-12-05 09:10")
    (digest,) = school.told("cô Hà")[before:]
    assert "3 việc" in digest
    school.forward("2024-12-05 23:00")
    assert len(school.told("cô Hà")) == before + 1


def test_in_the_evening_it_waits_and_goes_with_the_mornings(school: SampleSchool) -> None:
    before = len(school.told("cô Hà"))
    wakes(school, "2024-12-05 20:40")
    assert len(school.told("cô Hà")) == before
    school.forward("2024-12-06 06:29")
    assert len(school.told("cô Hà")) == before, (
        "with the others, not at the end of the quiet hours"
    )
    school.forward("2024-12-06 12:00")
    (digest,) = school.told("cô Hà")[before:]
    assert digest.count("<b>V17</b>") == 1


def test_the_week_says_when_the_machine_was_off(school: SampleSchool) -> None:
    is_seen(school)
    (said,) = school.says("thầy Nam", "tuần")
    assert "áy tắt" not in said.text
    school.clock.move_to(at("2024-12-02 19:50"))
    is_seen(school)
    for night in ("2024-12-03 05:40", "2024-12-03 20:30", "2024-12-04 07:50"):
        wakes(school, night)
    (said,) = school.says("thầy Nam", "tuần")
    assert "áy tắt 3 ngày, đến 07:50 thứ Tư 04/12" in said.text
    school.forward("2024-12-09 09:00")
    (said,) = school.says("thầy Nam", "tuần")
    assert "áy tắt" not in said.text


def test_a_restart_is_no_absence_and_old_ones_are_let_go(database: Database) -> None:
    start = at("2024-12-02 09:00")

    def seen(minutes: int) -> object:
        now = start + timedelta(minutes=minutes)
        return database.write(lambda tx: absences.note_presence_all_schools(tx, now))

    assert seen(0) is None
    assert seen(19) is None
    assert seen(40) == absences.Absence(
        start + timedelta(minutes=19), start + timedelta(minutes=40)
    )
    for number in range(2 * absences.MOST):
        seen(100 + number * 30)
    kept = database.read(absences.list_all_schools)
    assert len(kept) == absences.MOST
    assert kept[-1].until == start + timedelta(minutes=100 + (2 * absences.MOST - 1) * 30)
