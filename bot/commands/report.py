"""A typed reply: what it says of which task, done at once, confirmed first, or asked about."""

from collections.abc import Sequence

from bot.codes import find_number
from bot.commands.act import Step, as_json, confirm, missing, perform, pieces_of
from bot.commands.asked import asks_data, asks_something, not_understood, one_asked
from bot.commands.context import OpenTask, all_open, by_code, spoken_of
from bot.commands.evidence import ask_place
from bot.commands.reopen import ask as ask_reopen
from bot.commands.views import one_task, task_list
from bot.desk import Desk
from bot.replies import Action, ReplyContext, ReplyReading, read_reply
from bot.words import has_any, without_politeness
from followup.add_evidence import add_evidence
from followup.ask_question import ask_question
from followup.ports import InboundKind
from followup.reopen import last_done
from followup.say import Option, Say
from plan.model import Intent, OccurrenceState, TaskState
from reports.seeing import sees_all
from storage import tasks
from texts.labels import label
from texts.messages.base import TaskLine
from texts.messages.replies import (
    Acknowledged,
    AskWhichTask,
    NoOpenTask,
    NoSuchTask,
    NumberUnclear,
    StillDue,
    TaskWaits,
    Unclear,
)
from texts.messages.requests import QuestionPassed
from texts.render import shortened

MOST_TASKS = 5
PAIR = 2
# What is said of work that goes on.
ON_GOING = frozenset({"progress", "not_started", "blocked", "postpone"})
# What is taken for a report also where something else was asked.
SURE = frozenset({"done", "progress", "not_started", "blocked"})


def report(text: str, desk: Desk) -> Say:
    """Read a reply and act on it."""
    open_tasks = spoken_of(desk, closed_too=bool(desk.prepared.files))
    if without_politeness(text).isdecimal() and len(open_tasks) != 1:
        # The number of a list that is no longer asked, or a percent of nobody knows what.
        return Say(NumberUnclear(desk.me))
    reading = read(text, desk, open_tasks)
    named = _named(desk, reading)
    if named is None or any(code not in named for code in _codes(reading)):
        unknown = next(c for c in _codes(reading) if named is None or c not in named)
        return _not_open(desk, unknown)
    if named:
        # A code outside the last reminder is as good as one inside it.
        known = {task.task.code: task for task in [*open_tasks, *named.values()]}
        reading = read(text, desk, list(known.values()))
    first = reading.actions[0]
    talk = _talk(text, desk, first, (open_tasks, named))
    if talk is not None:
        return talk
    return _act(text, desk, reading, (open_tasks, named))


def _not_open(desk: Desk, code: str) -> Say:
    """Say why nothing can be reported of a code: no such task, or one whose time is not known."""
    task = tasks.by_number(desk.tx, desk.school_id, find_number(code) or 0)
    if task is None or task.state is not TaskState.DOUBTFUL:
        return Say(NoSuchTask(desk.me, code))
    return Say(TaskWaits(desk.me, task.code, task.work, desk.is_principal))


def said_of(text: str, desk: Desk, task: OpenTask) -> Say | None:
    """Act on a line that answers something else than was asked of a task, and is sure; else None.

    "em làm xong rồi", "được 50%", "cảm ơn" when the new day was asked for.
    """
    reading = read(text, desk, [task])
    if not reading.must_confirm and _is_thanks(reading):
        return Say(StillDue(desk.me, task.task.code))
    is_report = all(str(action.intent) in SURE for action in reading.actions)
    if reading.must_confirm or not is_report:
        return None
    return _act(text, desk, reading, ([task], {task.task.code: task}))


def _is_thanks(reading: ReplyReading) -> bool:
    """Whether nothing is said but that it was heard."""
    return all(str(action.intent) == Intent.ACK for action in reading.actions)


def again(words: str, desk: Desk) -> Say:
    """Take a report typed as a command: "/xong V12" is "xong V12"."""
    del words
    return report(desk.said.text.removeprefix("/"), desk)


def progress(words: str, desk: Desk) -> Say:
    """Take "/tiendo V12 70%": what follows says it all."""
    return report(words or desk.said.text, desk)


def read(text: str, desk: Desk, open_tasks: Sequence[OpenTask]) -> ReplyReading:
    """Read a reply as said of these tasks."""
    attachment = {InboundKind.PHOTO: "photo", InboundKind.FILE: "file"}.get(desk.said.kind)
    context = ReplyContext(
        today=desk.day.today,
        due=open_tasks[0].occurrence.due_on if len(open_tasks) == 1 else None,
        frame=desk.day.frame("chat"),
        open_tasks=tuple(task.task.code for task in open_tasks),
        attachment=attachment,
        dues={task.task.code: task.occurrence.due_on for task in open_tasks},
    )
    return read_reply(text, context)


def _codes(reading: ReplyReading) -> list[str]:
    return [action.task for action in reading.actions if action.task]


def _named(desk: Desk, reading: ReplyReading) -> dict[str, OpenTask] | None:
    found = {}
    for code in _codes(reading):
        task = by_code(desk, code)
        if task is None:
            return None
        found[code] = task
    return found


Tasks = tuple[list[OpenTask], dict[str, OpenTask]]


def _talk(text: str, desk: Desk, first: Action, about: Tasks) -> Say | None:
    """Answer what is no report: thanks, a question, something not understood."""
    open_tasks, named = about
    one = named.get(first.task or "") or (open_tasks[0] if len(open_tasks) == 1 else None)
    intent = Intent(str(first.intent))
    if intent is Intent.ACK:
        return Say(Acknowledged(desk.me, one.task.code if one is not None else ""))
    if intent not in {Intent.QUESTION, Intent.UNCLEAR}:
        return None
    # Nobody is above the principal: what the data cannot answer is not passed on.
    if intent is Intent.UNCLEAR or desk.is_principal:
        return _not_understood(text, desk, open_tasks)
    if one is not None:
        return one_asked(desk, one, text) if asks_data(text) else pass_question(desk, one, text)
    return _of_several(text, desk, open_tasks)


def _of_several(text: str, desk: Desk, open_tasks: Sequence[OpenTask]) -> Say:
    """Answer a question that may be about any of several tasks, or about none."""
    if not open_tasks:
        return _not_understood(text, desk, open_tasks)
    if asks_data(text):
        return task_list(desk, "mine", 1)
    return which_task(desk, open_tasks, {"question": text})


def _not_understood(text: str, desk: Desk, open_tasks: Sequence[OpenTask]) -> Say:
    """Show the task whose code is all that was understood; else say that nothing was."""
    number = find_number(text)
    if number is not None:
        return one_task(desk, number)
    if asks_something(text) or sees_all(desk.day, desk.me):
        return not_understood(desk)
    return Say(Unclear(desk.me, has_tasks=bool(open_tasks)))


def pass_question(desk: Desk, one: OpenTask, text: str) -> Say:
    """Pass a question about a task to who gave it."""
    to = ask_question(desk.day, desk.actor, one.task, text)
    return Say(QuestionPassed(desk.me, one.task.code, one.occurrence.due_on, to))


def _act(text: str, desk: Desk, reading: ReplyReading, about: Tasks) -> Say:
    open_tasks, named = about
    files = desk.prepared.files
    if not open_tasks and not named:
        return _evidence_to_file(desk, text) if files else Say(NoOpenTask(desk.me))
    again = _on_closed(desk, reading, named) if not files else None
    if again is not None:
        return again
    unnamed = [action for action in reading.actions if not action.task]
    of_all = _all_meant(text, desk, open_tasks)
    if of_all:
        return _logged(desk, [Step.of(reading.actions[0], one, text) for one in of_all], "meaning")
    if unnamed and len(open_tasks) != 1:
        choices = open_tasks or all_open(desk)
        steps = [Step.of(a, _of(a, named, choices[0]), text) for a in reading.actions]
        blank = [bool(not action.task) for action in reading.actions]
        return which_task(desk, choices, {"steps": as_json(steps), "blank": blank, "text": text})
    steps = [Step.of(a, _of(a, named, _first(open_tasks)), text) for a in reading.actions]
    return _logged(desk, steps, why_confirm(reading, text) if reading.must_confirm else "")


def _logged(desk: Desk, steps: Sequence[Step], doubt: str) -> Say:
    """Ask for what is lacking, then for a yes where there is a doubt, else log it."""
    files = desk.prepared.files
    lacking = missing(desk, steps)
    if lacking is not None:
        return lacking
    return confirm(desk, steps, doubt, files) if doubt else perform(desk, steps, files)


def _all_meant(text: str, desk: Desk, open_tasks: Sequence[OpenTask]) -> Sequence[OpenTask]:
    """Give the tasks that "cả hai việc xong rồi" speaks of; none where it is not sure which."""
    is_pair = has_any(text, "of_both")
    if find_number(text) is not None or not (is_pair or has_any(text, "of_all")):
        return ()
    meant = open_tasks if len(open_tasks) > 1 else all_open(desk)
    fits = len(meant) == PAIR if is_pair else 1 < len(meant) <= MOST_TASKS
    return meant if fits else ()


def _on_closed(desk: Desk, reading: ReplyReading, named: dict[str, OpenTask]) -> Say | None:
    """Ask who says how far a task is that was said to be done: is it to be opened again?"""
    first = reading.actions[0]
    one = named.get(first.task or "")
    if one is None or len(reading.actions) > 1 or str(first.intent) not in ON_GOING:
        return None
    if one.occurrence.state is not OccurrenceState.DONE:
        return None
    done = last_done(desk.day, one.task)
    return ask_reopen(desk, one.task, done) if done is not None else None


def _first(open_tasks: Sequence[OpenTask]) -> OpenTask | None:
    return open_tasks[0] if open_tasks else None


def _of(action: Action, named: dict[str, OpenTask], otherwise: OpenTask | None) -> OpenTask:
    task = named.get(action.task or "", otherwise)
    if task is None:
        raise LookupError(action.task)
    return task


def why_confirm(reading: ReplyReading, text: str) -> str:
    """Say which doubt a confirmation is about: a bare fraction, a bare number, or the meaning."""
    first = reading.actions[0]
    if str(first.intent) != Intent.PROGRESS or first.percent is None:
        return "meaning"
    return "fraction" if "/" in text else "number"


def which_task(desk: Desk, choices: Sequence[OpenTask], payload: dict[str, object]) -> Say:
    """Ask which of several open tasks is meant; nothing is logged before the answer."""
    shown = choices[:MOST_TASKS]
    lines = tuple(TaskLine(t.task.code, t.task.work, t.occurrence.due_on) for t in shown)
    rows = tuple(
        (
            Option(
                str(t.occurrence.occurrence_id),
                label("task", code=t.task.code, work=shortened(t.task.work, 26)),
            ),
        )
        for t in shown
    )
    files = [
        {"file_hash": f.file_hash, "name": f.name, "mime": f.mime, "size": f.size}
        for f in desk.prepared.files
    ]
    message = AskWhichTask(desk.me, lines, len(choices) - len(shown))
    payload = {**payload, "files": files, "album": desk.said.album}
    return Say(message, "which_task", payload, rows)


def _evidence_to_file(desk: Desk, text: str) -> Say:
    """Keep what belongs to no open task, and ask where it belongs."""
    pieces = pieces_of(desk.prepared.files, text, album=desk.said.album)
    kept = add_evidence(desk.day, desk.actor, None, pieces)
    numbers = list(kept.evidence_ids) if kept is not None else []
    return ask_place(desk, numbers, "")
