"""A school's own dates: asked first, kept, and what stands on them moves along."""

from datetime import date

import pytest

from plan.calendar import SchoolCalendar
from storage import occurrences, tasks
from storage.school_day import SchoolDay
from tests.school import SampleSchool


def calendar(school: SampleSchool) -> SchoolCalendar:
    return school.read(lambda day: day.years.year(2024))


def due(school: SampleSchool, number: int) -> date:
    def look(day: SchoolDay) -> date:
        task = tasks.by_number(day.tx, day.school_id, number)
        assert task is not None
        return occurrences.of_task(day.tx, day.school_id, task.task_id)[-1].due_on

    return school.read(look)


def test_a_date_is_asked_about_then_kept_and_due_days_follow(school: SampleSchool) -> None:
    assert due(school, 3) == date(2025, 1, 17)
    (asked,) = school.says("thầy Nam", "khung hết HKI 10/1/2025")
    assert "đổi hạn theo" in asked.text
    assert due(school, 3) == date(2025, 1, 17)
    school.presses("thầy Nam", "Đúng")
    assert due(school, 3) == date(2025, 1, 10)
    assert calendar(school).second_semester_start == date(2025, 1, 11)
    school.says("thầy Nam", "hoàn tác")
    assert due(school, 3) == date(2025, 1, 17)
    assert calendar(school).first_semester_end == date(2025, 1, 17)


def test_weeks_off_make_the_teaching_weeks_of_spring_known(school: SampleSchool) -> None:
    assert calendar(school).teaching_week(21) is None
    school.says("thầy Nam", "khung nghỉ 27/1-8/2")
    school.presses("thầy Nam", "Đúng")
    week = calendar(school).teaching_week(21)
    assert week is not None
    assert week.first == date(2025, 2, 10)
    assert calendar(school).is_day_off(date(2025, 2, 5))
    school.says("thầy Nam", "khung làm bù 8/2/2025")
    school.presses("thầy Nam", "Đúng")
    assert not calendar(school).is_day_off(date(2025, 2, 8))


def test_saturdays_are_the_schools_choice(school: SampleSchool) -> None:
    assert not calendar(school).is_day_off(date(2024, 12, 7))
    school.says("thầy Nam", "khung thứ Bảy nghỉ")
    school.presses("thầy Nam", "Đúng")
    assert calendar(school).is_day_off(date(2024, 12, 7))


@pytest.mark.parametrize(
    "line", ["khung hết HKI 30/2", "khung hết HKI", "khung mưa 3/3", "khung bế giảng 1/9/2024"]
)
def test_what_does_not_fit_is_refused_and_nothing_kept(line: str, school: SampleSchool) -> None:
    before = calendar(school)
    (said,) = school.says("thầy Nam", line)
    assert "chưa ghi gì" in said.text
    assert calendar(school) == before


def test_only_the_office_may(school: SampleSchool) -> None:
    (said,) = school.says("cô Linh", "khung hết HKI 10/1/2025")
    assert "người phụ trách" in said.text
