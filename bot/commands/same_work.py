"""The question whether a row is the work of another plan, and taking two linked tasks apart."""

from collections.abc import Sequence

from bot.commands.edit import task_of
from bot.desk import Chosen, Desk
from bot.words import is_one_of
from followup.answer_doubt import Answer
from followup.link_tasks import part
from followup.say import Option, Say
from plan.model import Task, TaskState
from reports.weekly import sentence_case
from storage import occurrences, plans, tasks
from storage.plans import Doubt
from texts.labels import label
from texts.messages.plans import AskSameWork, SameWorkLine, TasksParted


def first_of(desk: Desk, doubt: Doubt) -> Task | None:
    """Give the task of the other plan, None once it is gone."""
    task = tasks.get(desk.tx, desk.school_id, int(doubt.subject["first"]))
    return None if task is None or task.state is TaskState.CANCELLED else task


def ask(
    desk: Desk, doubt: Doubt, about: Sequence[Task], left: int
) -> tuple[AskSameWork, tuple[tuple[Option, ...], ...]]:
    """Show both tasks side by side."""
    first = first_of(desk, doubt) or about[0]
    message = AskSameWork(desk.me, _line(desk, about[0]), _line(desk, first), left)
    return message, (
        (Option("same", label("same_work")),),
        (Option("two", label("two_works")),),
    )


def _line(desk: Desk, task: Task) -> SameWorkLine:
    plan = plans.get(desk.tx, desk.school_id, task.plan_id or 0)
    own = occurrences.of_task(desk.tx, desk.school_id, task.task_id)
    people = desk.day.responsible(task.task_id)
    return SameWorkLine(
        task.code,
        task.work,
        sentence_case(plan.title) if plan is not None else "",
        own[-1].due_on if own else None,
        people.contact if people is not None else None,
    )


def answer(chosen: Chosen, doubt: Doubt) -> Answer | None:
    """Take yes or no, by tap or typed."""
    del doubt
    if chosen.value:
        return Answer(same=chosen.value == "same")
    if is_one_of(chosen.text, "same_work"):
        return Answer(same=True)
    return Answer(same=False) if is_one_of(chosen.text, "two_works") else None


def take_apart(words: str, desk: Desk) -> Say:
    """Take linked tasks apart: "tách V9"."""
    task = task_of(words, desk, "tach")
    if isinstance(task, Say):
        return task
    return Say(TasksParted(desk.me, task.code, was=part(desk.day, desk.actor, task)))
