"""A Bot API server of our own: checks every call, plays people, and fails on demand."""

from tests.telegram_server.faults import (
    Fault,
    fails,
    flood,
    garbage,
    hangup,
    reset,
    silent,
    slow,
)
from tests.telegram_server.people import Group, Person, Place
from tests.telegram_server.server import TOKEN, TelegramServer
from tests.telegram_server.world import Button, Call, Seen

__all__ = [
    "TOKEN",
    "Button",
    "Call",
    "Fault",
    "Group",
    "Person",
    "Place",
    "Seen",
    "TelegramServer",
    "fails",
    "flood",
    "garbage",
    "hangup",
    "reset",
    "silent",
    "slow",
]
