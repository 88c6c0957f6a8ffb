"""What is said of their own data to who speaks for no school: officers, strangers, who left."""

from dataclasses import dataclass
from datetime import date

from plan.model import Member
from texts.messages.base import Message


@dataclass(frozen=True, slots=True)
class OfficerData(Message):
    """The file of all that is held about an officer; not made yet without `is_made`."""

    name: str
    is_made: bool
    done_by_on: date


@dataclass(frozen=True, slots=True)
class OfficerEraseAsked(Message):
    """Before an officer is erased: what goes, what stays."""

    name: str
    province: str


@dataclass(frozen=True, slots=True)
class OfficerEraseKept(Message):
    """Nothing of an officer was erased."""


@dataclass(frozen=True, slots=True)
class OfficerErased(Message):
    """Done, to who is no officer any more; who `is_member` keeps the chat for the school."""

    province: str
    is_member: bool


@dataclass(frozen=True, slots=True)
class LeftDataOrdered(Message):
    """To who left these schools: a file of what each holds about them is being made."""

    who: Member
    schools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftEraseNoted(Message):
    """To who left these schools: each is asked to erase, by this day."""

    who: Member
    schools: tuple[str, ...]
    done_by_on: date


@dataclass(frozen=True, slots=True)
class StrangerData(Message):
    """What is held about a chat that belongs to nobody at a school."""


@dataclass(frozen=True, slots=True)
class StrangerErased(Message):
    """What was said in such a chat is gone, and the chat goes soon."""
