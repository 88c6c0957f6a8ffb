"""A plan of hundreds of rows: stored some at a time, seen by nobody before all of it is there."""

import asyncio

import pytest
from sqlalchemy import func, select

from followup.fill_plan import fill_some, read_filling
from followup.plan_reading import LONG
from nhacviec.engine import Engine
from plan.model import TaskState
from storage import plans, tasks
from storage.files import FileStore
from storage.tables import moments
from storage.tables import tasks as table
from tests.school import SampleSchool
from tests.workshops import shared_workshop

ROWS = 3 * LONG


def long_plan(rows: int) -> bytes:
    """Write a plan of so many rows: days all over the year, owners of every kind."""
    owners = ("TTCM", "Phó Hiệu trưởng", "GVCN", "02 GV", "Hiệu trưởng", "Kế toán")
    lines = ["TT\tNội dung công việc\tThời gian\tNgười thực hiện\tKinh phí"]
    for n in range(rows):
        day, month = 1 + n % 28, 1 + n % 5
        lines.append(
            f"{n + 1}\tViệc số {n + 1} của năm học\t{day}/{month}/2025"
            f"\t{owners[n % len(owners)]}\t{n % 90} tr"
        )
    return "\n".join(lines).encode()


def takes(school: SampleSchool, content: bytes) -> None:
    """Let the principal send a plan and take it; nothing is handled yet beyond the word."""
    school.platform.files["long"] = content
    file = {"reference": "long", "name": "ke-hoach.txt"}
    (preview,) = school.says("thầy Nam", "", kind="file", files=[file])
    assert f"{ROWS} việc" in preview.text
    presses(school, "Nhận kế hoạch")
    asyncio.run(school.engine.intake.run())


def presses(school: SampleSchool, label: str) -> None:
    """Let the principal press a button; nothing is handled yet."""
    chat, key = school.chat("thầy Nam"), school.key("thầy Nam", label)
    school.arrives({"chat": chat, "text": "", "kind": "choice", "choice": key})


def begun(school: SampleSchool) -> tuple[int, int]:
    found = school.database.read(plans.filling_all_schools)
    assert found is not None
    return found


def stores_some(school: SampleSchool) -> None:
    """Store one portion, as far as a process came that was killed then."""
    school_id, plan_id = begun(school)
    filling = school.database.read(lambda tx: read_filling(tx, school_id, plan_id))
    assert filling is not None
    assert school.database.write(lambda tx: fill_some(tx, school_id, filling))


def another_process(school: SampleSchool) -> None:
    """Go on with what is stored, and with nothing that was in memory."""
    workshop = (FileStore(school.files), shared_workshop().read)
    school.engine = Engine(
        school.database, {school.bot.bot_id: school.platform}, school.clock, workshop
    )


def test_a_long_plan_is_taken_whole(school: SampleSchool) -> None:
    takes(school, long_plan(ROWS))
    school.settle()
    working, done = school.told("thầy Nam")[-2:]
    assert f"đang ghi {ROWS} việc" in working
    assert f"Đã nhận {ROWS} việc, mã V1 đến V{ROWS}." in done
    live = school.read(lambda day: tasks.list_live(day.tx, day.school_id))
    assert [task.number for task in live] == list(range(1, ROWS + 1))
    assert {task.state for task in live} == {TaskState.ACTIVE}
    laid = select(func.count(moments.c.occurrence_id.distinct()))
    assert school.database.read(lambda tx: tx.execute(laid).scalar_one()) == ROWS
    question = school.presses("thầy Nam", "Hỏi luôn")[0]
    assert "và" in question.text
    assert len(question.text) < 12 * 40


def test_what_a_kill_leaves_is_seen_by_nobody_and_gone_on_with(school: SampleSchool) -> None:
    takes(school, long_plan(ROWS))
    stores_some(school)
    stores_some(school)
    seen = school.read(lambda day: tasks.list_live(day.tx, day.school_id))
    assert seen == []
    # Others are served, and what they are given does not stand among its codes.
    school.arrives({"chat": school.chat("cô Hà"), "text": "viec"})
    asyncio.run(school.engine.intake.run())
    another_process(school)
    # The lane is the dead one's for a while.
    school.wait(minutes=3)
    live = school.read(lambda day: tasks.list_live(day.tx, day.school_id))
    assert [task.number for task in live] == list(range(1, ROWS + 1))
    said = [text for text in school.told("thầy Nam") if "Đã nhận" in text]
    assert len(said) == 1
    school.settle()
    assert school.told("thầy Nam").count(said[0]) == 1


def test_midnight_while_it_is_stored_loses_no_reminder(school: SampleSchool) -> None:
    school.clock.move_to(school.clock.now().replace(hour=23, minute=59))
    takes(school, long_plan(ROWS))
    stores_some(school)
    another_process(school)
    school.wait(days=1)
    passed = select(func.count()).where(moments.c.reason == "closed")
    assert school.database.read(lambda tx: tx.execute(passed).scalar_one()) == 0


@pytest.mark.parametrize("word", ["Nhận kế hoạch", "Không nhận"])
def test_another_word_meanwhile_waits_or_leaves_all(school: SampleSchool, word: str) -> None:
    takes(school, long_plan(ROWS))
    stores_some(school)
    presses(school, word)
    school.settle()
    live = school.read(lambda day: tasks.list_live(day.tx, day.school_id))
    assert len(live) == ROWS


def test_what_was_taken_can_be_taken_back(school: SampleSchool) -> None:
    takes(school, long_plan(ROWS))
    school.settle()
    school.says("thầy Nam", "hoàn tác")
    assert school.read(lambda day: tasks.list_live(day.tx, day.school_id)) == []
    stored = select(func.count()).select_from(table)
    assert school.database.read(lambda tx: tx.execute(stored).scalar_one()) == ROWS


def test_nothing_is_taken_back_of_what_is_still_being_stored(school: SampleSchool) -> None:
    takes(school, long_plan(ROWS))
    stores_some(school)
    school.arrives({"chat": school.chat("thầy Nam"), "text": "hoàn tác"})
    asyncio.run(school.engine.intake.run())
    school.settle()
    live = school.read(lambda day: tasks.list_live(day.tx, day.school_id))
    assert len(live) == ROWS
