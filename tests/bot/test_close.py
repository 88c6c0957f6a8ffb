"""The round that closes the year: what is missing of each task, answered by a tap or a line."""

import pytest

from plan.outcome import Outcome, Result
from storage import outcomes, tasks
from storage.database import Database
from tests.school import SampleSchool

PLAN = """KẾ HOẠCH CẢI TIẾN CHẤT LƯỢNG GIÁO DỤC
Năm học 2024-2025
(Theo Thông tư số 18/2018/TT-BGDĐT)
TT	Tiêu chuẩn, tiêu chí	Nội dung công việc	Thời gian	Người thực hiện
1	Tiêu chí 1.6	Đối chiếu sổ tài sản	05/2025	Kế toán
2	Tiêu chí 1.6	Công khai thu chi	2024-2025	Kế toán
3	Tiêu chí 3.6	Bổ sung sách tham khảo	2024-2025	Nhân viên thư viện
"""


@pytest.fixture
def may(database: Database, tmp_path_factory: pytest.TempPathFactory) -> SampleSchool:
    """Give a school with three tasks on Monday 2025-05-12."""
    made = SampleSchool(database, tmp_path_factory.mktemp("may"), "2025-05-12 09:00")
    made.platform.files["plan"] = PLAN.encode()
    file = {"reference": "plan", "name": "ke-hoach.txt"}
    made.says("thầy Nam", "", kind="file", files=[file])
    made.presses("thầy Nam", "Nhận kế hoạch")
    made.says("thầy Nam", "bắt đầu nhắc")
    return made


def said_of(school: SampleSchool) -> dict[int, Outcome]:
    known = school.read(lambda day: tasks.list_live(day.tx, day.school_id))
    numbers = {task.task_id: task.number for task in known}
    found = school.read(lambda day: outcomes.of_tasks(day.tx, day.school_id))
    return {numbers[task_id]: outcome for task_id, outcome in found.items()}


def test_one_line_answers_it_all(may: SampleSchool) -> None:
    may.says("cô Đào", "khép năm học")
    (asked,) = may.says("cô Đào", "xong, mức 3: đủ 24 phòng")
    assert "V1" in asked.text
    assert "chưa có minh chứng" in asked.text
    (asked,) = may.says("cô Đào", "biên bản kiểm kê, tủ kế toán")
    assert "Đã ghi V1 hoàn thành, mức 3" in asked.text
    assert said_of(may)[1] == Outcome(Result.DONE, "đủ 24 phòng", "3")
    # The other task of criterion 1.6 is asked for its result and evidence, no more for its level.
    may.presses("cô Đào", "Hoàn thành")
    (ended,) = may.presses("cô Đào", "Không có minh chứng")
    assert "V2 hoàn thành, mức 3" in ended.text
    assert "2/2" in ended.text


def test_it_goes_on_where_it_was_left(may: SampleSchool) -> None:
    may.says("cô Đào", "khép năm học")
    may.presses("cô Đào", "Còn dở")
    may.forward("2025-05-20 10:00")
    (asked,) = may.says("cô Đào", "khép năm học")
    assert "V1" in asked.text
    assert "chưa có minh chứng" in asked.text
    (asked,) = may.presses("cô Đào", "Để sau")
    assert "V2" in asked.text
    (ended,) = may.presses("cô Đào", "Để sau")
    assert "Chưa có kết quả: V2" in ended.text
    assert "Chưa có minh chứng: V1, V2" in ended.text


def test_a_photo_answers_the_question_for_evidence(may: SampleSchool) -> None:
    may.says("thầy Tài", "khép năm học")
    may.presses("thầy Tài", "Hoàn thành")
    may.platform.files["photo"] = b"\xff\xd8\xff" + b"0" * 100
    photo = {"reference": "photo", "name": "sach.jpg", "mime": "image/jpeg"}
    (asked,) = may.says("thầy Tài", "", kind="photo", files=[photo])
    assert "Đã ghi 1 minh chứng của V3" in asked.text
    assert "tiêu chí 3.6" in asked.text


def test_what_was_answered_is_taken_back_whole(may: SampleSchool) -> None:
    may.says("thầy Tài", "khép năm học")
    may.says("thầy Tài", "xong mức 2")
    assert said_of(may)[3].level == "2"
    (said,) = may.says("thầy Tài", "hoàn tác")
    assert "khép việc gần nhất: V3" in said.text
    assert said_of(may) == {}
    (seen,) = may.says("thầy Tài", "xem V3")
    assert "Chưa có báo cáo" in seen.text


def test_the_principal_sees_what_is_missing_of_the_school(may: SampleSchool) -> None:
    may.says("thầy Nam", "khép năm học")
    may.says("thầy Nam", "chưa làm: hết kinh phí")
    may.presses("thầy Nam", "Để sau")
    (ended,) = may.presses("thầy Nam", "Để sau")
    assert "1/3" in ended.text
    assert "Chưa có kết quả: V2, V3" in ended.text
    assert said_of(may)[1] == Outcome(Result.NOT, "hết kinh phí")
    (same,) = may.says("cô Mai", "khép năm học")
    assert "Chưa có kết quả: V2, V3" in same.text


def test_a_line_without_a_result_is_asked_about_with_its_words(may: SampleSchool) -> None:
    may.says("thầy Tài", "khép năm học")
    (asked,) = may.says("thầy Tài", "mới mua được 60 cuốn")
    assert "«mới mua được 60 cuốn»: vậy là xong hay còn dở" in asked.text
    may.presses("thầy Tài", "Còn dở")
    assert said_of(may)[3] == Outcome(Result.PART, "mới mua được 60 cuốn")


def test_who_said_what_a_task_came_to_is_not_asked_again(may: SampleSchool) -> None:
    def asked() -> int:
        return sum("việc hạn thứ Bảy 31/05" in text for text in may.told("thầy Tài"))

    may.forward("2025-05-17 12:00")
    assert asked() == 1
    may.presses("thầy Tài", "Đi từng việc")
    may.presses("thầy Tài", "Còn dở")
    may.forward("2025-05-31 12:00")
    assert asked() == 1


def test_it_is_too_early_in_december(school: SampleSchool) -> None:
    school.imports_the_sample_plan()
    (said,) = school.says("cô Hà", "khép năm học")
    assert "thứ Ba 01/04/2025" in said.text
