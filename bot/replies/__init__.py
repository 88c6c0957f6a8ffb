"""Reading what people type: replies to a reminder, and orders."""

from bot.replies.model import Action, ReplyContext, ReplyReading
from bot.replies.reader import read_reply

__all__ = ["Action", "ReplyContext", "ReplyReading", "read_reply"]
