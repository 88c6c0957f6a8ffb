"""Joining a school."""

from datetime import datetime
from typing import ClassVar

from plan.model import Member
from texts.messages.base import Message


class ConsentUnclear(Message, frozen=True):
    """Neither yes nor no came to the question whether data may be kept."""


class Stranger(Message, frozen=True):
    """To somebody nobody knows: one polite line, nothing of any school."""


class InviteRefused(Message, frozen=True):
    """A code that lets nobody in. `why` is unknown, used, expired or too_many."""

    why: str


class Consent(Message, frozen=True):
    """What is kept of a person, before anything is."""

    who: Member
    school: str


class AskFullName(Message, frozen=True):
    """The principal's own name, when no roster gave it."""


class AskAddress(Message, frozen=True):
    """Thầy, cô, anh or chị: asked, never guessed."""

    name: str


class AskCallName(Message, frozen=True):
    """How somebody wants to be called."""


class Joined(Message, frozen=True):
    """Welcome, with how many tasks wait."""

    who: Member
    school: str
    tasks: int
    is_principal: bool


class NotJoined(Message, frozen=True):
    """Somebody declined: nothing is kept."""


class PickName(Message, frozen=True):
    """Whoever came with the school's code picks the own name."""

    school: str
    page: int
    pages: int


class NameNotFound(Message, frozen=True):
    """The typed name is not on the roster."""

    text: str


class WaitForWord(Message, frozen=True):
    """The principal is asked first."""


class ClaimArrived(Message, frozen=True):
    """To the principal: somebody says to be this member."""

    who: Member
    member: Member
    sender_name: str


class ClaimKept(Message, frozen=True):
    """To the principal: the word was passed on."""

    who: Member
    member: Member
    agreed: bool


class ClaimRefused(Message, frozen=True):
    """To whoever claimed a name that is somebody else's."""


class PersonalLink(Message, frozen=True):
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


class SchoolCode(Message, frozen=True):
    """The text to post in the staff group."""

    who: Member
    school: str
    code: str
    link: str
    until: datetime


class LinkCode(Message, frozen=True):
    """How to bring one more chat: the code to type there."""

    holds_secret: ClassVar[bool] = True

    who: Member
    code: str
    until: datetime


class Linked(Message, frozen=True):
    """One more chat is this person's, and the one written to from now on."""

    who: Member
    school: str


class SameChat(Message, frozen=True):
    """The code was typed in the chat that gave it."""

    who: Member


class ChannelChosen(Message, frozen=True):
    """Where somebody is written to from now on; `ok` is False when they have no such chat."""

    who: Member
    channel: str
    ok: bool
