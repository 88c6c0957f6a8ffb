"""What is said without being asked: the day's digest, the escalation."""

from datetime import date, datetime, time

from msgspec import Struct

from plan.model import Member
from texts.messages.base import Message, TaskLine


class DigestItem(Struct, frozen=True):
    """One task of a digest. `note` names a phrase of _macros.j2; `days` counts to `due_on`.

    `written_on` is the due day as the plan wrote it when that is a day off, with its name. `told`
    is who is let known of it today.
    """

    code: str
    work: str
    note: str
    due_on: date
    days: int = 0
    at: time | None = None
    written_on: date | None = None
    day_off: str = ""
    told: Member | None = None
    first_on: date | None = None


class DigestOne(Message, frozen=True):
    """The day's one task of a person."""

    who: Member
    item: DigestItem
    others: int


class Nudge(Message, frozen=True):
    """One task, because somebody above asked to be remembered of it now."""

    who: Member
    by: Member
    code: str
    work: str
    due_on: date
    days: int


class NudgeList(Message, frozen=True):
    """Several tasks that are late, because somebody above asked to be remembered of them now."""

    who: Member
    by: Member
    items: tuple[TaskLine, ...]
    more: int


class LateLine(Struct, frozen=True):
    """Who is to be reminded, and of which tasks."""

    who: Member
    codes: tuple[str, ...]


class NudgeAsked(Message, frozen=True):
    """Whether everybody with something late is to be reminded; nothing is asked without any."""

    who: Member
    lines: tuple[LateLine, ...]
    more: int


class NudgeLeft(Message, frozen=True):
    """Nobody is reminded after all."""

    who: Member


class NudgeDone(Message, frozen=True):
    """Who was reminded, who today already, who has no chat; `at` when it waits for the morning.

    `code` is empty where it was of everything that is late.
    """

    who: Member
    code: str
    told: tuple[Member, ...]
    again: tuple[Member, ...]
    unreachable: tuple[Member, ...]
    at: datetime | None
    is_started: bool


class AgainLine(Struct, frozen=True):
    """One task that somebody is reminded of once more, and the day of it."""

    code: str
    work: str
    on: date
    due_on: date


class RemindedAgain(Message, frozen=True):
    """When somebody is reminded as asked; `on` is None where the tasks have a day each.

    `moved` says that a day off was asked for; before the school has started nobody is reminded.
    """

    who: Member
    items: tuple[AgainLine, ...]
    on: date | None
    at: datetime
    moved: bool
    is_started: bool


class AgainWhen(Message, frozen=True):
    """Of a wish to be reminded the day is not clear; `rungs` are the days that come anyway."""

    who: Member
    code: str
    rungs: tuple[date, ...]


class Digest(Message, frozen=True):
    """The day's tasks of a person, the most urgent first; the rest is counted."""

    who: Member
    items: tuple[DigestItem, ...]
    more: int
    long_tasks: int
    closing: int
    others: int


class ToldAgain(Message, frozen=True):
    """What a message of today spoke of, once more, since nobody knows whether it arrived."""

    who: Member
    items: tuple[DigestItem, ...]


class Restored(Message, frozen=True):
    """The last lines of the first digest after a restore: until when the data goes."""

    data_at: datetime


class Pulse(Message, frozen=True):
    """The month's one question about all long tasks of a person."""

    who: Member
    items: tuple[DigestItem, ...]
    more: int


class YearClose(Message, frozen=True):
    """The invitation to close the year's tasks one by one."""

    who: Member
    count: int
    due_on: date
    days: int


class EscalationItem(Struct, frozen=True):
    """One overdue task somebody may help with, and who has said nothing of it."""

    code: str
    work: str
    silent: tuple[Member, ...]
    late_days: int


class Escalation(Message, frozen=True):
    """Tasks without a report that are made known to who oversees them."""

    who: Member
    items: tuple[EscalationItem, ...]
    more: int


class NotReached(Message, frozen=True):
    """Somebody who has something due could not be written to."""

    who: Member
    missing: Member
    code: str
    work: str
    due_on: date
    never_joined: bool
