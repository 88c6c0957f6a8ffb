"""Money planned against money spent, by task, standard and source."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from plan.model import Task
from plan.sources import same_source, source_name
from storage import expenses, tasks
from storage.expenses import Expense
from storage.school_day import SchoolDay


class MoneyLine(Struct, frozen=True):
    """Planned and spent under one name, in dong, with how many tasks have a budget."""

    name: str
    planned: int = 0
    spent: int = 0
    tasks: int = 0

    @property
    def left(self) -> int:
        """What is left; below zero when more was spent than planned."""
        return self.planned - self.spent


class Spending(Struct, frozen=True):
    """A plan's money, or the school's.

    `by_task` is keyed by the task's code, `by_standard` by the standard's number (empty for
    tasks outside standards), `by_source` by the source's one name (empty where none is said).
    """

    total: MoneyLine
    by_task: tuple[MoneyLine, ...]
    by_standard: tuple[MoneyLine, ...]
    by_source: tuple[MoneyLine, ...]

    def of_source(self, text: str) -> MoneyLine | None:
        """Give the line of a source, however it is written."""
        return next((line for line in self.by_source if same_source(line.name, text)), None)


def spending(day: SchoolDay, plan_id: int | None = None) -> Spending:
    """Add up the money of one plan, or of every task of the school that was not cancelled."""
    live = tasks.list_live(day.tx, day.school_id, plan_id)
    return add_up(live, expenses.standing(day.tx, day.school_id))


def add_up(live: Iterable[Task], spent: Iterable[Expense]) -> Spending:
    """Add up budgets and amounts spent; what was spent on other tasks is left out."""
    known = {task.task_id: task for task in live}
    by_task: dict[str, MoneyLine] = {}
    by_standard: dict[str, MoneyLine] = {}
    by_source: dict[str, MoneyLine] = {}
    total = MoneyLine("")
    for task in known.values():
        if task.budget_amount is None:
            continue
        own = MoneyLine("", task.budget_amount, 0, 1)
        _add(by_task, task.code, own)
        _add(by_standard, task.standard, own)
        _add(by_source, source_name(task.budget_source), own)
        total = _sum(total, own)
    for expense in spent:
        paid = known.get(expense.task_id)
        if paid is None:
            continue
        own = MoneyLine("", 0, expense.amount)
        _add(by_task, paid.code, own)
        _add(by_standard, paid.standard, own)
        _add(by_source, source_name(expense.source or paid.budget_source), own)
        total = _sum(total, own)
    return Spending(
        total,
        tuple(by_task.values()),
        tuple(sorted(by_standard.values(), key=lambda line: line.name or "~")),
        tuple(sorted(by_source.values(), key=lambda line: -line.planned)),
    )


def _add(lines: dict[str, MoneyLine], name: str, more: MoneyLine) -> None:
    lines[name] = _sum(lines.get(name, MoneyLine(name)), more)


def _sum(line: MoneyLine, more: MoneyLine) -> MoneyLine:
    return replace(
        line,
        planned=line.planned + more.planned,
        spent=line.spent + more.spent,
        tasks=line.tasks + more.tasks,
    )
