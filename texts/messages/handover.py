"""Work and roles that go from one to another, and what the new year asks for."""

from plan.model import Member
from texts.messages.base import Message, TaskLine


class Briefing(Message, frozen=True):
    """What somebody has from another since now: roles, tasks (the first of `count`), what waits.

    With `leads` the reader is the principal now, and the numbers are the school's.
    """

    who: Member
    old: Member
    roles: tuple[str, ...]
    items: tuple[TaskLine, ...]
    count: int
    late: int
    waiting: int
    leads: bool


class HandOverAsked(Message, frozen=True):
    """Whether one's roles and work are to go to another, and whether the first leaves."""

    who: Member
    old: Member
    new: Member | None
    roles: tuple[str, ...]
    tasks: int


class HandOverKept(Message, frozen=True):
    """What went where. `state` is done or left; `to` are (who, codes) of those with tasks now."""

    who: Member
    state: str
    old: Member
    new: Member | None
    leaves: bool
    to: tuple[tuple[Member, tuple[str, ...]], ...]
    not_told: tuple[Member, ...]


class HandOverNeeds(Message, frozen=True):
    """«bàn giao» without its people."""

    who: Member


class NewDuties(Message, frozen=True):
    """In August: who was homeroom teacher or head of a unit last year, to be kept or renewed."""

    who: Member
    year: str
    heads: tuple[str, ...]
    homerooms: int


class DutiesKept(Message, frozen=True):
    """What became of last year's roles: kept, or a new list is waited for."""

    who: Member
    is_kept: bool
    count: int
