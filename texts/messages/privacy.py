"""What people ask of their own data."""

from dataclasses import dataclass
from datetime import date

from plan.model import Member
from texts.messages.base import Message


@dataclass(frozen=True, slots=True)
class EraseAsked(Message):
    """Before anything is erased: what goes, what stays."""

    who: Member
    school: str


@dataclass(frozen=True, slots=True)
class EraseMemberAsked(Message):
    """To the principal: erase somebody who asked for it outside the chat, by these days."""

    who: Member
    member: Member
    answer_by_on: date
    done_by_on: date


@dataclass(frozen=True, slots=True)
class Erased(Message):
    """Done, to who is nobody here any more; `is_officer` still looks at a province's schools."""

    school: str
    is_officer: bool


@dataclass(frozen=True, slots=True)
class EraseKept(Message):
    """Nothing was erased. `why` is dropped (by who asked), later, or principal."""

    who: Member
    why: str


@dataclass(frozen=True, slots=True)
class MemberErased(Message):
    """To the principal: somebody's data are erased, and so many tasks wait for somebody else."""

    who: Member
    member: Member
    tasks: int


@dataclass(frozen=True, slots=True)
class EraseNoted(Message):
    """To the office: the request is noted and the principal asked."""

    who: Member
    member: Member
    done_by_on: date


@dataclass(frozen=True, slots=True)
class DataRequestLine:
    """One request that waits: whose, which kind (see or erase), by which day."""

    member: Member
    kind: str
    done_by_on: date


@dataclass(frozen=True, slots=True)
class DataRequestsSeen(Message):
    """The requests about personal data that wait."""

    who: Member
    lines: tuple[DataRequestLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ConsentAgain(Message):
    """What is kept changed since this person agreed: asked once more."""

    who: Member
    school: str


@dataclass(frozen=True, slots=True)
class ConsentKept(Message):
    """The answer to that, taken."""

    who: Member
    agreed: bool
