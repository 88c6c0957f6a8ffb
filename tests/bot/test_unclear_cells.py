"""Cells that a picture shows unclearly: asked one by one, confirmed by a tap or typed anew."""

from datetime import date

import pytest

from followup.import_plan import accept_plan, draft_plan
from plan.documents import Document, Field, PlanRow
from plan.model import Task
from storage import occurrences, tasks
from storage.history import Actor
from storage.school_day import SchoolDay
from tests.school import SampleSchool

WORK = "Lắp đèn hành lang khu B"


def imports(school: SampleSchool, *blurred: Field, budget: str = "8 tr") -> int:
    """Take in a plan of one row as a picture gave it, and come to its first question."""
    row = PlanRow(1, WORK, time="3/2025", owner="Kế toán", budget=budget, blurred=blurred)
    document = Document("Kế hoạch sửa chữa", ("2024-2025",), "", (row,))

    def taken(day: SchoolDay) -> int:
        actor = Actor(None, "operator")
        draft = draft_plan(day, actor, document, ("anh.jpg", ""))
        plan_id = accept_plan(day, actor, draft)
        return tasks.list_live(day.tx, day.school_id, plan_id)[0].task_id

    return school.do(taken)


def comes_to(school: SampleSchool, words: str) -> str:
    """Go through the questions until one holds some words; gives its text."""
    (asked,) = school.says("thầy Nam", "hỏi tiếp")
    for _ in range(30):
        if words in asked.text:
            return asked.text
        (asked,) = school.presses("thầy Nam", "Để sau")
        if "hỏi tiếp" in asked.text:
            (asked,) = school.says("thầy Nam", "hỏi tiếp")
    pytest.fail(f"{words} was never asked")


def task(school: SampleSchool, task_id: int) -> Task:
    found = school.read(lambda day: tasks.get(day.tx, day.school_id, task_id))
    assert found is not None
    return found


def dues(school: SampleSchool, task_id: int) -> list[date]:
    found = school.read(lambda day: occurrences.of_task(day.tx, day.school_id, task_id))
    return [occurrence.due_on for occurrence in found]


def test_a_time_is_confirmed_by_a_tap(school: SampleSchool) -> None:
    task_id = imports(school, Field.TIME)
    assert dues(school, task_id) == []
    assert "chữ trong ảnh chưa rõ" in comes_to(school, "3/2025").lower()
    school.presses("thầy Nam", "thứ Hai 31/03/2025")
    assert dues(school, task_id) == [date(2025, 3, 31)]


def test_a_time_is_typed_anew(school: SampleSchool) -> None:
    task_id = imports(school, Field.TIME)
    comes_to(school, "3/2025")
    school.says("thầy Nam", "trước 20/2/2025")
    assert dues(school, task_id) == [date(2025, 2, 19)]


def test_an_owner_gives_nobody_work_until_somebody_is_named(school: SampleSchool) -> None:
    task_id = imports(school, Field.OWNER)
    parts = school.read(lambda day: tasks.list_assignments(day.tx, day.school_id, [task_id]))
    assert {str(one.part) for one in parts[task_id]} == {"unclear"}
    comes_to(school, WORK)
    school.says("thầy Nam", "cô Mai")
    assert task(school, task_id).contact_id == school.member("cô Mai").member_id


def test_an_owner_read_rightly_is_confirmed_by_a_tap(school: SampleSchool) -> None:
    task_id = imports(school, Field.OWNER)
    comes_to(school, WORK)
    school.presses("thầy Nam", "Đúng là Kế toán")
    parts = school.read(lambda day: tasks.list_assignments(day.tx, day.school_id, [task_id]))
    assert [(one.role, str(one.part)) for one in parts[task_id]] == [("KT", "lead")]


def test_money_is_confirmed_or_typed(school: SampleSchool) -> None:
    task_id = imports(school, Field.BUDGET)
    assert task(school, task_id).budget_amount is None
    comes_to(school, "«8 tr»")
    (again,) = school.says("thầy Nam", "nhiều lắm")
    assert "chưa ghi gì" in again.text
    school.presses("thầy Nam", "8 tr")
    assert task(school, task_id).budget_amount == 8_000_000


def test_money_that_cannot_be_read_is_typed(school: SampleSchool) -> None:
    task_id = imports(school, budget="8O tr")
    comes_to(school, "«8O tr»")
    school.says("thầy Nam", "80 tr")
    assert task(school, task_id).budget_amount == 80_000_000


def test_work_is_confirmed_or_typed(school: SampleSchool) -> None:
    task_id = imports(school, Field.WORK)
    comes_to(school, f"«{WORK}»")
    school.says("thầy Nam", "Lắp đèn hành lang khu C")
    assert task(school, task_id).work == "Lắp đèn hành lang khu C"


def test_a_photo_with_the_word_is_read_as_a_plan(school: SampleSchool) -> None:
    school.platform.files["p"] = b"\xff\xd8\xff\xe0" + bytes(60)
    file = {"reference": "p", "name": "anh.jpg", "mime": "image/jpeg"}
    (said,) = school.says("thầy Nam", "kế hoạch ạ", kind="photo", files=[file])
    assert "tesseract-ocr-vie" in said.text
    (said,) = school.says("thầy Nam", "", kind="photo", files=[file])
    assert "tesseract" not in said.text
