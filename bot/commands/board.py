"""The way to the pages: a link that works once, and leaving them at every browser."""

from bot.desk import Desk
from followup.enter import LINK_LIFE, leave_everywhere, offer_entry
from followup.say import Say
from texts.messages.pages import BoardLeft, BoardLink

ENTRY = "/vao/"


def link(words: str, desk: Desk) -> Say:
    """Give the speaker a link to the board; the one before it lets nobody in any more."""
    del words
    minutes = int(LINK_LIFE.total_seconds()) // 60
    if not desk.ways.pages_at:
        return Say(BoardLink(desk.me, "", minutes))
    secret = offer_entry(desk.day, desk.actor, desk.me)
    return Say(BoardLink(desk.me, f"{desk.ways.pages_at}{ENTRY}{secret}", minutes))


def leave(words: str, desk: Desk) -> Say:
    """Log the speaker out at every browser."""
    del words
    leave_everywhere(desk.day, desk.actor, desk.me)
    return Say(BoardLeft(desk.me))
