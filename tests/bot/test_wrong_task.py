"""Reported on the wrong task: what was logged of it is taken back, and nothing else."""

import pytest

from storage import occurrences, reports, tasks
from storage.school_day import SchoolDay
from tests.school import SampleSchool


def is_reported(school: SampleSchool, number: int) -> bool:
    def look(day: SchoolDay) -> bool:
        task = tasks.by_number(day.tx, day.school_id, number)
        assert task is not None
        own = occurrences.of_task(day.tx, day.school_id, task.task_id)
        return bool(reports.latest(day.tx, day.school_id, [o.occurrence_id for o in own]))

    return school.read(look)


@pytest.mark.parametrize(
    "said",
    [
        "V12 chứ không phải V4",
        "em báo nhầm V4, V12 mới đúng ạ",
        "không phải V4 mà là V12",
        "nham V4 sang V12 roi",
        "em nhầm, V12 mới đúng",
    ],
)
def test_what_was_logged_of_the_wrong_task_is_taken_back(school: SampleSchool, said: str) -> None:
    school.says("cô Đào", "V4 được 50%")
    (prompt,) = school.says("cô Đào", said)
    assert prompt.text.startswith("Đã bỏ lời báo gần nhất: V4.")
    assert "gõ «xong V12»" in prompt.text
    assert not is_reported(school, 4)
    assert not is_reported(school, 12)


def test_nothing_else_is_taken_back(school: SampleSchool) -> None:
    school.says("cô Đào", "V4 được 50%")
    (prompt,) = school.says("cô Đào", "V4 chứ không phải V12")
    assert (
        prompt.text
        == "Lần ghi gần nhất của cô Đào là việc khác, không thuộc V12, nên Nhắc Việc chưa bỏ gì ạ."
    )
    assert is_reported(school, 4)


@pytest.mark.parametrize(
    "said", ["V4, V12 không phải của em", "V4 và V12 mới đúng hạn", "V12 không phải việc của em"]
)
def test_what_names_no_mistake_takes_nothing_back(school: SampleSchool, said: str) -> None:
    school.says("cô Đào", "V4 được 50%")
    school.says("cô Đào", said)
    assert is_reported(school, 4)


@pytest.mark.parametrize(
    "said", ["trường mình xong mấy việc rồi", "tuần này xong được mấy việc", "tới hạn chưa"]
)
def test_what_is_asked_is_not_logged(school: SampleSchool, said: str) -> None:
    school.says("cô Đào", "V4")
    school.says("thầy Nam", "V6")
    for name in ("cô Đào", "thầy Nam"):
        school.says(name, said)
    assert not any(is_reported(school, number) for number in (4, 6, 12))
