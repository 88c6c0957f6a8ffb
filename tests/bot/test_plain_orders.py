"""Orders as people who lead a school give them, and whose task a bare line is about."""

import pytest

from tests.school import SampleSchool


@pytest.mark.parametrize(
    "line",
    [
        "cô Đào nộp báo cáo tài chính trước 20/12 nhé",
        "yêu cầu cô Đào nộp báo cáo tài chính, hạn 19/12",
        "phân công cô Đào nộp báo cáo tài chính trước 20/12",
        "nhờ cô Đào nộp báo cáo tài chính trước 20/12",
    ],
)
def test_an_order_is_looked_at_and_given(line: str, school: SampleSchool) -> None:
    (said,) = school.says("thầy Nam", line)
    assert "kiểm giúp trước khi giao" in said.text
    assert "cô Đào" in said.text
    school.says("thầy Nam", "ok")
    assert "nộp báo cáo tài chính" in school.told("cô Đào")[-1]


def test_everybody_is_everybody_but_the_speaker(school: SampleSchool) -> None:
    school.says("thầy Nam", "nhắc mọi người họp hội đồng 8h sáng thứ Sáu")
    (said,) = school.says("thầy Nam", "ok")
    assert "13 người nữa" in said.text
    assert "họp hội đồng" in school.told("cô Linh")[-1]


def test_to_a_head_everybody_is_the_own_unit(school: SampleSchool) -> None:
    for line in ("nhắc mọi người nộp kế hoạch trước 10/12", "thu kế hoạch của tổ trước 10/12"):
        (said,) = school.says("cô Lan (Toán)", line)
        assert "thầy Tuấn" in said.text
        school.says("cô Lan (Toán)", "thôi")


def test_from_a_teacher_such_words_are_a_reply(school: SampleSchool) -> None:
    (said,) = school.says("cô Đào", "cô Yến nộp báo cáo trước 20/12")
    assert "trước khi giao" not in said.text


def test_nothing_is_broadcast(school: SampleSchool) -> None:
    (said,) = school.says("thầy Nam", "thông báo toàn trường ngày mai nghỉ")
    assert "chưa gửi ai" in said.text


def test_a_bare_line_is_no_report_on_what_was_only_given(school: SampleSchool) -> None:
    school.says("thầy Nam", "giao cô Đào nộp báo cáo hạn 20/12")
    school.says("thầy Nam", "ok")
    (said,) = school.says("thầy Nam", "xong rồi")
    assert "V22" not in said.text
    (said,) = school.says("thầy Nam", "xong V22")
    assert "V22" in said.text


def test_a_question_of_ones_own_is_not_passed_on_unasked(school: SampleSchool) -> None:
    school.says("cô Đào", "V4 làm theo mẫu nào ạ?")
    before = len(school.told("cô Đào"))
    (said,) = school.says("thầy Nam", "tiêu chí nào khó nhất")
    assert "Chuyển câu" in said.text
    assert "câu hỏi vẫn chờ" in school.says("thầy Nam", "không")[0].text
    assert len(school.told("cô Đào")) == before
    school.says("thầy Nam", "chờ quyết")
    school.says("thầy Nam", "mẫu của Sở nhé")
    assert "mẫu của Sở nhé" in school.told("cô Đào")[-1]


def test_a_question_back_is_passed_on_after_a_look(school: SampleSchool) -> None:
    school.says("cô Đào", "V4 cần chữ ký không ạ?")
    school.says("thầy Nam", "chữ ký nào?")
    school.says("thầy Nam", "ok")
    assert "chữ ký nào?" in school.told("cô Đào")[-1]


def test_a_day_named_with_a_task_that_is_given_is_not_lost(school: SampleSchool) -> None:
    (prompt,) = school.says("thầy Nam", "giao V4 cho cô Yến làm, hạn 20/12")
    assert "cho cô Yến" in prompt.text
    assert "Hạn V4 giữ nguyên; muốn đổi: «sửa hạn V4 thành thứ Sáu 20/12/2024»" in prompt.text


def test_who_owes_a_task_is_reminded_by_whatever_verb(school: SampleSchool) -> None:
    (prompt,) = school.says("thầy Nam", "yêu cầu cô Đào làm V4")
    assert prompt.text.startswith("Đã nhắc cô Đào về V4")


@pytest.mark.parametrize(
    "said", ["giao V4, V12 cho cô Yến", "giao V4 và V12 cho cô Yến", "phân công cô Yến V4, V12"]
)
def test_several_tasks_given_to_one_are_no_new_work(school: SampleSchool, said: str) -> None:
    (asked,) = school.says("thầy Nam", said)
    assert "<b>V4</b> giao cho cô Yến; <b>V12</b> giao cho cô Yến" in asked.text
