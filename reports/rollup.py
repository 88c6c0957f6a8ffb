"""Many schools in one look: the official done/total of each, with its base."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from plan.counting import DueDay, count_task
from plan.hours import local
from plan.school_years import SchoolYears, first_year_of
from storage import occurrences, schools
from storage.database import Tx
from storage.school_day import SchoolDay


class SchoolCount(Struct):
    """The tasks of a school's running plans. `total` are those due within the school year.

    `done` and `late` are of `total`; `carried` go on after the year; `doubtful` have no day yet.
    """

    school: str
    total: int = 0
    done: int = 0
    late: int = 0
    carried: int = 0
    doubtful: int = 0

    def add(self, due_days: Sequence[DueDay], today: date, years: SchoolYears) -> None:
        """Count one task."""
        counted = count_task(due_days, today, years)
        if counted is None:
            self.doubtful += 1
        elif counted.last_due_on > years.year(first_year_of(today)).year_end:
            self.carried += 1
        else:
            self.total += 1
            self.done += counted.is_done
            self.late += counted.is_late

    def to_json(self) -> dict[str, Any]:
        """Give it as a line of output."""
        return asdict(self)


def roll_up_all_schools(tx: Tx, now: datetime) -> tuple[SchoolCount, ...]:
    """Count every school as of now, in the order they were made; the numbers are the week's."""
    days = {
        school.school_id: SchoolDay(tx, school, now) for school in schools.list_all_schools(tx)
    }
    counts = {number: SchoolCount(day.school.name) for number, day in days.items()}
    years = {number: day.years for number, day in days.items()}
    for school_id, _, due_days in occurrences.of_plans_all_schools(tx):
        counts[school_id].add(due_days, local(now).date(), years[school_id])
    return tuple(counts.values())
