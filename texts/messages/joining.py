"""Joining a school."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from plan.model import Member
from texts.messages.base import Message


@dataclass(frozen=True, slots=True)
class ConsentUnclear(Message):
    """Neither yes nor no came to the question whether data may be kept."""


@dataclass(frozen=True, slots=True)
class Stranger(Message):
    """To somebody nobody knows: one polite line, nothing of any school."""


@dataclass(frozen=True, slots=True)
class InviteRefused(Message):
    """A code that lets nobody in. `why` is unknown, used, expired or too_many."""

    why: str


@dataclass(frozen=True, slots=True)
class Consent(Message):
    """What is kept of a person, before anything is."""

    who: Member
    school: str


@dataclass(frozen=True, slots=True)
class AskFullName(Message):
    """The principal's own name, when no roster gave it."""


@dataclass(frozen=True, slots=True)
class AskAddress(Message):
    """Thầy, cô, anh or chị: asked, never guessed."""

    name: str


@dataclass(frozen=True, slots=True)
class AskCallName(Message):
    """How somebody wants to be called."""


@dataclass(frozen=True, slots=True)
class Joined(Message):
    """Welcome, with how many tasks wait."""

    who: Member
    school: str
    tasks: int
    is_principal: bool


@dataclass(frozen=True, slots=True)
class NotJoined(Message):
    """Somebody declined: nothing is kept."""


@dataclass(frozen=True, slots=True)
class PickName(Message):
    """Whoever came with the school's code picks the own name."""

    school: str
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class NameNotFound(Message):
    """The typed name is not on the roster."""

    text: str


@dataclass(frozen=True, slots=True)
class WaitForWord(Message):
    """The principal is asked first."""


@dataclass(frozen=True, slots=True)
class ClaimArrived(Message):
    """To the principal: somebody says to be this member."""

    who: Member
    member: Member
    sender_name: str


@dataclass(frozen=True, slots=True)
class ClaimKept(Message):
    """To the principal: the word was passed on."""

    who: Member
    member: Member
    agreed: bool


@dataclass(frozen=True, slots=True)
class ClaimRefused(Message):
    """To whoever claimed a name that is somebody else's."""


@dataclass(frozen=True, slots=True)
class PersonalLink(Message):
    """A one-time way in for one member.

    `typed` is a shorter code for a bot without links, named `typed_bot`; empty without one.
    """

    holds_secret: ClassVar[bool] = True

    who: Member
    member: Member
    code: str
    link: str
    until: datetime
    typed: str
    typed_until: datetime
    typed_bot: str


@dataclass(frozen=True, slots=True)
class SchoolCode(Message):
    """The text to post in the staff group."""

    who: Member
    school: str
    code: str
    link: str
    until: datetime


@dataclass(frozen=True, slots=True)
class LinkCode(Message):
    """How to bring one more chat: the code to type there."""

    holds_secret: ClassVar[bool] = True

    who: Member
    code: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Linked(Message):
    """One more chat is this person's, and the one written to from now on."""

    who: Member
    school: str


@dataclass(frozen=True, slots=True)
class SameChat(Message):
    """The code was typed in the chat that gave it."""

    who: Member


@dataclass(frozen=True, slots=True)
class ChannelChosen(Message):
    """Where somebody is written to from now on; `ok` is False when they have no such chat."""

    who: Member
    channel: str
    ok: bool
