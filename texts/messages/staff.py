"""The roster, and which roles have nobody yet."""

from msgspec import Struct

from plan.model import Member
from texts.messages.base import Message


class RosterHelp(Message, frozen=True):
    """How to send the roster."""

    who: Member


class RosterRead(Message, frozen=True):
    """What a roster changed; what could not be read is named."""

    who: Member
    added: int
    changed: int
    same: int
    unread: tuple[str, ...]
    unknown_duties: tuple[str, ...]


class RoleLine(Struct, frozen=True):
    """One role that tasks name: its tasks and who holds it."""

    role: str
    codes: tuple[str, ...]
    holders: tuple[Member, ...]
    outside: bool = False


class RolesSeen(Message, frozen=True):
    """Roles without a person first; then who has not joined."""

    who: Member
    missing: tuple[RoleLine, ...]
    page: int
    pages: int
    not_joined: int
    joined: int
    members: int


class NotJoinedList(Message, frozen=True):
    """Who has not joined yet."""

    who: Member
    people: tuple[Member, ...]
    page: int
    pages: int


class StaffSeen(Message, frozen=True):
    """Everybody of the school, a page at a time, each with what they are."""

    who: Member
    people: tuple[tuple[Member, tuple[str, ...]], ...]
    members: int
    joined: int
    page: int
    pages: int


class RoleHeld(Message, frozen=True):
    """Who holds a role; nobody, as far as the roster knows."""

    who: Member
    role: str
    people: tuple[Member, ...]


class Hello(Message, frozen=True):
    """A greeting with what comes next: `step` is plan, start, or tasks with how many are open."""

    who: Member
    step: str
    count: int


class Help(Message, frozen=True):
    """What this person can type, a page at a time."""

    who: Member
    lines: tuple[tuple[str, str], ...]
    page: int
    pages: int


class HourSet(Message, frozen=True):
    """The hour of the own digest."""

    who: Member
    hour: str
    ok: bool
