"""Money in chat: what was spent on a task, and what is left of a source."""

import re

from bot.codes import find_number, starts_with_code, without_code
from bot.desk import Chosen, Desk
from bot.pages import cut, more_row
from bot.words import without_ends, words
from followup.say import Option, Say
from followup.spend import may_spend, spend, take_back_spent, total_of
from plan.budget import MoneyDoubt, read_budget
from plan.folding import fold
from plan.model import Task
from plan.sources import split_source
from reports.money import MoneyLine, spending
from storage import expenses, tasks
from texts.labels import label
from texts.messages.money import ExpenseLine, MoneyLeft, MoneySeen, MoneySpent, SpentSeen
from texts.messages.replies import NoSuchTask
from texts.messages.requests import NotAllowed

MOST = 8


_CLAUSES = re.compile(r"[,;.!?\n]\s+|\n")
_GOES_ON = re.compile(r"[,;.!?\n]\s+\S|\n")


def takes_task(rest: str, said: str, desk: Desk) -> bool:
    """Take what begins with a task's code."""
    del said, desk
    return starts_with_code(rest)


def takes_task_and_amount(rest: str, said: str, desk: Desk) -> bool:
    """Take a task's code and what follows it, or an amount with its task: "2tr5 cho V4"."""
    if takes_task(rest, said, desk):
        return True
    return find_number(rest) is not None and _begins_with_amount(without_code(rest))


def takes_amount(rest: str, said: str, desk: Desk) -> bool:
    """Take an amount and its source; what else is said beside it is a report."""
    del said, desk
    return _begins_with_amount(rest) and _GOES_ON.search(rest) is None


def _begins_with_amount(words: str) -> bool:
    """Whether an amount comes first: "V5 chi hội 10A1 góp 2 triệu" is no spending."""
    said = without_ends(words, "around_amount")
    return said[:1].isdigit() and bool(read_budget(said).amount)


def spending_in(text: str) -> str:
    """Give the clause of a longer line that names what was spent: "chi 2 triệu"."""
    for clause in _CLAUSES.split(text):
        said = without_code(clause).strip(" :")
        for opening in words("spending"):
            rest = said[len(opening) :].strip()
            if fold(said[: len(opening)]) == fold(opening) and _begins_with_amount(rest):
                return said
    return ""


def spent(words: str, desk: Desk) -> Say:
    """Log what was spent: "chi V3 8tr nguồn XHH"; a code alone shows what was logged."""
    task = _task(words, desk)
    if isinstance(task, Say):
        return task
    rest = without_ends(without_code(words), "around_amount")
    if not rest:
        return _seen(desk, task)
    read = read_budget(rest)
    if not read.amount or read.doubt is not MoneyDoubt.NONE or rest.startswith("-"):
        return Say(MoneySpent(desk.me, task.code, task.work, "unclear", 0, "", None, 0, rest))
    done = spend(desk.day, desk.actor, task, read.amount, split_source(read.source))
    message = MoneySpent(
        desk.me,
        task.code,
        task.work,
        "logged",
        done.amount,
        done.source,
        done.planned,
        done.spent,
        "",
    )
    return Say(message)


def take_back(words: str, desk: Desk) -> Say:
    """Take back the last amount of a task: "bỏ chi V3"."""
    task = _task(words, desk)
    return task if isinstance(task, Say) else _taken_back(desk, task)


def press(chosen: Chosen, desk: Desk) -> Say:
    """Take back the last amount of the task just shown."""
    task = tasks.get(desk.tx, desk.school_id, chosen.payload["task"])
    if task is None or not may_spend(desk.day, desk.me, task):
        return Say(NotAllowed(desk.me, "command"))
    return _taken_back(desk, task)


def _taken_back(desk: Desk, task: Task) -> Say:
    gone = take_back_spent(desk.day, desk.actor, task)
    state = "nothing" if gone is None else "taken_back"
    amount, source = (0, "") if gone is None else (gone.amount, gone.source)
    left = total_of(desk.day, task)
    message = MoneySpent(
        desk.me, task.code, task.work, state, amount, source, task.budget_amount, left, ""
    )
    return Say(message)


def _task(words: str, desk: Desk) -> Task | Say:
    number = find_number(words)
    task = tasks.by_number(desk.tx, desk.school_id, number or 0)
    if task is None:
        return Say(NoSuchTask(desk.me, f"V{number}"))
    return task if may_spend(desk.day, desk.me, task) else Say(NotAllowed(desk.me, "command"))


def _seen(desk: Desk, task: Task) -> Say:
    logged = expenses.standing(desk.tx, desk.school_id, task.task_id)
    lines = tuple(
        ExpenseLine(e.spent_on, e.amount, e.source, e.words, desk.day.staff.member(e.member_id))
        for e in logged[-5:]
    )
    message = SpentSeen(
        desk.me,
        task.code,
        task.work,
        task.budget_amount,
        sum(e.amount for e in logged),
        lines,
        len(logged) - len(lines),
    )
    rows = ((Option("back", label("take_back_last")),),) if logged else ()
    return Say(message, "spent", {"task": task.task_id}, rows) if rows else Say(message)


def left(words: str, desk: Desk) -> Say:
    """Say what is left of a source, or of each: "kinh phí xã hội hóa còn bao nhiêu"."""
    _, source = split_source(words)
    wanted = source or words
    if not wanted.strip():
        return money_list(desk, 1)
    line = spending(desk.day).of_source(wanted)
    if line is None:
        known = tuple(one.name for one in spending(desk.day).by_source if one.name)
        return Say(MoneyLeft(desk.me, wanted, 0, 0, 0, known))
    return Say(MoneyLeft(desk.me, line.name, line.planned, line.spent, line.tasks, ()))


def money_list(desk: Desk, page: int) -> Say:
    """Show the money planned and spent by its source."""
    found = spending(desk.day)
    lines = [line for line in found.by_source if line.planned or line.spent]
    shown, number, pages = cut(lines, page, MOST)
    message = MoneySeen(
        found.total.planned,
        found.total.spent,
        tuple(_line(line) for line in shown),
        number,
        pages,
    )
    return Say(message, "list", {"title": "money"}, more_row(number, pages))


def _line(line: MoneyLine) -> tuple[str, int, int, int]:
    return (line.name or label("no_source"), line.planned, line.spent, line.tasks)
