"""Money spent on tasks, in dong."""

from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import select

from storage import history
from storage.database import Tx
from storage.history import Deed
from storage.tables import expenses


class Expense(Struct, frozen=True):
    """One amount spent, in dong; an empty `source` is that of the task's budget."""

    expense_id: int
    task_id: int
    member_id: int
    amount: int
    source: str
    words: str
    spent_on: date


def add(deed: Deed, task_id: int, **values: Any) -> int:
    """Store what the deed's member spent on a task."""
    return history.add(
        deed, expenses, task_id=task_id, member_id=deed.by, logged_at=deed.at, **values
    )


def withdraw(deed: Deed, expense_id: int) -> bool:
    """Take an amount back."""
    return history.change(deed, expenses, expense_id, state="withdrawn")


def standing(tx: Tx, school_id: int, task_id: int | None = None) -> list[Expense]:
    """List what was spent, on one task or by the school, the oldest first."""
    query = select(expenses).where(expenses.c.school_id == school_id, expenses.c.state == "logged")
    if task_id is not None:
        query = query.where(expenses.c.task_id == task_id)
    return [_expense(row) for row in tx.execute(query.order_by(expenses.c.expense_id))]


def _expense(row: Any) -> Expense:
    return Expense(
        row.expense_id,
        row.task_id,
        row.member_id,
        row.amount,
        row.source,
        row.words,
        row.spent_on,
    )
