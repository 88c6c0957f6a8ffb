"""Somebody who works at two schools is asked which one, only when nothing else tells."""

import pytest

from followup.create_school import create_school
from tests.school import SampleSchool


@pytest.fixture
def two(school: SampleSchool) -> SampleSchool:
    """Let the deputy of the sample school be the principal of a second one."""
    made = school.database.write(
        lambda tx: create_school(tx, "Trường thứ hai", school.clock.now())
    )
    school.says("thầy Khánh", made.code)
    school.presses("thầy Khánh", "Đồng ý")
    school.says("thầy Khánh", "lê văn khánh")
    school.presses("thầy Khánh", "thầy")
    school.wait(hours=1)
    return school


def test_a_full_name_is_tidied_and_a_command_is_none(school: SampleSchool) -> None:
    made = school.database.write(lambda tx: create_school(tx, "Hai", school.clock.now()))
    school.says("thầy Khánh", made.code)
    school.presses("thầy Khánh", "Đồng ý")
    assert "họ và tên" in school.says("thầy Khánh", "viec")[0].text
    assert "gọi Khánh" in school.says("thầy Khánh", "lê văn khánh")[0].text


def test_the_answer_is_given_for_the_school_chosen(two: SampleSchool) -> None:
    (asked,) = two.says("thầy Khánh", "viec")
    assert [choice.label for choice in asked.choices] == ["Trường mẫu", "Trường thứ hai"]
    (said,) = two.says("thầy Khánh", "1")
    assert "V15" in said.text


def test_by_button_too_and_only_once(two: SampleSchool) -> None:
    two.says("thầy Khánh", "viec")
    key = two.key("thầy Khánh", "Trường thứ hai")
    (said,) = two.says("thầy Khánh", "", kind="choice", choice=key)
    assert "V15" not in said.text
    (again,) = two.says("thầy Khánh", "", kind="choice", choice=key)
    assert "đã trả lời" in again.text


def test_a_talk_goes_on_with_the_school_that_wrote_last(two: SampleSchool) -> None:
    two.says("thầy Khánh", "viec")
    two.says("thầy Khánh", "1")
    (said,) = two.says("thầy Khánh", "V15 được 50%")
    assert "được 50 %" in said.text


def test_a_code_that_one_school_alone_has_needs_no_question(two: SampleSchool) -> None:
    (said,) = two.says("thầy Khánh", "V15 được 50%")
    assert "được 50 %" in said.text


def test_a_file_waits_for_the_answer(two: SampleSchool) -> None:
    two.platform.files["anh"] = b"\xff\xd8\xff\xe0 a photo"
    photo = {"reference": "anh", "name": "anh.jpg", "mime": "image/jpeg"}
    (asked,) = two.says("thầy Khánh", "ảnh họp V15", kind="photo", files=[photo])
    if asked.choices:
        (asked,) = two.presses("thầy Khánh", "Trường mẫu")
    assert "minh chứng" in asked.text


def test_what_is_said_names_the_school_to_who_works_at_two(two: SampleSchool) -> None:
    two.says("thầy Khánh", "viec")
    (said,) = two.says("thầy Khánh", "1")
    assert said.text.startswith("<b>Trường mẫu</b>: ")
    assert not two.says("cô Thủy", "viec")[0].text.startswith("<b>Trường mẫu</b>")


def test_a_reminder_and_a_notice_name_the_school_too(two: SampleSchool) -> None:
    two.says("thầy Nam", "giao thầy Khánh kiểm tra mái tôn trước thứ Sáu")
    two.says("thầy Nam", "1")
    assert two.told("thầy Khánh")[-1].startswith("<b>Trường mẫu</b>: ")
    before = len(two.told("thầy Khánh"))
    two.forward("2024-12-06 20:00")
    digests = two.told("thầy Khánh")[before:]
    assert digests
    assert all(text.startswith("<b>Trường mẫu</b>: ") for text in digests)
