"""A press on a reminder or on a question about a reply, always against the present state."""

from msgspec.structs import replace

from bot.commands.act import Step, confirm, from_json, perform
from bot.commands.close import close_next
from bot.commands.context import OpenTask, open_ones
from bot.commands.needs import (
    ask_new_due,
    ask_words,
    day_of,
    not_later,
    read_day,
    time_unclear,
)
from bot.commands.report import pass_question, read, said_of, which_task, why_confirm
from bot.desk import Chosen, Desk, StoredFile
from followup.compose import pulse_rows, task_rows
from followup.say import Say
from plan.ladder import working_due
from plan.model import Intent, OccurrenceState
from storage import occurrences, tasks
from texts.messages.base import TaskLine
from texts.messages.reminders import DigestItem, DigestOne, Pulse
from texts.messages.replies import AlreadyAnswered, Unclear


def task(chosen: Chosen, desk: Desk) -> Say:
    """Take one of the four answers to a reminder, or pass on what was asked about the task."""
    number = chosen.payload["occurrence"]
    found = open_ones(desk, [number])
    if not found:
        return already(desk, [number])
    one = found[0]
    if chosen.value == "done":
        return perform(desk, [Step(number, str(Intent.DONE), 100)])
    if chosen.value == "working":
        return perform(desk, [Step(number, str(Intent.PROGRESS))])
    if chosen.value == "postpone":
        return ask_new_due(desk, one)
    if chosen.value == "ask":
        return pass_question(desk, one, chosen.payload["question"])
    return ask_words(desk, one, "blocked")


def already(desk: Desk, occurrence_ids: list[int]) -> Say:
    """Answer a press on something settled with how it stands now."""
    found = occurrences.many(desk.tx, desk.school_id, occurrence_ids)
    known = tasks.many(desk.tx, desk.school_id, {o.task_id for o in found.values()})
    lines = tuple(
        TaskLine(
            known[o.task_id].code,
            known[o.task_id].work,
            o.due_on,
            note="done_on" if o.state is OccurrenceState.DONE else "",
        )
        for o in found.values()
    )
    return Say(AlreadyAnswered(desk.me, lines))


def digest(chosen: Chosen, desk: Desk) -> Say:
    """Open one task of a digest, or the long tasks, or the year's round."""
    if chosen.value == "pulse":
        return _pulse(desk, chosen.payload["pulse"])
    if chosen.value == "close":
        return close_next(desk)
    number = int(chosen.value.removeprefix("task:"))
    found = open_ones(desk, [number])
    if not found:
        return already(desk, [number])
    return ask_after(desk, found[0])


def ask_after(desk: Desk, one: OpenTask) -> Say:
    """Ask after one task with its four answers."""
    occurrence = one.occurrence
    due = working_due(occurrence.due_on, occurrence.shape, desk.day.years)
    left = (due - desk.day.today).days
    note = "overdue" if left < 0 else "soon"
    item = DigestItem(one.task.code, one.task.work, note, due, left, occurrence.due_time)
    number = occurrence.occurrence_id
    return Say(
        DigestOne(desk.me, item, 0), "task", {"occurrence": number}, task_rows(), about=(number,)
    )


def _pulse(desk: Desk, numbers: list[int]) -> Say:
    found = open_ones(desk, numbers)
    if not found:
        return already(desk, numbers)
    shown = tuple(
        DigestItem(t.task.code, t.task.work, "long", t.occurrence.due_on) for t in found[:5]
    )
    message = Pulse(desk.me, shown, len(found) - len(shown))
    return Say(message, "pulse", {"occurrences": numbers}, pulse_rows(), about=tuple(numbers))


def pulse(chosen: Chosen, desk: Desk) -> Say:
    """Take the month's answer about all long tasks together."""
    found = open_ones(desk, chosen.payload["occurrences"])
    if not found:
        return already(desk, chosen.payload["occurrences"])
    if chosen.value == "on_track":
        steps = [Step(t.occurrence.occurrence_id, str(Intent.ON_TRACK)) for t in found]
        return perform(desk, steps)
    what = "blocked" if chosen.value == "blocked" else "log"
    if len(found) == 1:
        return ask_words(desk, found[0], what)
    return which_task(desk, found, {"words": what})


def words(chosen: Chosen, desk: Desk) -> Say:
    """Take the line that was asked for: what is in the way, or what was done."""
    found = open_ones(desk, [chosen.payload["occurrence"]])
    if not found:
        return already(desk, [chosen.payload["occurrence"]])
    is_blocked = chosen.payload["what"] == "blocked"
    intent = Intent.BLOCKED if is_blocked else Intent.PROGRESS
    reason = chosen.text if is_blocked else ""
    number = found[0].occurrence.occurrence_id
    return perform(desk, [Step(number, str(intent), reason=reason, words=chosen.text)])


def new_due(chosen: Chosen, desk: Desk) -> Say:
    """Take the day a task should be put off to."""
    found = open_ones(desk, [chosen.payload["occurrence"]])
    if not found:
        return already(desk, [chosen.payload["occurrence"]])
    one = found[0]
    again = ask_new_due(desk, one, chosen.payload["reason"])
    reading = read_day(desk.day, chosen.text)
    day = day_of(reading)
    if day is None:
        return said_of(chosen.text, desk, one) or time_unclear(desk, chosen.text, reading, again)
    if day <= one.occurrence.due_on or day < desk.day.today:
        return not_later(desk, one, again)
    step = Step(
        one.occurrence.occurrence_id,
        str(Intent.POSTPONE),
        new_due=day.isoformat(),
        reason=chosen.payload["reason"],
    )
    return perform(desk, [step])


def which(chosen: Chosen, desk: Desk) -> Say:
    """Take which task a reply without a code was about, and do what it said."""
    number = int(chosen.value)
    found = open_ones(desk, [number])
    if not found:
        return already(desk, [number])
    if "question" in chosen.payload:
        return pass_question(desk, found[0], chosen.payload["question"])
    if "words" in chosen.payload:
        return ask_words(desk, found[0], chosen.payload["words"])
    steps = [
        replace(step, occurrence_id=number) if is_blank else step
        for step, is_blank in zip(
            from_json(chosen.payload["steps"]), chosen.payload["blank"], strict=True
        )
    ]
    text = chosen.payload["text"]
    reading = read(text, desk, found)
    # Whose evidence a file is was all that had to be asked.
    is_evidence = all(step.intent == Intent.EVIDENCE for step in steps)
    if reading.must_confirm and not is_evidence:
        return confirm(desk, steps, why_confirm(reading, text), files_of(chosen))
    return perform(desk, steps, files_of(chosen))


def confirmed(chosen: Chosen, desk: Desk) -> Say:
    """Do what was confirmed, or forget it."""
    steps = from_json(chosen.payload["steps"])
    if chosen.value in {"yes", "share"}:
        return perform(desk, steps, files_of(chosen))
    if chosen.value.startswith("day:"):
        new_due = chosen.value.removeprefix("day:")
        asked = replace(steps[0], intent=str(Intent.POSTPONE), percent=None, new_due=new_due)
        return perform(desk, [asked])
    return Say(Unclear(desk.me, has_tasks=True))


def files_of(chosen: Chosen) -> tuple[StoredFile, ...]:
    """Give the files that waited with a question."""
    return tuple(StoredFile(**file) for file in chosen.payload.get("files", []))


def whole_or_part(chosen: Chosen, desk: Desk) -> Say:
    """Take whether a long task is done or a part of it is."""
    steps = from_json(chosen.payload["steps"])
    early = chosen.payload["early"]
    told = [
        step
        if step.occurrence_id != early
        else replace(step, is_whole=True)
        if chosen.value == "whole"
        else replace(step, intent=str(Intent.PROGRESS), percent=None)
        for step in steps
    ]
    return perform(desk, told)
