"""Who is away, or wants no reminders, logs nothing; what sounds alike is read as it was."""

import pytest

from storage import reports
from tests.school import SampleSchool


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("em nghỉ ốm tuần này ạ", "Vâng, cô Đào"),
        ("tuần sau em đi công tác", "Vâng, cô Đào"),
        ("em xin nghỉ phép từ 2/12 đến 6/12", "Vâng, cô Đào"),
        ("em bi om", "Vâng, cô Đào"),
        ("đừng nhắc nữa", "Nhắc Việc không tắt nhắc được"),
        ("sao nhac hoai vay", "Nhắc Việc không tắt nhắc được"),
    ],
)
def test_nothing_is_logged_of_who_is_away(school: SampleSchool, said: str, answered: str) -> None:
    (prompt,) = school.says("cô Đào", said)
    assert prompt.text.startswith(answered)
    occurrences = range(1, 100)
    assert school.read(lambda day: reports.latest(day.tx, day.school_id, occurrences)) == {}


@pytest.mark.parametrize(
    "said",
    ["bot nhắc em gọi Sở chiều mai", "nhac mai em goi So", "em nghỉ ốm nên chưa làm được V4"],
)
def test_what_sounds_alike_is_something_else(school: SampleSchool, said: str) -> None:
    (prompt,) = school.says("cô Đào", said)
    assert not prompt.text.startswith(("Vâng, cô Đào", "Nhắc Việc không tắt"))


def test_what_falls_due_meanwhile_is_shown(school: SampleSchool) -> None:
    (prompt,) = school.says("cô Đào", "em đi công tác đến 31/1/2025")
    assert "<b>V4</b>" in prompt.text
    assert "lùi V4" in prompt.text


def test_a_teacher_may_ask_for_the_own_work_in_any_form(school: SampleSchool) -> None:
    for said in ("em còn mấy việc", "việc của em còn mấy cái", "em phụ trách những việc gì"):
        (prompt,) = school.says("cô Yến", said)
        assert prompt.text.startswith("<b>Việc của cô Yến: 1</b>")
    (prompt,) = school.says("cô Yến", "em có những việc gì trong tháng này")
    assert prompt.text.startswith("<b>Đến hạn thứ Hai 02/12 - thứ Ba 31/12")


@pytest.mark.parametrize(
    ("said", "days", "shown"),
    [
        ("thầy Lực nghỉ ốm tuần này", "đến Chủ nhật 08/12/2024 của thầy Lực: 1", "<b>V17</b>"),
        ("cô Đào nghỉ thai sản từ 1/1 đến 30/6/2025", "của cô Đào: 1", "<b>V4</b>"),
        ("tuần sau cô Đào đi công tác", "Cô Đào không có việc nào đến hạn từ thứ Hai 09/12", ""),
        ("co Dao nghi om", "Cô Đào không có việc nào đến hạn", ""),
    ],
)
def test_who_leads_sees_what_falls_due_while_another_is_away(
    school: SampleSchool, said: str, days: str, shown: str
) -> None:
    (prompt,) = school.says("thầy Nam", said)
    assert days in prompt.text
    assert shown in prompt.text
    assert "Nghỉ lâu: «bàn giao" in prompt.text


def test_nobody_is_shown_the_work_of_others_they_do_not_lead(school: SampleSchool) -> None:
    (prompt,) = school.says("cô Đào", "tuần sau thầy Lực đi công tác")
    assert "thầy Lực" not in prompt.text
    assert "Vâng, cô Đào" not in prompt.text


def test_all_of_somebody_s_work_goes_to_another(school: SampleSchool) -> None:
    (asked,) = school.says("thầy Nam", "chuyển hết việc của cô Đào cho cô Yến")
    assert asked.text.startswith("Bàn giao từ cô Đào cho cô Yến")
