"""Many schools counted fast say what each school's own week says."""

from reports.rollup import SchoolCount, roll_up_all_schools
from reports.weekly import week
from tests.school import SampleSchool, at


def of_the_week(school: SampleSchool) -> SchoolCount:
    message = school.read(lambda day: week(day, school.member("thầy Nam")))
    assert message is not None
    late = message.due_open
    return SchoolCount(
        "Trường mẫu", message.base, message.base_done, late, message.carried, len(message.doubtful)
    )


def rolled_up(school: SampleSchool) -> SchoolCount:
    (count,) = school.database.read(lambda tx: roll_up_all_schools(tx, school.clock.now()))
    return count


def test_it_counts_as_the_week_does(school: SampleSchool) -> None:
    assert rolled_up(school) == of_the_week(school)


def test_also_what_recurs_and_what_has_no_day(school: SampleSchool) -> None:
    school.imports_the_sample_plan()
    for day in ("2025-02-14 17:00", "2025-03-10 09:00", "2025-05-30 09:00"):
        school.clock.move_to(at(day))
        assert rolled_up(school) == of_the_week(school)
