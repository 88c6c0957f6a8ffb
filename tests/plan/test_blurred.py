"""What a picture shows unclearly is asked about: it dates, assigns and adds nothing."""

from datetime import date

from msgspec.structs import replace

from plan.calendar import default_calendar
from plan.deadlines import Frame
from plan.documents import Document, Field, PlanRow
from plan.documents.reading import understand
from plan.documents.source import Cell, Merged, Row, Source, Table
from plan.task_reading import Ask, TaskReading, questions, read_tasks

FRAME = Frame(default_calendar(2024), date(2024, 9, 5), "plan")
ROW = PlanRow(1, "Họp tổ", time="9/2024", owner="TTCM", support="Kế toán", budget="5 tr")


def read(*rows: PlanRow) -> tuple[TaskReading, ...]:
    return read_tasks(Document("", (), "", rows), FRAME)


def test_a_clear_row_asks_nothing() -> None:
    (task,) = read(ROW)
    assert (task.asks, len(task.spans), task.budget.amount) == ((), 1, 5_000_000)


def test_each_blurred_cell_is_asked_and_used_for_nothing() -> None:
    fields = (Field.WORK, Field.TIME, Field.OWNER, Field.SUPPORT, Field.BUDGET)
    (task,) = read(replace(ROW, blurred=fields))
    assert set(task.asks) == {Ask.WORDS, Ask.TIME, Ask.CONTACT, Ask.MONEY}
    assert task.spans == ()
    assert task.budget.amount is None
    assert "KT" not in {owner.role for owner in task.owners.owners}


def test_blurred_cells_that_read_alike_are_asked_apart() -> None:
    blurred = replace(ROW, blurred=(Field.TIME, Field.OWNER))
    asked = questions(read(blurred, blurred, ROW))
    assert [(question.ask, question.rows) for question in asked] == [
        (Ask.CONTACT, (0,)),
        (Ask.CONTACT, (1,)),
        (Ask.TIME, (0,)),
        (Ask.TIME, (1,)),
    ]


def test_a_blurred_time_that_is_past_is_asked_as_past() -> None:
    (task,) = read(replace(ROW, time="2023-2024", blurred=(Field.TIME,)))
    assert task.asks == (Ask.PAST,)


def test_money_nobody_can_read_is_asked_wherever_it_comes_from() -> None:
    (task,) = read(replace(ROW, budget="1O tr"))
    assert (task.asks, task.budget.amount) == ((Ask.MONEY,), None)


def cell(text: str, *, is_blurred: bool = False, merged: Merged = Merged.NO) -> Cell:
    return Cell(text, text, merged, is_blurred)


def test_blurred_cells_of_a_table_name_their_fields_also_where_they_are_repeated() -> None:
    rows = [
        [cell("TT"), cell("Nội dung"), cell("Thời gian"), cell("Người thực hiện")],
        [cell("1"), cell("Họp"), cell("9/2024", is_blurred=True), cell("HT", is_blurred=True)],
        [cell("2"), cell("Thi"), cell("9/2024", is_blurred=True, merged=Merged.ABOVE), cell("nt")],
        [cell("3"), cell("Chấm"), cell("10/2024"), cell("PHT")],
    ]
    table = Table(tuple(Row(n, tuple(row)) for n, row in enumerate(rows, start=1)))
    document = understand("", Source((table,)))
    assert [row.blurred for row in document.rows] == [
        (Field.OWNER, Field.TIME),
        (Field.OWNER, Field.TIME),
        (),
    ]
