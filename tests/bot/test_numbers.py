"""Bare numbers: an answer to the newest question, else refused or confirmed, never guessed."""

import pytest

from followup.post import notify
from followup.say import Option, Say
from storage.school_day import SchoolDay
from tests.school import SampleSchool
from texts.messages.replies import WhichSchool


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


@pytest.fixture
def digest(school: SampleSchool) -> SampleSchool:
    """Let cô Hà have a digest of three tasks: V17, V22, V23."""
    for work in ("báo cáo CSVC", "danh sách thi đua"):
        school.says("thầy Nam", f"giao cô Hà nộp {work} hạn 5/12")
        school.presses("thầy Nam", "Giao")
    school.forward("2024-12-05 07:00")
    assert "3 việc" in school.told("cô Hà")[-1]
    return school


def test_a_list_is_gone_back_to_after_each_of_its_tasks(digest: SampleSchool) -> None:
    for number, code in ((1, "V17"), (2, "V22"), (3, "V23")):
        (asked,) = digest.says("cô Hà", str(number))
        assert code in asked.text
        assert asked.choices[0].label == "Xong"
        (said,) = digest.says("cô Hà", "số 1 ạ")
        assert f"{code}</b>" in said.text
        assert "xong" in said.text


def test_the_number_of_an_older_list_is_refused_with_the_newest(digest: SampleSchool) -> None:
    digest.says("thầy Nam", "nhờ cô Hà làm thay V1")
    digest.says("cô Đào", "V4 vướng: chưa có mẫu")
    digest.do(lambda day: notify(day, day.staff.find("cô Hà")[0], "x", question(day)))
    digest.settle()
    (refused,) = digest.says("cô Hà", "1")
    assert "Số 1 chưa rõ" in refused.text
    assert "trường nào" in refused.text
    assert [choice.label for choice in refused.choices] == ["Đúng", "Không"]
    (again,) = digest.says("cô Hà", "3")
    assert "Số 3 chưa rõ" in again.text
    assert again.text.count("chưa rõ") == 1
    (done,) = digest.says("cô Hà", "2")
    assert "chưa rõ" not in done.text


def test_what_nobody_has_seen_yet_takes_no_number(school: SampleSchool) -> None:
    school.forward("2024-12-02 21:00")
    (asked,) = school.says("thầy Định", "xong")
    assert len(asked.choices) > 1
    before = len(school.told("thầy Định"))
    school.do(lambda day: notify(day, day.staff.find("thầy Định")[0], "x", question(day)))
    school.settle()
    assert len(school.told("thầy Định")) == before, "it waits for the morning"
    (said,) = school.says("thầy Định", "1")
    assert "xong" in said.text.lower()
    assert "chưa rõ" not in said.text


def test_yesterdays_numbers_mean_nothing(digest: SampleSchool) -> None:
    digest.wait(hours=13)
    digest.says("cô Hà", "viec")
    digest.says("cô Hà", "hoàn tác")
    (said,) = digest.says("cô Hà", "3")
    assert "chưa ghi gì" in said.text


def question(day: SchoolDay) -> Say:
    (who,) = day.staff.find("cô Hà")
    rows = ((Option("yes", "Đúng"), Option("no", "Không")),)
    return Say(WhichSchool(who), "confirm_reply", {"steps": []}, rows)


def test_a_question_passed_over_is_reached_by_the_code_of_its_task(digest: SampleSchool) -> None:
    say = digest.says
    (asked,) = say("cô Hà", "V17 xin lùi đến 9/12")
    assert "Ghi như vậy" in asked.text
    yes = asked.choices[0].label
    say("cô Hà", "việc của tôi")
    (said,) = say("cô Hà", f"V999 {yes}")
    assert "V999" in said.text
    (said,) = say("cô Hà", f"v17 {yes.lower()} ạ")
    assert "09/12" in said.text
    assert "Ghi như vậy" not in said.text
    before = len(digest.told("thầy Nam"))
    say("cô Hà", f"V17 {yes}")
    assert len(digest.told("thầy Nam")) == before, "asked once, answered once"
