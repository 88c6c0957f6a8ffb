"""Handing in files, where a chat brings none."""

from datetime import datetime
from typing import ClassVar

from plan.model import Member
from texts.messages.base import Message


class UploadHere(Message, frozen=True):
    """The address of a page that takes one file, for the task of `code` if one was named."""

    holds_secret: ClassVar[bool] = True

    who: Member
    code: str
    address: str
    until: datetime


class UploadNowhere(Message, frozen=True):
    """No page is open: the file comes in on the computer that runs the bot."""

    who: Member


class SendHere(Message, frozen=True):
    """The chat itself takes files."""

    who: Member
