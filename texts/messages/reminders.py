"""What is said without being asked: the day's digest, the escalation."""

from dataclasses import dataclass
from datetime import date, datetime, time

from plan.fast_dataclass import fast_dataclass
from plan.model import Member
from texts.messages.base import Message


@fast_dataclass(frozen=True, slots=True)
class DigestItem:
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


@fast_dataclass(frozen=True, slots=True)
class DigestOne(Message):
    """The day's one task of a person."""

    who: Member
    item: DigestItem
    others: int


@dataclass(frozen=True, slots=True)
class Nudge(Message):
    """One task, because somebody above asked to be remembered of it now."""

    who: Member
    by: Member
    code: str
    work: str
    due_on: date
    days: int


@dataclass(frozen=True, slots=True)
class NudgeDone(Message):
    """Who was reminded, who today already, who has no chat; `at` when it waits for the morning."""

    who: Member
    code: str
    told: tuple[Member, ...]
    again: tuple[Member, ...]
    unreachable: tuple[Member, ...]
    at: datetime | None
    is_started: bool


@dataclass(frozen=True, slots=True)
class Digest(Message):
    """The day's tasks of a person, the most urgent first; the rest is counted."""

    who: Member
    items: tuple[DigestItem, ...]
    more: int
    long_tasks: int
    closing: int
    others: int


@dataclass(frozen=True, slots=True)
class ToldAgain(Message):
    """What a message of today spoke of, once more, since nobody knows whether it arrived."""

    who: Member
    items: tuple[DigestItem, ...]


@dataclass(frozen=True, slots=True)
class Restored(Message):
    """The last lines of the first digest after a restore: until when the data goes."""

    data_at: datetime


@dataclass(frozen=True, slots=True)
class Pulse(Message):
    """The month's one question about all long tasks of a person."""

    who: Member
    items: tuple[DigestItem, ...]
    more: int


@dataclass(frozen=True, slots=True)
class YearClose(Message):
    """The invitation to close the year's tasks one by one."""

    who: Member
    count: int
    due_on: date
    days: int


@dataclass(frozen=True, slots=True)
class EscalationItem:
    """One overdue task somebody may help with, and who has said nothing of it."""

    code: str
    work: str
    silent: tuple[Member, ...]
    late_days: int


@dataclass(frozen=True, slots=True)
class Escalation(Message):
    """Tasks without a report that are made known to who oversees them."""

    who: Member
    items: tuple[EscalationItem, ...]
    more: int


@dataclass(frozen=True, slots=True)
class NotReached(Message):
    """Somebody who has something due could not be written to."""

    who: Member
    missing: Member
    code: str
    work: str
    due_on: date
    never_joined: bool
