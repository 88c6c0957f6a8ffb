"""The plan changed in chat: one task's cells, a task more or less, milestones, history."""

from datetime import date

from bot.codes import find_number, starts_with_code, without_code
from bot.desk import Chosen, Desk
from bot.words import folded, without_first, words
from followup.edit_task import (
    Milestone,
    add_milestones,
    add_to_plan,
    cancel,
    criterion_fits,
    edit_task,
    edited,
    new_row,
)
from followup.say import Option, Say
from plan.deadlines import find_deadline
from plan.folding import fold
from plan.hours import local
from plan.model import Task, TaskState
from plan.rights import Kind
from plan.task_reading import TaskReading
from storage import history, occurrences, plans, reports, requests, tasks
from texts.labels import deed_name, label
from texts.messages.edits import (
    CancelAsked,
    EditAsked,
    EditKept,
    EditRefused,
    HistoryLine,
    HistorySeen,
)
from texts.messages.replies import NoSuchTask
from texts.messages.requests import NotAllowed

CELLS = (
    "criterion",
    "work",
    "time",
    "owner",
    "support",
    "oversee",
    "conditions",
    "solution",
    "budget",
)
MOST = 8
SHOWN_DAYS = 3


def takes_task(rest: str, said: str, desk: Desk) -> bool:
    """Take what begins with a task's code."""
    del said, desk
    return starts_with_code(rest)


def takes_task_of_the_plan(rest: str, said: str, desk: Desk) -> bool:
    """Take a task's code from who may change the plan; from others it is a wish to be let off."""
    return takes_task(rest, said, desk) and desk.may_use("bo")


def takes_change(rest: str, said: str, desk: Desk) -> bool:
    """Take "V4 ..." behind the first verb, behind any of them what names a task and its cell.

    From who may not change it the same words are a wish: «đổi hạn V4 sang 20/12».
    """
    if find_number(rest) is None:
        return False
    if starts_with_code(rest) and fold(said.removesuffix(rest)).strip() == fold(words("edits")[0]):
        return True
    return desk.may_use("sua") and bool(_cells(without_code(rest)))


def change(words: str, desk: Desk) -> Say:
    """Ask whether a task is to be changed: "sửa V4 thời gian: 28/2/2025; người làm: Kế toán"."""
    task = task_of(words, desk, "sua")
    if isinstance(task, Say):
        return task
    cells = _cells(without_code(words))
    if not cells:
        return Say(EditRefused(desk.me, "cells", without_code(words), task.code))
    reading = edited(desk.day, task, cells)
    if "time" in cells and not reading.spans:
        return Say(EditRefused(desk.me, "time", cells["time"], task.code))
    if not criterion_fits(desk.day, task.plan_id, cells):
        return Say(EditRefused(desk.me, "criterion", cells["criterion"], task.code))
    _, kept = tasks.cells_of(desk.tx, desk.school_id, [task.task_id])[task.task_id]
    before = {**kept, "criterion": task.criterion}
    changes = tuple((label(f"cell_{n}"), before.get(n, ""), text) for n, text in cells.items())
    days = _days(reading) if "time" in cells else ()
    message = EditAsked(
        desk.me, task.code, task.work, changes, days[:SHOWN_DAYS], len(days[SHOWN_DAYS:])
    )
    rows = ((Option("yes", label("yes")), Option("no", label("no"))),)
    return Say(message, "edit", {"task": task.task_id, "cells": cells}, rows)


def decide(chosen: Chosen, desk: Desk) -> Say:
    """Change the task, or leave it."""
    task = tasks.get(desk.tx, desk.school_id, chosen.payload["task"])
    if chosen.value != "yes" or task is None or not desk.may_with(Kind.ANSWER, "edit", task):
        return Say(EditKept(desk.me, "left", "", "", (), 0))
    edit_task(desk.day, desk.actor, task, chosen.payload["cells"])
    return _kept(desk, "changed", task.task_id)


def add(words: str, desk: Desk) -> Say:
    """Ask whether a task is to be added: "thêm việc 3.5: Sửa mái; thời gian: 30/4/2025"."""
    running = plans.list_active(desk.tx, desk.school_id)
    if not running:
        return Say(EditRefused(desk.me, "plan", words, ""))
    plan_id = running[-1].plan_id
    cells = _new_cells(words, desk)
    if not cells.get("work"):
        return Say(EditRefused(desk.me, "cells", words, ""))
    reading = new_row(desk.day, plan_id, cells)
    if cells.get("time") and not reading.spans:
        return Say(EditRefused(desk.me, "time", cells["time"], ""))
    if not criterion_fits(desk.day, plan_id, cells):
        return Say(EditRefused(desk.me, "criterion", cells["criterion"], ""))
    changes = tuple((label(f"cell_{name}"), "", text) for name, text in cells.items())
    days = _days(reading)
    message = EditAsked(desk.me, "", "", changes, days[:SHOWN_DAYS], len(days[SHOWN_DAYS:]))
    rows = ((Option("yes", label("yes")), Option("no", label("no"))),)
    return Say(message, "add_task", {"plan": plan_id, "cells": cells}, rows)


def decide_add(chosen: Chosen, desk: Desk) -> Say:
    """Add the task, or forget it."""
    if chosen.value != "yes":
        return Say(EditKept(desk.me, "left", "", "", (), 0))
    plan_id = chosen.payload["plan"]
    reading = new_row(desk.day, plan_id, chosen.payload["cells"])
    task = add_to_plan(desk.day, desk.actor, plan_id, reading)
    return _kept(desk, "added", task.task_id)


def drop(words: str, desk: Desk) -> Say:
    """Ask whether a task is to be taken out of the plan: "bỏ V4"."""
    task = task_of(words, desk, "bo")
    if isinstance(task, Say):
        return task
    rows = ((Option("yes", label("cancel_task")), Option("no", label("keep_task"))),)
    message = CancelAsked(desk.me, task.code, task.work)
    return Say(message, "cancel_task", {"task": task.task_id}, rows)


def decide_drop(chosen: Chosen, desk: Desk) -> Say:
    """Take the task out, or keep it."""
    task = tasks.get(desk.tx, desk.school_id, chosen.payload["task"])
    if chosen.value != "yes" or task is None or task.state is TaskState.CANCELLED:
        return Say(EditKept(desk.me, "left", "", "", (), 0))
    if not desk.may_with(Kind.ANSWER, "cancel_task", task):
        return Say(EditKept(desk.me, "left", "", "", (), 0))
    cancel(desk.day, desk.actor, task)
    return Say(EditKept(desk.me, "cancelled", task.code, task.work, (), 0))


def milestones(words: str, desk: Desk) -> Say:
    """Put milestones inside a task: "mốc V12: 15/3 khảo sát; 30/4 ký hợp đồng"."""
    task = task_of(words, desk, "moc")
    if isinstance(task, Say):
        return task
    own = occurrences.of_task(desk.tx, desk.school_id, task.task_id)
    last = max((o.due_on for o in own), default=desk.day.today)
    found: list[Milestone] = []
    for part in without_code(words).strip(" :").split(";"):
        one = _milestone(part, desk)
        if one is None or not desk.day.today <= one.on <= last:
            return Say(EditRefused(desk.me, "milestone", part.strip(), task.code))
        found.append(one)
    add_milestones(desk.day, desk.actor, task, tuple(found))
    days = tuple(one.on for one in found)
    return Say(EditKept(desk.me, "milestones", task.code, task.work, days, 0))


def _milestone(text: str, desk: Desk) -> Milestone | None:
    found = find_deadline(text, desk.day.frame("chat"))
    if found is None or not found.reading.is_certain or len(found.reading.spans) != 1:
        return None
    said = found.beside(text).strip(" :,.-")
    return Milestone(found.reading.spans[0].last, said) if said else None


def past(words: str, desk: Desk) -> Say:
    """Show who did what to a task: "lịch sử V4"."""
    number = find_number(words)
    task = tasks.by_number(desk.tx, desk.school_id, number or 0)
    if task is None or not desk.may_with(Kind.COMMAND, "lichsu", task):
        return Say(NoSuchTask(desk.me, f"V{number}"))
    own = [o.occurrence_id for o in occurrences.of_task(desk.tx, desk.school_id, task.task_id)]
    rows = {
        "tasks": [task.task_id],
        "occurrences": own,
        "reports": [r.report_id for r in reports.of_occurrences(desk.tx, desk.school_id, own)],
        "requests": [r.request_id for r in requests.of_occurrences(desk.tx, desk.school_id, own)],
    }
    lines = tuple(
        HistoryLine(local(deed.at).date(), desk.day.staff.member(deed.by), deed_name(deed.name))
        for deed in history.of_rows(desk.tx, desk.school_id, rows, MOST)
    )
    return Say(HistorySeen(desk.me, task.code, task.work, lines))


def _kept(desk: Desk, state: str, task_id: int) -> Say:
    task = tasks.get(desk.tx, desk.school_id, task_id)
    if task is None:
        raise LookupError(task_id)
    asked = [d for d in plans.unanswered(desk.tx, desk.school_id) if task_id in d.task_ids]
    return Say(EditKept(desk.me, state, task.code, task.work, (), len(asked)))


def task_of(words: str, desk: Desk, command: str) -> Task | Say:
    """Find the task that words name, if the speaker may use the command on it."""
    number = find_number(words)
    task = tasks.by_number(desk.tx, desk.school_id, number or 0)
    if task is None or task.state is TaskState.CANCELLED:
        return Say(NoSuchTask(desk.me, f"V{number}"))
    if not desk.may_with(Kind.COMMAND, command, task):
        return Say(NotAllowed(desk.me, "task"))
    return task


def _days(reading: TaskReading) -> tuple[date, ...]:
    return tuple(span.last for span in reading.spans)


def _cells(text: str) -> dict[str, str]:
    """Read "thời gian: ...; người làm: ..." into cells; empty when a part names none.

    Without a colon a cell's name comes first: "hạn thành 20/12", "kinh phí 5 triệu".
    """
    found: dict[str, str] = {}
    for part in text.split(";"):
        head, mark, value = part.partition(":")
        said = fold(" ".join(head.split()))
        name = next((n for n in CELLS if said in folded(f"cell_{n}")), "")
        if not (mark and name):
            name, value = _named_first(part)
        if not (value.strip() and name):
            return {}
        found[name] = " ".join(value.split())
    return found


def _named_first(part: str) -> tuple[str, str]:
    """Give the cell whose name a part begins with, and the rest."""
    said = " ".join(part.split())
    named = [(word, name) for name in CELLS for word in words(f"cell_{name}")]
    for word, name in sorted(named, key=lambda pair: -len(pair[0])):
        if fold(said).startswith(f"{fold(word)} "):
            return name, without_first(said[len(word) :].strip(), "cell_to")
    return "", ""


def _new_cells(text: str, desk: Desk) -> dict[str, str]:
    """Read "3.5: Sửa mái nhà xe; thời gian: 30/4": a criterion, the work, then cells.

    Where no cells follow, the time may stand at the end: "mới: mua máy chiếu trước 20/12".
    """
    first, _, rest = text.partition(";")
    head, mark, work = first.partition(":")
    number = head.split()[-1] if head.split() else ""
    is_criterion = mark and number.replace(".", "").isdigit() and "." in number
    cells = _cells(rest) if rest.strip() else {}
    if rest.strip() and not cells:
        return {}
    said = {"criterion": number} if is_criterion else {}
    work = work if is_criterion else without_first(first.strip(" :"), "before_added")
    if not cells:
        work, cells = _timed(work, desk)
    return {**said, "work": " ".join(work.split()), **cells}


def _timed(work: str, desk: Desk) -> tuple[str, dict[str, str]]:
    """Take the time off the end of some work; one that is not clear is asked about as a cell."""
    found = find_deadline(work, desk.day.frame("plan"))
    if found is None:
        return work, {}
    first, last = min(start for start, _ in found.ranges), max(end for _, end in found.ranges)
    left = work[:first].rstrip(" ,.-")
    if work[last:].strip(" .") or not left:
        return work, {}
    return left, {"time": work[first:last].strip()}
