"""Somebody is put beside who does a task, and taken out again."""

import pytest

from storage import tasks
from tests.school import SampleSchool


def people_of(school: SampleSchool, code: str) -> tuple[set[str], set[str]]:
    """Give who works on a task and who supports it, by given name."""
    number = number_of(school, code)
    shown = school.read(lambda day: day.responsible(number))
    assert shown is not None
    workers = {member.call_name for member in shown.workers}
    return workers, {member.call_name for member in shown.supporters}


def number_of(school: SampleSchool, code: str) -> int:
    """Give the number of a task's row."""
    found = school.read(lambda day: tasks.by_number(day.tx, day.school_id, int(code[1:])))
    assert found is not None
    return found.task_id


@pytest.mark.parametrize(
    "said",
    [
        "thêm cô Yến vào V4",
        "giao thêm V4 cho cô Yến",
        "cho cô Yến cùng làm V4 nhé",
        "cô Yến làm cùng cô Đào V4",
        "V4 bo sung co Yen",
        "thêm giúp thầy cô Yến vào V4",
        "thêm cô Bùi Thị Kim Yến vào V4",
    ],
)
def test_somebody_works_on_it_too(school: SampleSchool, said: str) -> None:
    (kept,) = school.says("thầy Nam", said)
    assert kept.text.startswith("Đã thêm cô Yến cùng làm <b>V4</b>")
    assert people_of(school, "V4") == ({"Đào", "Yến"}, set())
    assert ", cùng cô Đào; hạn" in school.told("cô Yến")[-1]


@pytest.mark.parametrize("said", ["cô Yến phối hợp V4", "nhờ cô Yến hỗ trợ cô Đào V4"])
def test_somebody_helps(school: SampleSchool, said: str) -> None:
    school.says("thầy Nam", said)
    assert people_of(school, "V4") == ({"Đào"}, {"Yến"})
    assert "thầy Nam nhờ phối hợp việc <b>V4</b>" in school.told("cô Yến")[-1]


def test_whoever_is_on_it_already_is_not_put_on_it_twice(school: SampleSchool) -> None:
    school.says("thầy Nam", "thêm cô Yến vào V4")
    (said,) = school.says("thầy Nam", "thêm cô Yến vào V4")
    assert said.text.startswith("Cô Yến đang làm <b>V4</b>")
    school.says("thầy Nam", "hoàn tác")
    assert people_of(school, "V4") == ({"Đào"}, set())
    assert "đã rút việc <b>V4</b>" in school.told("cô Yến")[-1]


def test_somebody_is_taken_out_and_put_back(school: SampleSchool) -> None:
    school.says("thầy Nam", "thêm cô Yến và thầy Tài vào V4")
    (kept,) = school.says("thầy Nam", "bỏ cô Yến khỏi V4")
    assert kept.text.startswith("Đã rút cô Yến khỏi <b>V4</b>")
    assert people_of(school, "V4") == ({"Đào", "Tài"}, set())
    assert "đã rút việc <b>V4</b>" in school.told("cô Yến")[-1]
    (back,) = school.says("thầy Nam", "hoàn tác")
    assert "V4" in back.text
    assert people_of(school, "V4") == ({"Đào", "Tài", "Yến"}, set())
    assert "giao việc <b>V4</b>" in school.told("cô Yến")[-1]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("bỏ cô Đào khỏi V4", "đang chịu trách nhiệm"),
        ("bỏ thầy Tài khỏi V4", "hiện không làm"),
        ("V12 bớt cô Yến", "theo chức danh"),
        ("/nguoilam V4", "Chưa rõ thêm hay bớt ai"),
    ],
)
def test_who_cannot_be_taken_out_stays(school: SampleSchool, said: str, why: str) -> None:
    before = people_of(school, "V4"), people_of(school, "V12")
    (refused,) = school.says("thầy Nam", said)
    assert why in refused.text
    assert (people_of(school, "V4"), people_of(school, "V12")) == before


def test_of_what_is_collected_a_part_is_owed_too(school: SampleSchool) -> None:
    school.says("thầy Nam", "thu báo cáo của cô Đào, thầy Tài trước 10/12")
    (given,) = school.presses("thầy Nam", "Giao")
    code = given.text.split("<b>")[1].split("</b>")[0]
    school.says("thầy Nam", f"thêm cô Yến vào {code}")
    (silent,) = school.says("thầy Nam", f"ai chưa nộp {code}")
    assert "cô Yến" in silent.text


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("cô Đào", "nhờ cô Yến hỗ trợ em V4"),
        ("thầy Nam", "V4 cô Yến làm cùng tốt lắm"),
        ("thầy Nam", "thêm cô Nhung vào V4"),
        ("thầy Nam", "cô Yến phối hợp V4 và V12"),
        ("thầy Nam", "giao V12 cho thầy Tài"),
    ],
)
def test_another_line_puts_nobody_on_it(school: SampleSchool, who: str, said: str) -> None:
    school.says(who, said)
    assert people_of(school, "V4") == ({"Đào"}, set())


def test_of_two_with_one_name_one_is_chosen(school: SampleSchool) -> None:
    (asked,) = school.says("thầy Nam", "thêm cô Yến và cô Lan vào V4")
    assert "mấy người trùng tên" in asked.text
    assert people_of(school, "V4") == ({"Đào"}, set())
    (kept,) = school.presses("thầy Nam", asked.choices[0].label)
    assert kept.text.startswith("Đã thêm cô Yến, cô Lan")
    assert people_of(school, "V4")[0] == {"Đào", "Yến", "Lan"}
