"""The numbers that the picture and the documents share: by standard, by source of money."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plan.folding import fold
from plan.progress import Standing
from reports.overview import TaskView
from reports.weekly import is_in_base
from storage.school_day import SchoolDay
from texts.labels import label


@dataclass(frozen=True, slots=True)
class StandardCount:
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


@dataclass(frozen=True, slots=True)
class Money:
    """Money of one source, in dong: planned in the plan, spent as far as it was told."""

    source: str
    planned: int
    spent: int
    tasks: int


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


def by_source(views: Iterable[TaskView], spent: Mapping[str, int]) -> tuple[Money, ...]:
    """Add up the money of tasks by its source, the largest first.

    One source may be written with or without capitals and marks; it is named as first written.
    """
    names: dict[str, str] = {}
    planned: dict[str, list[int]] = {}
    paid: dict[str, int] = {}
    for view in views:
        if view.task.budget_amount:
            name = view.task.budget_source or label("no_source")
            planned.setdefault(_key(name, names), []).append(view.task.budget_amount)
    for name, amount in spent.items():
        key = _key(name or label("no_source"), names)
        paid[key] = paid.get(key, 0) + amount
    found = [
        Money(name, sum(planned.get(key, ())), paid.get(key, 0), len(planned.get(key, ())))
        for key, name in names.items()
    ]
    return tuple(sorted(found, key=lambda money: (-money.planned, -money.spent, money.source)))


def _key(name: str, names: dict[str, str]) -> str:
    key = fold(name)
    names.setdefault(key, name)
    return key
