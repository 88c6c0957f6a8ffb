"""Reading what people type: replies to a reminder, and orders."""

from bot.replies.again import Again, cut_again, read_again
from bot.replies.model import Action, ReplyContext, ReplyReading
from bot.replies.orders import (
    OrderKind,
    OrderReading,
    means_everyone,
    means_own_unit,
    read_order,
    read_wish,
)
from bot.replies.patterns import compile_rules
from bot.replies.reader import read_reply

__all__ = [
    "Action",
    "Again",
    "OrderKind",
    "OrderReading",
    "ReplyContext",
    "ReplyReading",
    "compile_rules",
    "cut_again",
    "means_everyone",
    "means_own_unit",
    "read_again",
    "read_order",
    "read_reply",
    "read_wish",
]
