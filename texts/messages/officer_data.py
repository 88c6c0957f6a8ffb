"""What is said of their own data to who speaks for no school: officers, strangers, who left."""

from datetime import date

from plan.model import Member
from texts.messages.base import Message


class OfficerData(Message, frozen=True):
    """The file of all that is held about an officer; not made yet without `is_made`."""

    name: str
    is_made: bool
    done_by_on: date


class OfficerEraseAsked(Message, frozen=True):
    """Before an officer is erased: what goes, what stays."""

    name: str
    province: str


class OfficerEraseKept(Message, frozen=True):
    """Nothing of an officer was erased."""


class OfficerErased(Message, frozen=True):
    """Done, to who is no officer any more; who `is_member` keeps the chat for the school."""

    province: str
    is_member: bool


class LeftDataOrdered(Message, frozen=True):
    """To who left these schools: a file of what each holds about them is being made."""

    who: Member
    schools: tuple[str, ...]


class LeftEraseNoted(Message, frozen=True):
    """To who left these schools: each is asked to erase, by this day."""

    who: Member
    schools: tuple[str, ...]
    done_by_on: date


class StrangerData(Message, frozen=True):
    """What is held about a chat that belongs to nobody at a school."""


class StrangerErased(Message, frozen=True):
    """What was said in such a chat is gone, and the chat goes soon."""
