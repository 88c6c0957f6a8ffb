"""The way from chat to the pages."""

from dataclasses import dataclass
from typing import ClassVar

from plan.model import Member
from texts.messages.base import Message


@dataclass(frozen=True, slots=True)
class BoardLink(Message):
    """A link that opens the board once; `link` is empty where no pages are served."""

    holds_secret: ClassVar[bool] = True

    who: Member
    link: str
    minutes: int


@dataclass(frozen=True, slots=True)
class BoardLeft(Message):
    """Every browser was logged out."""

    who: Member
