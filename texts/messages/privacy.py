"""What people ask of their own data."""

from datetime import date

from msgspec import Struct

from plan.model import Member
from texts.messages.base import Message


class EraseAsked(Message, frozen=True):
    """Before anything is erased: what goes, what stays."""

    who: Member
    school: str


class EraseMemberAsked(Message, frozen=True):
    """To the principal: erase somebody who asked for it outside the chat, by these days."""

    who: Member
    member: Member
    answer_by_on: date
    done_by_on: date


class Erased(Message, frozen=True):
    """Done, to who is nobody here any more; `is_officer` still looks at a province's schools."""

    school: str
    is_officer: bool


class EraseKept(Message, frozen=True):
    """Nothing was erased. `why` is dropped (by who asked), later, or principal."""

    who: Member
    why: str


class MemberErased(Message, frozen=True):
    """To the principal: somebody's data are erased, and so many tasks wait for somebody else."""

    who: Member
    member: Member
    tasks: int


class EraseNoted(Message, frozen=True):
    """To the office: the request is noted and the principal asked."""

    who: Member
    member: Member
    done_by_on: date


class DataRequestLine(Struct, frozen=True):
    """One request that waits: whose, which kind (see or erase), by which day."""

    member: Member
    kind: str
    done_by_on: date


class DataRequestsSeen(Message, frozen=True):
    """The requests about personal data that wait."""

    who: Member
    lines: tuple[DataRequestLine, ...]
    more: int


class ConsentAgain(Message, frozen=True):
    """What is kept changed since this person agreed: asked once more."""

    who: Member
    school: str


class ConsentKept(Message, frozen=True):
    """The answer to that, taken."""

    who: Member
    agreed: bool
