"""What a platform allows, and how much of it is used."""

from msgspec import Struct

from plan.model import Member
from texts.messages.base import Message


class QuotaNear(Message, frozen=True):
    """To the principal: the month's messages of a bot run out."""

    who: Member
    bot: str
    spent: int
    most: int
    forecast: int


class BotLine(Struct, frozen=True):
    """One bot with its places and messages; 0 is no limit."""

    name: str
    people: int
    most_people: int
    messages: int
    most_messages: int
    forecast: int
    is_short: bool


class BotsSeen(Message, frozen=True):
    """The bots of limited platforms: places taken, messages sent and forecast."""

    who: Member
    bots: tuple[BotLine, ...]
