"""What changes many rows at once: a few statements whatever their number, and all taken back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select

from followup.plan_reading import LONG
from followup.ports import Prompt
from storage import audit
from storage.tables import assignments, doubts, moments, occurrences, plans, tasks
from tests.school import SampleSchool

# As many rows as are still taken in one transaction.
ROWS = LONG
# What an update and its answer take besides, on either database.
FEW = 130


def plan_of(times: Callable[[int], str], rows: int = ROWS) -> bytes:
    """Write a plan; `times` gives when the row of a number is due."""
    owners = ("TTCM", "Phó Hiệu trưởng", "02 GV", "Hiệu trưởng", "Kế toán")
    lines = (
        f"{n + 1}\tViệc số {n + 1} của năm học\t{times(n)}\t{owners[n % 5]}" for n in range(rows)
    )
    return "\n".join(["TT\tNội dung công việc\tThời gian\tNgười thực hiện", *lines]).encode()


def shown(school: SampleSchool, content: bytes) -> Prompt:
    """Let the principal send a plan; gives the preview."""
    school.platform.files["many"] = content
    file = {"reference": "many", "name": "ke-hoach.txt"}
    (preview,) = school.says("thầy Nam", "", kind="file", files=[file])
    return preview


def sends(school: SampleSchool, content: bytes) -> None:
    """Let the principal send a plan and take it."""
    school.presses("thầy Nam", shown(school, content).choices[0].label)


def dated(n: int) -> str:
    """Give a day of the spring."""
    return f"{1 + n % 28}/{2 + n % 3}/2025"


@contextmanager
def few_statements(school: SampleSchool) -> Iterator[None]:
    """Hold what happens inside to a few statements."""
    ran: list[str] = []

    def look(*said: Any) -> None:
        ran.append(said[2])

    event.listen(school.database.engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(school.database.engine, "before_cursor_execute", look)
    assert len(ran) < FEW


def stands(school: SampleSchool) -> dict[str, list[str]]:
    """Give all that taking back restores: tasks, people, days, questions, moments to come."""
    laid = select(moments.c.occurrence_id, moments.c.rung, moments.c.on_day, moments.c.next_at)
    looked: dict[str, Any] = {
        table.name: select(table) for table in (tasks, assignments, occurrences, doubts)
    }
    looked["moments"] = laid.where(moments.c.state == "waiting")
    looked["plans"] = select(plans.c.plan_id).where(plans.c.state == "active")
    return school.database.read(
        lambda tx: {
            name: sorted(map(repr, tx.execute(query).all())) for name, query in looked.items()
        }
    )


@pytest.fixture
def many(school: SampleSchool) -> SampleSchool:
    """A plan of many rows, reminded of."""
    sends(school, plan_of(dated))
    return school


def moved(n: int) -> str:
    """Give another day of the spring."""
    return f"{1 + (n + 3) % 28}/{2 + n % 3}/2025"


def test_every_day_of_a_plan_moves_and_moves_back(many: SampleSchool) -> None:
    before = stands(many)
    preview = shown(many, plan_of(moved))
    assert f"sửa {ROWS} việc" in preview.text
    with few_statements(many):
        many.presses("thầy Nam", "Nhận mọi thay đổi")
    assert not set(before["occurrences"]) & set(stands(many)["occurrences"])
    with few_statements(many):
        many.says("thầy Nam", "hoàn tác")
    assert stands(many) == before


def test_half_of_a_plan_goes_and_comes_back(many: SampleSchool) -> None:
    before = stands(many)
    shown(many, plan_of(dated, ROWS // 2))
    with few_statements(many):
        many.presses("thầy Nam", "Nhận mọi thay đổi")
    assert len(stands(many)["moments"]) < len(before["moments"])
    with few_statements(many):
        many.says("thầy Nam", "hoàn tác")
    assert stands(many) == before


def test_the_whole_plan_is_taken_back(school: SampleSchool) -> None:
    preview = shown(school, plan_of(dated))
    with few_statements(school):
        school.presses("thầy Nam", preview.choices[0].label)
    with few_statements(school):
        school.says("thầy Nam", "hoàn tác")
    after = stands(school)
    assert (after["moments"], after["plans"], after["assignments"]) == ([], [], [])
    assert len(after["tasks"]) == ROWS


def test_a_calendar_moves_every_day_that_stands_on_it(school: SampleSchool) -> None:
    sends(school, plan_of(lambda _: "Hết HKI"))
    before = stands(school)
    with few_statements(school):
        school.says("thầy Nam", "khung hết HKI 10/1/2025")
    with few_statements(school):
        school.presses("thầy Nam", "Đúng")
    assert not set(before["occurrences"]) & set(stands(school)["occurrences"])
    with few_statements(school):
        school.says("thầy Nam", "hoàn tác")
    assert stands(school) == before


def test_a_year_goes_on_and_back(many: SampleSchool) -> None:
    many.clock.move_to(many.clock.now().replace(year=2025, month=6, day=2))
    many.settle()
    before = stands(many)
    (asked,) = many.says("thầy Nam", "năm học mới")
    with few_statements(many):
        many.presses("thầy Nam", asked.choices[0].label)
    assert len(stands(many)["tasks"]) == 2 * ROWS
    with few_statements(many):
        many.says("thầy Nam", "hoàn tác")
    after = stands(many)
    assert after["plans"] == before["plans"]
    assert set(before["occurrences"]) <= set(after["occurrences"])


def test_one_answer_settles_many_rows(many: SampleSchool) -> None:
    before = stands(many)
    (asked,) = many.says("thầy Nam", "hỏi tiếp")
    assert f"{ROWS // 5} việc" in asked.text
    with few_statements(many):
        many.presses("thầy Nam", asked.choices[0].label)
    with few_statements(many):
        many.says("thầy Nam", "hoàn tác")
    assert stands(many)["tasks"] == before["tasks"]
    assert stands(many)["assignments"] == before["assignments"]


def test_the_log_reads_the_first_rows_of_a_deed_that_touched_many(many: SampleSchool) -> None:
    (taken,) = (
        one
        for one in many.read(lambda day: audit.page(day.tx, day.school_id, 0, 9))
        if one.name == "accept_plan"
    )
    assert len(taken.touched) == audit.MOST_ROWS < taken.rows
    (said,) = many.says("thầy Nam", "nhật ký")
    assert "nhập kế hoạch V1, V2, V3 …" in said.text
