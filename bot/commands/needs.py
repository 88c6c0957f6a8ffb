"""Asking for the one thing that is missing: a day, a person, a few words."""

from datetime import date
from typing import Any

from bot.codes import without_code
from bot.commands.context import OpenTask
from bot.desk import Desk
from followup.say import Option, Say
from plan.deadlines import Reading, find_deadline, read_deadline
from storage.school_day import SchoolDay
from texts.messages.replies import AskWords, DayNotLater, TimeUnclear
from texts.messages.requests import PersonUnclear
from texts.readings import explain
from texts.render import named

MOST_NAMES = 8


def ask_new_due(desk: Desk, task: OpenTask, reason: str = "") -> Say:
    """Ask until when a task should be put off."""
    payload = {"occurrence": task.occurrence.occurrence_id, "reason": reason}
    message = AskWords(desk.me, "new_due", task.task.code, task.task.work)
    return Say(message, "new_due", payload, takes_text=True)


def ask_words(desk: Desk, task: OpenTask, what: str) -> Say:
    """Ask for a line about a task: what is in the way, what was done, a question."""
    payload = {"occurrence": task.occurrence.occurrence_id, "what": what}
    message = AskWords(desk.me, what, task.task.code, task.task.work)
    return Say(message, "words", payload, takes_text=True)


def ask_person(desk: Desk, text: str, payload: dict[str, Any]) -> Say:
    """Ask which person a name means, or for another name when it means nobody."""
    found = desk.day.staff.find(text)[:MOST_NAMES]
    rows = tuple((Option(str(member.member_id), named(member)),) for member in found)
    message = PersonUnclear(desk.me, text, several=len(found) > 1)
    return Say(message, "person", payload, rows, takes_text=True)


def day_of(reading: Reading) -> date | None:
    """Give the day a reading is due on, None when it is not one sure day."""
    if reading.status not in {"ok", "assumed"} or reading.rrule or len(reading.spans) != 1:
        return None
    return reading.spans[0].last


def time_unclear(desk: Desk, text: str, reading: Reading, again: Say) -> Say:
    """Say why a day was not understood and ask again the same way."""
    why = explain(reading, desk.day.frame("chat")) if reading.status != "none" else ""
    return Say(TimeUnclear(desk.me, text, why), again.kind, again.payload, takes_text=True)


def not_later(desk: Desk, task: OpenTask, again: Say) -> Say:
    """Say that a postponement has to land after the present due day."""
    message = DayNotLater(desk.me, task.task.code, task.occurrence.due_on)
    return Say(message, again.kind, again.payload, takes_text=True)


def day_in(desk: Desk, words: str) -> date | None:
    """Give the one sure day named somewhere in a line about a task."""
    found = find_deadline(without_code(words), desk.day.frame("chat"))
    return None if found is None else day_of(found.reading)


def read_day(day: SchoolDay, text: str) -> Reading:
    """Read a day typed as an answer."""
    return read_deadline(text, day.frame("chat"))
