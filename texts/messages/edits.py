"""A plan that lives: tasks changed, added and cancelled in chat, milestones, history."""

from dataclasses import dataclass
from datetime import date

from plan.model import Member
from texts.messages.base import Message


@dataclass(frozen=True, slots=True)
class TaskChanged(Message):
    """To who closes a task: it was changed (`stays`), or taken out of the plan."""

    who: Member
    by: Member | None
    code: str
    work: str
    due_on: date | None
    stays: bool


@dataclass(frozen=True, slots=True)
class TaskReopened(Message):
    """To who closes a task: somebody opened it again, with the reason if one was given."""

    who: Member
    by: Member | None
    code: str
    work: str
    due_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class ReopenAsked(Message):
    """A report on what was said to be done: is it to be opened again?"""

    who: Member
    code: str
    work: str
    closed_on: date


@dataclass(frozen=True, slots=True)
class ReopenKept(Message):
    """What became of it: `state` is opened, left, not_done or not_yours."""

    who: Member
    state: str
    code: str
    work: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class EditAsked(Message):
    """Before a change: (what, before, after) of each cell, and the days it is then due."""

    who: Member
    code: str
    work: str
    changes: tuple[tuple[str, str, str], ...]
    days: tuple[date, ...]
    more_days: int


@dataclass(frozen=True, slots=True)
class EditRefused(Message):
    """A change that cannot be read; `what` is time, milestone, criterion, plan or cells."""

    who: Member
    what: str
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class EditKept(Message):
    """What became of it; `state` is changed, added, cancelled, milestones or left."""

    who: Member
    state: str
    code: str
    work: str
    days: tuple[date, ...]
    questions: int


@dataclass(frozen=True, slots=True)
class CancelAsked(Message):
    """Before a task is taken out of the plan."""

    who: Member
    code: str
    work: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that was done."""

    on: date
    by: Member | None
    what: str


@dataclass(frozen=True, slots=True)
class HistorySeen(Message):
    """Who did what to a task, the newest first."""

    who: Member
    code: str
    work: str
    lines: tuple[HistoryLine, ...]
