"""Handing in files, where a chat brings none."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from plan.model import Member
from texts.messages.base import Message


@dataclass(frozen=True, slots=True)
class UploadHere(Message):
    """The address of a page that takes one file, for the task of `code` if one was named."""

    holds_secret: ClassVar[bool] = True

    who: Member
    code: str
    address: str
    until: datetime


@dataclass(frozen=True, slots=True)
class UploadNowhere(Message):
    """No page is open: the file comes in on the computer that runs the bot."""

    who: Member


@dataclass(frozen=True, slots=True)
class SendHere(Message):
    """The chat itself takes files."""

    who: Member
