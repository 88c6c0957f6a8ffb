"""A name that several have is asked about with a button for each, and what was asked goes on."""

import pytest

from followup.ports import Prompt
from tests.school import SampleSchool

LANS = ["cô Lan (tổ Toán - Tin)", "cô Lan (tổ Ngữ văn)"]


def choices(asked: list[Prompt]) -> list[str]:
    (prompt,) = asked
    return [choice.label for choice in prompt.choices]


@pytest.mark.parametrize("line", ["mời cô Lan", "mời cô Lan tham gia"])
def test_who_is_invited(school: SampleSchool, line: str) -> None:
    assert choices(school.says("thầy Nam", line)) == LANS
    lan = next(m for m in school.read(lambda day: day.staff.find("cô Lan")) if "văn" in m.unit)
    (invite,) = school.presses("thầy Nam", LANS[1])
    assert f"Lời mời riêng của {lan.full_name}" in invite.text


def test_the_name_may_be_typed_instead(school: SampleSchool) -> None:
    school.says("thầy Nam", "mời cô Lan")
    (invite,) = school.says("thầy Nam", "cô Đào")
    assert f"Lời mời riêng của {school.member('cô Đào').full_name}" in invite.text


@pytest.mark.parametrize("line", ["bàn giao cô Lan cho cô Đào", "bàn giao cô Đào cho cô Lan"])
def test_who_hands_over_to_whom(school: SampleSchool, line: str) -> None:
    assert choices(school.says("thầy Nam", line)) == LANS
    (question,) = school.presses("thầy Nam", LANS[0])
    first, second = (LANS[0], "cô Đào") if "Lan cho" in line else ("Cô Đào", LANS[0])
    assert question.text.casefold().find(first.casefold()) < question.text.find(second)
    assert question.choices


def test_both_who_hand_over_may_have_to_be_chosen(school: SampleSchool) -> None:
    assert choices(school.says("thầy Nam", "bàn giao cô Lan cho cô Lan")) == LANS
    assert choices(school.presses("thầy Nam", LANS[0])) == LANS
    (question,) = school.presses("thầy Nam", LANS[1])
    assert "Toán" in question.text
    assert "Ngữ văn" in question.text


def test_whose_data_are_erased(school: SampleSchool) -> None:
    assert choices(school.says("thầy Nam", "xoá dữ liệu cô Lan")) == LANS
    (question,) = school.presses("thầy Nam", LANS[0])
    assert question.text.startswith("Cô Lan (tổ Toán - Tin)")
    assert [choice.label for choice in question.choices] == ["Xoá", "Để sau"]
