"""The week and the lists behind its numbers; the state of a task or a standard."""

from datetime import date, datetime

from msgspec import Struct

from plan.model import Member
from texts.messages.base import Message, TaskLine


class Week(Message, frozen=True):
    """The principal's week on one phone screen; every number opens the list behind it.

    Tasks of the plan only: due = due_done + due_open, running = on_track + blocked + silent; what
    was handed out in chat and what is doubtful are outside and named. `base_done` of `base` are
    the official numbers: the tasks due within the school year; the others are `carried`.
    `away_days`: on how many days of the week the service was off in waking hours, and until when.
    """

    who: Member
    first_on: date
    last_on: date
    title: str
    due_done: int
    due_open: int
    with_evidence: int
    early: int
    on_track: int
    blocked: int
    silent: int
    doubtful: tuple[str, ...]
    base_done: int
    base: int
    carried: int
    next_line: TaskLine | None
    next_count: int
    waiting: int
    unreached: tuple[Member, ...]
    nobody: int
    handed_open: int
    handed_late: int
    planned: int
    spent: int
    away_days: int
    away_until: datetime | None


class NoPlanYet(Message, frozen=True):
    """There is no plan to summarise."""

    who: Member


class TaskList(Message, frozen=True):
    """A list, a page at a time; `title` is a label, `about` the person or days it speaks of."""

    who: Member
    title: str
    about: str
    items: tuple[TaskLine, ...]
    count: int
    page: int
    pages: int


class PeopleList(Message, frozen=True):
    """People with their tasks: `title` is unreached, or silent for who has not answered."""

    who: Member
    title: str
    lines: tuple[tuple[Member, tuple[str, ...]], ...]
    page: int
    pages: int


class TaskSeen(Message, frozen=True):
    """One task: where it stands, its days, its people, the last report."""

    line: TaskLine
    working_on: date | None
    criterion: str
    days: tuple[tuple[date, str], ...]
    contact: Member | None
    held: bool
    workers: tuple[Member, ...]
    time_text: str
    budget: int | None
    budget_source: str
    spent: int
    waits_for: str
    last_by: Member | None
    last_words: str
    last_on: date | None
    evidence: int
    parts_done: int
    parts_all: int
    same_as: tuple[str, ...]


class StandardSeen(Message, frozen=True):
    """One standard or criterion: done of all, and its tasks."""

    number: str
    title: str
    done: int
    items: tuple[TaskLine, ...]
    count: int
    page: int
    pages: int
    planned: int
    spent: int


class PlanLine(Struct, frozen=True):
    """One of several plans, in one line."""

    plan_id: int
    title: str
    due_done: int
    due_open: int
    running: int
    base_done: int
    base: int


class WeekPlans(Message, frozen=True):
    """The week of a school with several plans: each by its name, opened by a button."""

    who: Member
    first_on: date
    last_on: date
    plans: tuple[PlanLine, ...]
    waiting: int


class AskedUnclear(Message, frozen=True):
    """A question that none of the known forms fits, with what may be asked."""

    who: Member
    leads: bool
