"""A task that was said to be done is opened again: "mở lại V4: thiếu ảnh"."""

from bot.codes import find_number, without_code
from bot.desk import Chosen, Desk
from followup.above import closes
from followup.compose import task_rows
from followup.reopen import last_done, reopen
from followup.say import Option, Say
from plan.model import Occurrence, Task, TaskState
from storage import tasks
from texts.labels import label
from texts.messages.edits import ReopenAsked, ReopenKept
from texts.messages.replies import NoSuchTask

_SIGNS = " ,.:;-"


def open_again(words: str, desk: Desk) -> Say:
    """Open a task again, for the reason that follows its code."""
    number = find_number(words)
    task = tasks.by_number(desk.tx, desk.school_id, number or 0)
    if task is None or task.state is TaskState.CANCELLED:
        return Say(NoSuchTask(desk.me, f"V{number}"))
    if not closes(desk.day, desk.me, task):
        return _kept(desk, task, "not_yours")
    done = last_done(desk.day, task)
    if done is None:
        return _kept(desk, task, "not_done")
    return _opened(desk, task, done, without_code(words).strip(_SIGNS))


def ask(desk: Desk, task: Task, done: Occurrence) -> Say | None:
    """Ask who reports on a closed task whether it is to be opened; None for who may not."""
    if done.closed_on is None or not closes(desk.day, desk.me, task):
        return None
    rows = ((Option("yes", label("yes")), Option("no", label("no"))),)
    message = ReopenAsked(desk.me, task.code, task.work, done.closed_on)
    return Say(message, "reopen", {"task": task.task_id}, rows)


def decide(chosen: Chosen, desk: Desk) -> Say:
    """Open it, or leave it closed."""
    task = tasks.get(desk.tx, desk.school_id, chosen.payload["task"])
    if task is None:
        raise LookupError(chosen.payload["task"])
    done = last_done(desk.day, task)
    if chosen.value != "yes" or done is None or not closes(desk.day, desk.me, task):
        return _kept(desk, task, "left")
    return _opened(desk, task, done, "")


def _opened(desk: Desk, task: Task, done: Occurrence, reason: str) -> Say:
    reopen(desk.day, desk.actor, done, task, reason)
    message = ReopenKept(desk.me, "opened", task.code, task.work, done.due_on)
    payload = {"occurrence": done.occurrence_id}
    return Say(message, "task", payload, task_rows(), about=(done.occurrence_id,))


def _kept(desk: Desk, task: Task, state: str) -> Say:
    return Say(ReopenKept(desk.me, state, task.code, task.work, None))
