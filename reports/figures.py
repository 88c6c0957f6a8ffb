"""The numbers that the picture and the documents share: by standard, by source of money."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from plan.progress import Standing
from reports.money import MoneyLine, Spending, add_up
from reports.overview import TaskView
from reports.weekly import is_in_base
from storage import expenses
from storage.school_day import SchoolDay
from texts.labels import label


class StandardCount(Struct, frozen=True):
    """The tasks of one standard. `total` are those due within the school year.

    `done` and `late` are of `total`; `carried` go on after the year, `doubtful` have no day yet.
    `number` is empty for tasks that belong to no standard.
    """

    number: str
    title: str
    total: int
    done: int
    late: int
    carried: int
    doubtful: int
    evidence: int


def of_plan(views: Iterable[TaskView]) -> list[TaskView]:
    """Keep the tasks of plans; what was handed out in chat never enters their numbers."""
    return [view for view in views if view.task.plan_id is not None]


def by_standard(views: Sequence[TaskView], day: SchoolDay) -> tuple[StandardCount, ...]:
    """Count the tasks of plans by their standard, in the order of the plan."""
    groups: dict[str, list[TaskView]] = {}
    for view in views:
        groups.setdefault(view.task.standard, []).append(view)
    return tuple(_counted(number, group, day) for number, group in groups.items())


def _counted(number: str, group: Sequence[TaskView], day: SchoolDay) -> StandardCount:
    base = [view for view in group if is_in_base(view, day)]
    doubtful = sum(view.progress is None for view in group)
    return StandardCount(
        number=number,
        title=next((view.task.standard_title for view in group if view.task.standard_title), ""),
        total=len(base),
        done=sum(view.standing is Standing.DONE for view in base),
        late=sum(view.standing is Standing.OVERDUE for view in base),
        carried=len(group) - len(base) - doubtful,
        doubtful=doubtful,
        evidence=sum(view.evidence for view in group),
    )


def money_of(views: Iterable[TaskView], day: SchoolDay) -> Spending:
    """Add up what tasks of plans were planned to cost and what was spent on them."""
    return add_up([view.task for view in views], expenses.standing(day.tx, day.school_id))


def source_of(line: MoneyLine) -> str:
    """Name the source of a line; where none is written, that is said."""
    return line.name or label("no_source")
