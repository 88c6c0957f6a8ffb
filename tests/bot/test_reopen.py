"""What was said to be done by mistake, or not as it was asked for, is opened again."""

import pytest

from tests.school import SampleSchool

RIGHT_AFTER = ["chết em nhầm, chưa xong", "em ghi nhầm rồi thầy ơi", "nhầm rồi ạ", "em nhầm"]


@pytest.mark.parametrize("line", RIGHT_AFTER)
def test_a_mistake_just_logged_is_taken_back(line: str, school: SampleSchool) -> None:
    school.says("cô Đào", "xong V4")
    (said,) = school.says("cô Đào", line)
    assert "Đã bỏ lời báo gần nhất: V4" in said.text
    assert "Đã xong" not in school.says("thầy Nam", "xem V4")[0].text


def test_a_bare_mistake_after_a_reminder_is_about_the_reminder(school: SampleSchool) -> None:
    school.says("cô Hà", "xem V17")
    school.forward("2024-12-05 07:00")
    assert "V17" in school.told("cô Hà")[-1]
    (said,) = school.says("cô Hà", "nhầm rồi")
    assert "Đã bỏ" not in said.text
    assert "không nhận" in said.text


def test_the_principal_opens_a_task_and_says_why(school: SampleSchool) -> None:
    school.says("cô Đào", "xong V4")
    school.forward("2024-12-10 09:00")
    (said,) = school.says("thầy Nam", "mở lại V4: thiếu ảnh")
    assert "Đã mở lại" in said.text
    assert "thiếu ảnh" in school.told("cô Đào")[-1]
    before = len(school.told("cô Đào"))
    school.forward("2025-01-24 09:00")
    assert [text for text in school.told("cô Đào")[before:] if "V4" in text]
    (said,) = school.says("cô Đào", "xong V4")
    assert "V4</b>" in said.text
    assert "xong" in said.text


def test_what_is_opened_may_be_taken_back(school: SampleSchool) -> None:
    school.says("cô Đào", "xong V4")
    school.says("thầy Nam", "mở lại V4")
    school.says("thầy Nam", "hoàn tác")
    assert "Đã xong" in school.says("thầy Nam", "xem V4")[0].text


def test_a_report_on_a_closed_task_asks_whether_it_is_to_be_opened(school: SampleSchool) -> None:
    school.says("cô Đào", "xong V4")
    (said,) = school.says("cô Đào", "V4 mới được một nửa, còn chờ báo giá")
    assert "Mở lại để làm tiếp" in said.text
    assert "vẫn ghi là đã xong" in school.says("cô Đào", "thôi ạ")[0].text
    school.says("cô Đào", "V4 60%")
    assert "Đã mở lại" in school.says("cô Đào", "đúng rồi")[0].text
    assert "60 %" in school.says("cô Đào", "V4 60%")[0].text


def test_only_who_closes_it_opens_it(school: SampleSchool) -> None:
    school.says("cô Đào", "xong V4")
    (said,) = school.says("thầy Tuấn", "mở lại V4")
    assert "chưa ghi gì" in said.text
    assert "Đã xong" in school.says("thầy Nam", "xem V4")[0].text
    assert "chưa ghi xong" in school.says("thầy Nam", "mở lại V12")[0].text
    assert "không có việc" in school.says("thầy Nam", "mở lại V99")[0].text


def test_every_part_is_owed_again(school: SampleSchool) -> None:
    school.says("thầy Nam", "thu cô Hà, cô Linh: báo cáo tháng 12, hạn 20/12")
    school.presses("thầy Nam", "Giao")
    for name in ("cô Hà", "cô Linh"):
        school.says(name, "xong V22")
    assert "2/2" in school.says("thầy Nam", "ai chưa nộp V22")[0].text
    school.says("thầy Nam", "mở lại V22")
    assert "0/2" in school.says("thầy Nam", "ai chưa nộp V22")[0].text
    school.says("cô Hà", "xong V22")
    assert "1/2" in school.says("thầy Nam", "ai chưa nộp V22")[0].text


def test_a_task_that_is_done_is_named_among_others(school: SampleSchool) -> None:
    school.says("cô Đào", "xong V4")
    (said,) = school.says("cô Đào", "việc 4 xong còn việc 12 chưa")
    assert "<b>V4</b> đã ghi xong từ trước" in said.text
    assert "<b>V12</b> chưa làm" in said.text
