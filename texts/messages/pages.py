"""The way from chat to the pages."""

from typing import ClassVar

from plan.model import Member
from texts.messages.base import Message


class BoardLink(Message, frozen=True):
    """A link that opens the board once; `link` is empty where no pages are served."""

    holds_secret: ClassVar[bool] = True

    who: Member
    link: str
    minutes: int


class BoardLeft(Message, frozen=True):
    """Every browser was logged out."""

    who: Member
