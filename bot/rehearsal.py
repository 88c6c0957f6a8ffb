"""Answering nobody once, so that no person waits for what a first answer makes ready."""

from collections.abc import Sequence
from datetime import datetime

from bot.desk import Arrived, Prepared
from bot.dispatch import handle
from bot.table import COMMANDS
from followup.ports import Inbound, InboundKind
from followup.post import answer
from storage import bots
from storage.bots import Address
from storage.database import Tx

# What most people say: they ask for the first row of the table, and report how far something is.
ASKS = COMMANDS[0].words[0]
REPORTS = "50%"


def rehearse(tx: Tx, said: tuple[Sequence[int], str], now: datetime) -> bool:
    """Answer (bots, line) as if the newest chat of these bots said it, and keep nothing of that.

    Statements are compiled, templates loaded and modules imported by it, which the first answer
    after a start would do. False where nobody has joined yet.
    """
    bot_ids, line = said
    chat = bots.newest_chat_all_schools(tx, bot_ids)
    if chat is None:
        return False
    kept = tx.begin_nested()
    try:
        answered = handle(tx, Arrived(0, _inbound(chat, line, now), Prepared(), now))
        for number, one in enumerate(answered):
            answer(tx, (one.address, one.member), (0, number), one.say, now)
    finally:
        kept.rollback()
    return True


def _inbound(chat: Address, line: str, now: datetime) -> Inbound:
    return Inbound("", chat.bot_id, chat.chat, chat.chat, "", InboundKind.TEXT, now, line)
