"""What a platform allows, and how much of it is used."""

from dataclasses import dataclass

from plan.model import Member
from texts.messages.base import Message


@dataclass(frozen=True, slots=True)
class QuotaNear(Message):
    """To the principal: the month's messages of a bot run out."""

    who: Member
    bot: str
    spent: int
    most: int
    forecast: int


@dataclass(frozen=True, slots=True)
class BotLine:
    """One bot with its places and messages; 0 is no limit."""

    name: str
    people: int
    most_people: int
    messages: int
    most_messages: int
    forecast: int
    is_short: bool


@dataclass(frozen=True, slots=True)
class BotsSeen(Message):
    """The bots of limited platforms: places taken, messages sent and forecast."""

    who: Member
    bots: tuple[BotLine, ...]
