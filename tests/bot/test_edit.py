"""The plan changed in chat: what was logged stays, who has it is told, all can be taken back."""

from datetime import date

import pytest

from plan.model import Occurrence, TaskState
from storage import occurrences, tasks
from storage.school_day import SchoolDay
from tests.school import SampleSchool


def days(school: SampleSchool, number: int) -> list[Occurrence]:
    def look(day: SchoolDay) -> list[Occurrence]:
        task = tasks.by_number(day.tx, day.school_id, number)
        assert task is not None
        return occurrences.of_task(day.tx, day.school_id, task.task_id)

    return school.read(look)


def test_a_changed_time_moves_the_day_and_keeps_the_reports(school: SampleSchool) -> None:
    school.says("cô Đào", "V4 60%")
    school.says("thầy Nam", "sửa V4 thời gian: 28/2/2025; kinh phí: 3 tr")
    assert days(school, 4)[0].due_on == date(2025, 1, 31)
    school.presses("thầy Nam", "Đúng")
    assert days(school, 4)[0].due_on == date(2025, 2, 28)
    assert "60%" in school.says("cô Đào", "xem V4")[0].text
    assert "vừa sửa việc" in school.told("cô Đào")[-2]
    school.says("thầy Nam", "hoàn tác")
    assert days(school, 4)[0].due_on == date(2025, 1, 31)


def test_who_oversees_decides_and_is_told_at_the_third_day(school: SampleSchool) -> None:
    school.says("thầy Nam", "sửa V4 chỉ đạo: cô Thủy; thời gian: 10/12/2024")
    school.presses("thầy Nam", "Đúng")
    school.forward("2024-12-13 09:00")  # the third working day after Tuesday 10/12
    assert [text for text in school.told("cô Thủy") if "V4" in text]
    assert not [text for text in school.told("thầy Nam") if "hỏi thăm" in text and "V4" in text]
    school.forward("2024-12-18 09:00")  # the seventh
    assert [text for text in school.told("thầy Nam") if "hỏi thăm" in text and "V4" in text]
    school.says("cô Đào", "lùi V4 đến 30/12")
    school.presses("cô Đào", "Đúng")
    assert "xin lùi" in school.told("cô Thủy")[-1]


def test_a_task_taken_out_is_reminded_of_again_when_put_back(school: SampleSchool) -> None:
    school.says("thầy Nam", "bỏ V4")
    school.presses("thầy Nam", "Bỏ việc này")
    task = school.read(lambda day: tasks.by_number(day.tx, day.school_id, 4))
    assert task is not None
    assert task.state is TaskState.CANCELLED
    assert "không cần làm nữa" in school.told("cô Đào")[-1]
    school.says("thầy Nam", "hoàn tác")
    school.forward("2025-01-24 09:00")
    assert [text for text in school.told("cô Đào") if "Đối chiếu sổ tài sản" in text]


def test_a_milestone_is_reminded_of_and_closed_by_itself(school: SampleSchool) -> None:
    school.says("thầy Nam", "mốc V4: 9/12 dán mã dãy A; 16/12 dán mã dãy B")
    assert [o.title for o in days(school, 4)][:2] == ["dán mã dãy A", "dán mã dãy B"]
    school.forward("2024-12-09 09:00")
    assert [text for text in school.told("cô Đào") if "dán mã dãy A" in text]
    (said,) = school.says("cô Đào", "xong V4")
    assert "mốc «dán mã dãy A» xong" in said.text
    assert [str(o.state) for o in days(school, 4)] == ["done", "open", "open"]


def test_a_task_added_in_chat_is_a_row_of_the_plan(school: SampleSchool) -> None:
    line = "thêm việc 3.2: Sơn lại phòng; thời gian: 30/4/2025; người làm: Kế toán"
    school.says("thầy Nam", line)
    school.presses("thầy Nam", "Đúng")
    (added,) = days(school, 22)
    assert added.due_on == date(2025, 4, 30)
    assert "cô Đào" in school.says("thầy Nam", "xem V22")[0].text


@pytest.mark.parametrize(
    "line",
    [
        "sửa hạn V4 thành 28/2/2025",
        "đổi hạn V4 sang 28/2/2025",
        "sửa V4 hạn 28/2/2025",
        "điều chỉnh thời gian V4: 28/2/2025",
        "cập nhật thời hạn V4 là 28/2/2025",
    ],
)
def test_a_cell_may_be_named_first_and_without_a_colon(line: str, school: SampleSchool) -> None:
    (said,) = school.says("thầy Nam", line)
    assert "«01/2025» thành «28/2/2025»" in said.text
    school.says("thầy Nam", "đúng rồi")
    assert days(school, 4)[0].due_on == date(2025, 2, 28)


def test_from_who_may_not_change_it_the_same_words_are_a_wish(school: SampleSchool) -> None:
    (said,) = school.says("cô Đào", "sửa hạn V4 thành 28/2")
    assert "xin lùi đến thứ Sáu 28/02/2025" in said.text
    (said,) = school.says("thầy Nam", "cập nhật V4 70%")
    assert "70 %" in said.text


@pytest.mark.parametrize(
    ("line", "work"),
    [
        ("thêm việc mới: mua máy chiếu trước 20/12", "mua máy chiếu"),
        ("thêm một việc: mua máy chiếu, hạn 19/12/2024", "mua máy chiếu"),
        ("bổ sung việc mua máy chiếu 19/12/2024", "mua máy chiếu"),
    ],
)
def test_an_added_task_may_end_in_its_time(line: str, work: str, school: SampleSchool) -> None:
    (said,) = school.says("thầy Nam", line)
    assert f"«{work}»" in said.text
    school.says("thầy Nam", "ok")
    (added,) = days(school, 22)
    assert added.due_on == date(2024, 12, 19)


def test_a_time_gone_by_is_asked_about(school: SampleSchool) -> None:
    (said,) = school.says("thầy Nam", "thêm việc tổ chức hội thi dịp 20/11")
    assert "dịp 20/11" in said.text
    assert "chưa ghi gì" in said.text


def test_what_cannot_be_read_changes_nothing(school: SampleSchool) -> None:
    lines = ("sửa V4 thời gian: 30/2/2025", "sửa V4 màu: xanh", "mốc V4: 1/1/2020 x", "sửa V4")
    for line in lines:
        assert "chưa ghi gì" in school.says("thầy Nam", line)[0].text
    assert len(days(school, 4)) == 1


def test_the_history_names_who_did_what(school: SampleSchool) -> None:
    school.says("cô Đào", "V4 60%")
    school.says("thầy Nam", "sửa V4 nội dung: Đối chiếu và dán mã")
    school.presses("thầy Nam", "Đúng")
    (said,) = school.says("thầy Nam", "lịch sử V4")
    text = said.text
    assert text.index("sửa việc · thầy Nam") < text.index("báo tiến độ · cô Đào")
