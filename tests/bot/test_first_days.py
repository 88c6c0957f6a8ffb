"""The first days of a school: greetings, help on one thing, people who come and go."""

import pytest

from tests.school import SampleSchool


def plain(text: str) -> str:
    return text.replace("<b>", "").replace("</b>", "")


def test_a_greeting_says_what_comes_next(school: SampleSchool) -> None:
    (said,) = school.says("cô Đào", "chào bot")
    assert "2 việc đang mở" in said.text
    assert "Chào thầy Nam" in school.says("thầy Nam", "giờ làm gì")[0].text


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("cách nhập kế hoạch", "nhập kế hoạch: đưa kế hoạch vào"),
        ("làm sao giao việc cho giáo viên", "giao: giao việc"),
        ("hướng dẫn lùi hạn", "lùi: xin lùi hạn"),
        ("làm thế nào để mời giáo viên ạ", "mời: lời mời riêng"),
    ],
)
def test_one_thing_of_the_help(line: str, wanted: str, school: SampleSchool) -> None:
    (said,) = school.says("thầy Nam", line)
    assert wanted in plain(said.text)
    assert "/" not in plain(said.text).splitlines()[0]


def test_asking_how_does_nothing(school: SampleSchool) -> None:
    (said,) = school.says("thầy Nam", "làm sao bỏ V4")
    assert "khỏi kế hoạch?" not in said.text
    (said,) = school.says("cô Đào", "làm sao bàn giao")
    assert "bàn giao:" not in plain(said.text)


def test_who_is_at_the_school_is_shown_a_page_at_a_time(school: SampleSchool) -> None:
    (said,) = school.says("thầy Nam", "xem danh sách")
    assert "đã tham gia (1/" in said.text
    assert "Hiệu trưởng" in said.text
    (said,) = school.presses("thầy Nam", "Xem tiếp")
    assert "(2/" in said.text
    assert "người phụ trách" in school.says("cô Đào", "xem danh sách")[0].text


def test_one_more_person_is_a_line(school: SampleSchool) -> None:
    (said,) = school.says("thầy Nam", "thêm cô Nguyễn Thị Ngát, GV, tổ Toán")
    assert "thêm 1 người" in said.text
    (said,) = school.says("thầy Nam", "thêm việc: mua máy chiếu trước 20/12")
    assert "kiểm giúp việc mới" in said.text


@pytest.mark.parametrize(
    "line", ["cô Hà chuyển công tác", "cô Hà đã nghỉ hưu", "xoá cô Hà khỏi danh sách"]
)
def test_who_leaves_is_handed_over_after_a_word(line: str, school: SampleSchool) -> None:
    (said,) = school.says("thầy Nam", line)
    assert "cô Hà không vào được nữa" in said.text
    assert "như cũ" in school.says("thầy Nam", "không ạ")[0].text
    assert school.member("cô Hà").full_name


def test_from_a_teacher_the_same_words_are_no_order(school: SampleSchool) -> None:
    (said,) = school.says("cô Đào", "cô Hà chuyển công tác")
    assert "không vào được nữa" not in said.text
    (said,) = school.says("cô Đào", "bỏ V4")
    assert "người phụ trách của trường" not in said.text
