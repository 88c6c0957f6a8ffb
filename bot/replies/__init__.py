"""Reading what people type: replies to a reminder, and orders."""

from bot.replies.model import Action, ReplyContext, ReplyReading
from bot.replies.orders import OrderKind, OrderReading, read_order
from bot.replies.patterns import compile_rules
from bot.replies.reader import read_reply

__all__ = [
    "Action",
    "OrderKind",
    "OrderReading",
    "ReplyContext",
    "ReplyReading",
    "compile_rules",
    "read_order",
    "read_reply",
]
