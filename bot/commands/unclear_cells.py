"""The questions about one cell of a plan: money, or words that a picture shows unclearly."""

from collections.abc import Sequence

from bot.desk import Chosen, Desk
from followup.answer_doubt import Answer
from followup.say import Option
from plan.budget import Budget, MoneyDoubt, header_unit, read_budget
from plan.model import Task
from plan.task_reading import Ask
from storage import plans, tasks
from storage.plans import Doubt
from texts.labels import label
from texts.messages.plans import AskUnclear
from texts.render import money

LONGEST_WORK = 500  # letters of typed work; more is no cell of a plan


def ask(
    desk: Desk, doubt: Doubt, about: Sequence[Task], left: int
) -> tuple[AskUnclear, tuple[tuple[Option, ...], ...]]:
    """Show the cell as it was read; what reads well can be confirmed with a tap."""
    task = about[0]
    cell = _cell(desk, doubt, task)
    message = AskUnclear(desk.me, str(doubt.kind), task.code, task.work, cell, left)
    if doubt.kind == Ask.WORDS:
        return message, ((Option("yes", label("yes")),),)
    amount = _budget(desk, doubt, cell).amount
    return message, ((Option("yes", money(amount)),),) if amount else ()


def answer(chosen: Chosen, desk: Desk, doubt: Doubt) -> Answer | None:
    """Take the cell as it was read, or what was typed instead."""
    task = tasks.get(desk.tx, desk.school_id, doubt.task_ids[0])
    if task is None:
        return Answer()
    if doubt.kind == Ask.WORDS:
        typed = " ".join(chosen.text.split())
        return (
            Answer(work=task.work if chosen.value else typed)
            if len(typed) <= LONGEST_WORK
            else None
        )
    budget = _budget(desk, doubt, _cell(desk, doubt, task) if chosen.value else chosen.text)
    return (
        None
        if budget.amount is None or budget.doubt is not MoneyDoubt.NONE
        else Answer(budget=budget)
    )


def _cell(desk: Desk, doubt: Doubt, task: Task) -> str:
    if doubt.kind == Ask.WORDS:
        return task.work
    cells = tasks.cells(desk.tx, desk.school_id, doubt.plan_id).get(task.task_id, {})
    return cells.get("budget", "")


def _budget(desk: Desk, doubt: Doubt, text: str) -> Budget:
    """Read money as the plan's column does: its title may say that a bare number is millions."""
    header = plans.document(desk.tx, desk.school_id, doubt.plan_id).get("header", {})
    title = header.get("budget", "")
    return read_budget(text, header_unit(title))
