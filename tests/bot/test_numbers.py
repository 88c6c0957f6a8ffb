"""Bare numbers: an answer to the newest question, else refused or confirmed, never guessed."""

from tests.school import SampleSchool


def test_a_number_that_answers_nothing_is_refused(school: SampleSchool) -> None:
    (said,) = school.says("thầy Định", "1")
    assert "chưa ghi gì" in said.text


def test_a_number_is_the_newest_questions_option(school: SampleSchool) -> None:
    (asked,) = school.says("thầy Định", "xong")
    assert asked.choices
    (said,) = school.says("thầy Định", "2")
    assert "Chưa rõ số" not in said.text


def test_after_the_task_is_chosen_what_is_doubtful_is_still_confirmed(
    school: SampleSchool,
) -> None:
    (asked,) = school.says("thầy Định", "được 2/3")
    (said,) = school.says("thầy Định", "", kind="choice", choice=asked.choices[0].key)
    assert "67 %" in said.text
    (asked,) = school.says("cô Linh", "coi như xong")
    (said,) = school.says("cô Linh", "", kind="choice", choice=asked.choices[0].key)
    assert "Ghi như vậy" in said.text
