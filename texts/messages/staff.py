"""The roster, and which roles have nobody yet."""

from dataclasses import dataclass

from plan.model import Member
from texts.messages.base import Message


@dataclass(frozen=True, slots=True)
class RosterHelp(Message):
    """How to send the roster."""

    who: Member


@dataclass(frozen=True, slots=True)
class RosterRead(Message):
    """What a roster changed; what could not be read is named."""

    who: Member
    added: int
    changed: int
    same: int
    unread: tuple[str, ...]
    unknown_duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role that tasks name: its tasks and who holds it."""

    role: str
    codes: tuple[str, ...]
    holders: tuple[Member, ...]
    outside: bool = False


@dataclass(frozen=True, slots=True)
class RolesSeen(Message):
    """Roles without a person first; then who has not joined."""

    who: Member
    missing: tuple[RoleLine, ...]
    page: int
    pages: int
    not_joined: int
    joined: int
    members: int


@dataclass(frozen=True, slots=True)
class NotJoinedList(Message):
    """Who has not joined yet."""

    who: Member
    people: tuple[Member, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class StaffSeen(Message):
    """Everybody of the school, a page at a time, each with what they are."""

    who: Member
    people: tuple[tuple[Member, tuple[str, ...]], ...]
    members: int
    joined: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class RoleHeld(Message):
    """Who holds a role; nobody, as far as the roster knows."""

    who: Member
    role: str
    people: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Hello(Message):
    """A greeting with what comes next: `step` is plan, start, or tasks with how many are open."""

    who: Member
    step: str
    count: int


@dataclass(frozen=True, slots=True)
class Help(Message):
    """What this person can type, a page at a time."""

    who: Member
    lines: tuple[tuple[str, str], ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class HourSet(Message):
    """The hour of the own digest."""

    who: Member
    hour: str
    ok: bool
