"""An edited plan against the one before: same, edited, new, missing."""

from plan.documents import PlanRow
from plan.reimport import Edit, KnownTask, cells_of, compare


def row(work: str, criterion: str = "1.1", time: str = "6/2025") -> PlanRow:
    return PlanRow(line=1, work=work, level="1-3", criterion=criterion, time=time)


def known(number: int, before: PlanRow) -> KnownTask:
    return KnownTask(number, before.level, before.criterion, before.work, cells_of(before))


OLD = [known(1, row("Sửa mái nhà xe")), known(2, row("Mua sách tham khảo", "3.6"))]


def test_the_same_file_changes_nothing() -> None:
    assert compare(OLD, [row("Sửa mái nhà xe"), row("Mua sách tham khảo", "3.6")]).is_empty


def test_marks_and_case_do_not_make_another_task() -> None:
    difference = compare(OLD, [row("sua mai nha xe"), row("Mua sách tham khảo", "3.6")])
    assert difference.edited == (Edit(1, 0, ("work",), is_sure=True),)
    assert not difference.new


def test_another_cell_is_an_edit_and_a_rewritten_work_an_unsure_one() -> None:
    difference = compare(
        OLD, [row("Sửa mái nhà xe", time="7/2025"), row("Mua thêm sách tham khảo", "3.6")]
    )
    assert difference.edited == (
        Edit(1, 0, ("time",), is_sure=True),
        Edit(2, 1, ("work",), is_sure=False),
    )


def test_what_is_left_is_new_or_missing() -> None:
    difference = compare(OLD, [row("Sửa mái nhà xe"), row("Trồng cây trong sân", "3.6")])
    assert (difference.new, difference.missing) == ((1,), (2,))


def test_two_equal_rows_are_two_tasks() -> None:
    twice = [known(1, row("Họp tổ")), known(2, row("Họp tổ"))]
    assert compare(twice, [row("Họp tổ"), row("Họp tổ")]).is_empty
    assert compare(twice, [row("Họp tổ")]).missing == (2,)
