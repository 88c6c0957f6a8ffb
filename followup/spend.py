"""Logging money spent on a task, and taking the last amount back."""

from msgspec import Struct

from plan.model import Member, Task
from plan.sources import source_name
from storage import expenses
from storage.expenses import Expense
from storage.history import Actor
from storage.school_day import SchoolDay


class Spent(Struct, frozen=True):
    """What was logged of a task, and how much of its budget is used now, in dong."""

    amount: int
    source: str
    planned: int | None
    spent: int


def may_spend(day: SchoolDay, member: Member, task: Task) -> bool:
    """Whether a member logs money of a task: who works on it, who gave it, who keeps the books."""
    people = day.responsible(task.task_id)
    involved = (
        (*people.workers, *people.supporters, *people.overseers, people.contact) if people else ()
    )
    return day.may(member, "keep_books") or member in involved or task.given_by == member.member_id


def spend(day: SchoolDay, actor: Actor, task: Task, amount: int, named: tuple[str, str]) -> Spent:
    """Log an amount with (what for, source); without a source it is the budget's own."""
    words, source = named
    deed = day.deed("spend", actor)
    source = source_name(source or task.budget_source)
    expenses.add(deed, task.task_id, amount=amount, source=source, words=words, spent_on=day.today)
    return Spent(amount, source, task.budget_amount, total_of(day, task))


def take_back_spent(day: SchoolDay, actor: Actor, task: Task) -> Expense | None:
    """Take back the last amount logged of a task; None when nothing is."""
    spent = expenses.standing(day.tx, day.school_id, task.task_id)
    if not spent:
        return None
    expenses.withdraw(day.deed("spend", actor), spent[-1].expense_id)
    return spent[-1]


def total_of(day: SchoolDay, task: Task) -> int:
    """Add up what was spent on a task, in dong."""
    return sum(e.amount for e in expenses.standing(day.tx, day.school_id, task.task_id))
