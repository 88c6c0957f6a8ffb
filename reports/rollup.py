"""Many schools in one look: the official done/total of each, with its base."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from plan.counting import count_task
from plan.school_years import first_year_of
from storage import occurrences, schools
from storage.database import Tx
from storage.school_day import SchoolDay


@dataclass(slots=True)
class SchoolCount:
    """The tasks of a school's running plans. `total` are those due within the school year.

    `done` and `late` are of `total`; `carried` go on after the year; `doubtful` have no day yet.
    """

    school: str
    total: int = 0
    done: int = 0
    late: int = 0
    carried: int = 0
    doubtful: int = 0

    def to_json(self) -> dict[str, Any]:
        """Give it as a line of output."""
        return asdict(self)


def roll_up_all_schools(tx: Tx, now: datetime) -> tuple[SchoolCount, ...]:
    """Count every school as of now, in the order they were made; the numbers are the week's."""
    days = {
        school.school_id: SchoolDay(tx, school, now) for school in schools.list_all_schools(tx)
    }
    counts = {number: SchoolCount(day.school.name) for number, day in days.items()}
    ends = {
        number: day.years.year(first_year_of(day.today)).year_end for number, day in days.items()
    }
    for school_id, _, due_days in occurrences.of_plans_all_schools(tx):
        day, count = days[school_id], counts[school_id]
        counted = count_task(due_days, day.today, day.years)
        if counted is None:
            count.doubtful += 1
        elif counted.last_due_on > ends[school_id]:
            count.carried += 1
        else:
            count.total += 1
            count.done += counted.is_done
            count.late += counted.is_late
    return tuple(counts.values())
