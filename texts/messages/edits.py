"""A plan that lives: tasks changed, added and cancelled in chat, milestones, history."""

from datetime import date

from msgspec import Struct

from plan.model import Member
from texts.messages.base import Message


class TaskChanged(Message, frozen=True):
    """To who closes a task: it was changed (`stays`), or taken out of the plan."""

    who: Member
    by: Member | None
    code: str
    work: str
    due_on: date | None
    stays: bool


class TaskReopened(Message, frozen=True):
    """To who closes a task: somebody opened it again, with the reason if one was given."""

    who: Member
    by: Member | None
    code: str
    work: str
    due_on: date
    reason: str


class ReopenAsked(Message, frozen=True):
    """A report on what was said to be done: is it to be opened again?"""

    who: Member
    code: str
    work: str
    closed_on: date


class ReopenKept(Message, frozen=True):
    """What became of it: `state` is opened, left, not_done or not_yours."""

    who: Member
    state: str
    code: str
    work: str
    due_on: date | None


class EditAsked(Message, frozen=True):
    """Before a change: (what, before, after) of each cell, and the days it is then due."""

    who: Member
    code: str
    work: str
    changes: tuple[tuple[str, str, str], ...]
    days: tuple[date, ...]
    more_days: int


class EditRefused(Message, frozen=True):
    """A change that cannot be read; `what` is time, milestone, criterion, plan or cells."""

    who: Member
    what: str
    text: str
    code: str


class EditKept(Message, frozen=True):
    """What became of it; `state` is changed, added, cancelled, milestones or left."""

    who: Member
    state: str
    code: str
    work: str
    days: tuple[date, ...]
    questions: int


class CancelAsked(Message, frozen=True):
    """Before a task is taken out of the plan."""

    who: Member
    code: str
    work: str


class HistoryLine(Struct, frozen=True):
    """One thing that was done."""

    on: date
    by: Member | None
    what: str


class HistorySeen(Message, frozen=True):
    """Who did what to a task, the newest first."""

    who: Member
    code: str
    work: str
    lines: tuple[HistoryLine, ...]
