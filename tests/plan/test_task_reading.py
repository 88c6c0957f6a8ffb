"""Rows of a plan with their readings: the real plan where it is, our own sample always."""

import json
from datetime import date

import pytest

from nhacviec.sample import PLAN, sample_file
from plan.calendar import default_calendar
from plan.deadlines import Frame
from plan.documents import read_document
from plan.model import Shape
from plan.task_reading import Ask, TaskReading, questions, read_tasks
from tests.conftest import SHARED

FRAME = Frame(default_calendar(2024), date(2024, 9, 5), "plan")
REAL = SHARED / "plans" / "ke-hoach-cai-tien-2024-2025.txt"
needs_real_plan = pytest.mark.skipif(not REAL.exists(), reason="the real plan is not beside us")


def sample() -> tuple[TaskReading, ...]:
    return read_tasks(read_document(PLAN, sample_file(PLAN).read_bytes()), FRAME)


def real() -> tuple[TaskReading, ...]:
    return read_tasks(read_document(REAL.name, REAL.read_bytes()), FRAME)


@needs_real_plan
def test_the_real_plan_cell_by_cell() -> None:
    expected = json.loads(REAL.with_suffix(".expected.json").read_text("utf-8"))
    read = [
        {
            "criterion": t.row.criterion,
            "work": t.row.work,
            "time": t.row.time,
            "owner": t.row.owner,
            "budget": t.row.budget,
            "cond": t.row.conditions,
            "sol": t.row.solution,
        }
        for t in real()
    ]
    assert read == [{k: e[k] for k in read[0]} for e in expected]


@needs_real_plan
def test_the_due_days_of_the_real_plan() -> None:
    due = sorted(span.last for task in real() for span in task.spans)
    assert due == sorted(
        [
            date(2024, 12, 22),
            date(2025, 1, 31),
            date(2025, 4, 30),
            *[date(2025, 5, 31)] * 8,
            date(2025, 6, 30),
            date(2025, 7, 27),
            *[date(2025, 12, 31)] * 6,
            date(2026, 12, 31),
            *[date(2030, 12, 31)] * 2,
        ]
    )


@needs_real_plan
def test_the_money_of_the_real_plan() -> None:
    money = [t.budget.amount for t in real() if t.budget.amount]
    assert (len(money), sum(money)) == (14, 945_000_000)


@needs_real_plan
def test_the_questions_of_the_real_plan() -> None:
    asked = {q.ask: [real()[row].row.criterion for row in q.rows] for q in questions(real())}
    assert len(asked.pop(Ask.FOLLOWER)) == 11
    assert asked == {
        Ask.LEARNER: ["1.4", "2.1", "2.2"],
        Ask.COUNT: ["2.2"],
        Ask.CONTACT: ["1.10"],
        Ask.PAST: ["1.7"],
        Ask.DEPUTY: ["2.1"],
    }


def test_the_sample_asks_seven_questions_at_most() -> None:
    assert len(questions(sample())) == 7


def test_recurring_and_undated_rows_become_occurrences() -> None:
    by_time = {task.row.time: task for task in sample()}
    monthly = by_time["Ngày 25 hằng tháng"]
    assert monthly.shape is Shape.RECURRING
    assert [s.last.day for s in monthly.spans] == [25] * len(monthly.spans)
    weekly = by_time["Thứ Năm hằng tuần"]
    assert {span.last.weekday() for span in weekly.spans} == {3}
    undated = by_time["Thường xuyên"]
    assert [span.last for span in undated.spans] == [date(2025, 1, 17), date(2025, 5, 31)]


def test_a_row_past_when_read_keeps_no_occurrence_and_is_asked_about() -> None:
    past = next(task for task in sample() if task.row.time == "2023-2024")
    assert past.spans == ()
    assert Ask.PAST in past.asks
