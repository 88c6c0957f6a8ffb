"""A deed taken back: rows it added, changed, changed twice and took away, or nothing of it."""

import pytest
from sqlalchemy import select

from storage import occurrences, tasks
from storage.database import Tx
from storage.history import Actor, Deed, last_deed
from storage.school_day import SchoolDay
from storage.tables import assignments
from storage.tables import tasks as table
from storage.taking_back import ChangedSinceError, take_back
from tests.school import SampleSchool

NAME = "edit_task"


def done(school: SampleSchool) -> list[str]:
    """Give every task and who has it."""

    def look(tx: Tx) -> list[str]:
        return sorted(repr(row) for one in (table, assignments) for row in tx.execute(select(one)))

    return school.database.read(look)


def begin(school: SampleSchool, day: SchoolDay) -> Deed:
    return day.deed(NAME, Actor(school.member("thầy Nam").member_id, "fake"))


def takes_back(school: SampleSchool) -> None:
    """Take the principal's last deed back, as the principal."""
    number = school.member("thầy Nam").member_id

    def back(day: SchoolDay) -> None:
        found = last_deed(day.tx, day.school_id, number, {NAME}, day.now)
        assert found is not None
        take_back(day.tx, day.school_id, found[0], Actor(number, "fake"), day.now)

    school.do(back)


def edits(school: SampleSchool) -> None:
    """Change tasks each to a value of its own, one of them twice, and give all to others."""

    def edit(day: SchoolDay) -> None:
        deed = begin(school, day)
        live = tasks.list_live(day.tx, day.school_id)
        tasks.change_each(deed, {t.task_id: {"work": f"{t.work} {t.number}"} for t in live})
        tasks.change(deed, live[0].task_id, work="Việc khác", conditions="cần xe")
        own = tasks.list_assignments(day.tx, day.school_id)
        tasks.unassign(deed, [one.assignment_id for of_task in own.values() for one in of_task])
        tasks.assign_many(
            deed, [{"task_id": t.task_id, "part": "lead", "role": "HT"} for t in live]
        )

    school.do(edit)


@pytest.fixture
def running(school: SampleSchool) -> SampleSchool:
    school.imports_the_sample_plan()
    return school


def test_everything_is_as_it_was(running: SampleSchool) -> None:
    before = done(running)
    edits(running)
    assert done(running) != before
    takes_back(running)
    assert done(running) == before


def test_nothing_is_taken_back_when_one_of_many_changed_since(running: SampleSchool) -> None:
    edits(running)

    def later(day: SchoolDay) -> None:
        task = tasks.list_live(day.tx, day.school_id)[-1]
        deed = day.deed("answer_doubt", Actor(None, "operator"))
        tasks.change(deed, task.task_id, work="Đã khác từ lâu")

    running.do(later)
    before = done(running)
    with pytest.raises(ChangedSinceError):
        takes_back(running)
    assert done(running) == before


def test_days_moved_each_to_its_own_come_back(running: SampleSchool) -> None:
    def days(day: SchoolDay) -> dict[int, str]:
        standing = occurrences.list_standing(day.tx, day.school_id)
        return {
            one.occurrence_id: f"{one.first_on} {one.due_on} {one.due_time}" for one in standing
        }

    def move(day: SchoolDay) -> None:
        standing = occurrences.list_standing(day.tx, day.school_id)
        due = {one.occurrence_id: {"due_on": one.due_on.replace(day=28)} for one in standing}
        occurrences.change_each(begin(running, day), due)

    before = running.read(days)
    running.do(move)
    assert running.read(days) != before
    takes_back(running)
    assert running.read(days) == before
