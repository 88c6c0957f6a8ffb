"""What is let go once it is old: the words of messages and updates, ways in, chats of nobody.

Rows that others count by stay, with nothing in them: a number given once is never given again.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, String, Table, cast, delete, literal, select, update

from storage.bots import LEAVING
from storage.columns import written
from storage.database import Tx
from storage.deliveries import OVER, UNSENT
from storage.inbox import UNFINISHED
from storage.tables import addresses, deliveries, entries, inbox, join_tries, sessions, uploads

FORGOTTEN = "gone"
# What an emptied row says of itself, so that it is looked at once.
_EMPTIED = "purged"
# What still has its words has an index: else each look would go through all that ever was.
_UPDATE_HAS_WORDS = inbox.c.done_at.is_not(None) & (inbox.c.error_code != written(_EMPTIED))
_MESSAGE_HAS_WORDS = deliveries.c.ended_at.is_not(None) & (
    deliveries.c.reason != written(_EMPTIED)
)
# What came in from a chat.
_CAME = (inbox.c.bot_id == addresses.c.bot_id) & (inbox.c.chat == addresses.c.chat)


def old_updates_all_schools(tx: Tx, before: datetime, limit: int) -> list[int]:
    """List updates that were handled before a time and still have their words."""
    handled = inbox.c.state.not_in(UNFINISHED) & (inbox.c.received_at < before)
    return _numbers(tx, inbox, _UPDATE_HAS_WORDS & handled, limit)


def old_messages_all_schools(tx: Tx, before: datetime, limit: int) -> list[int]:
    """List messages that ended, were made before a time and still have their words."""
    over = deliveries.c.state.in_(OVER) & (deliveries.c.created_at < before)
    return _numbers(tx, deliveries, _MESSAGE_HAS_WORDS & over, limit)


def empty_all_schools(tx: Tx, updates: Sequence[int], messages: Sequence[int]) -> None:
    """Take the words out of some updates and messages; when and how each ended stays."""
    if updates:
        tx.execute(
            update(inbox)
            .where(inbox.c.inbox_id.in_(updates))
            .values(raw={}, prepared=None, error_code=_EMPTIED)
        )
    if messages:
        tx.execute(
            update(deliveries)
            .where(deliveries.c.delivery_id.in_(messages))
            .values(content={}, reason=_EMPTIED)
        )


def ways_in_all_schools(tx: Tx, before: datetime) -> int:
    """Delete links, sessions and wrong codes that ended before a time; empty uploads."""
    gone = 0
    for table, at in (
        (entries, entries.c.expires_at),
        (sessions, sessions.c.expires_at),
        (join_tries, join_tries.c.tried_at),
    ):
        gone += tx.execute(delete(table).where(at < before)).rowcount
    old = (uploads.c.expires_at < before) & (uploads.c.words != "")
    return gone + tx.execute(update(uploads).where(old).values(words="")).rowcount


def strangers_all_schools(tx: Tx, before: datetime, guessed: datetime, limit: int) -> int:
    """Forget the chats of nobody in which nothing was said since a time, and those that leave.

    Not where a wrong code was typed since `guessed`: who asks to be forgotten is no new guesser.
    """
    heard = select(inbox.c.inbox_id).where(_CAME, inbox.c.received_at >= before)
    unread = select(inbox.c.inbox_id).where(_CAME, inbox.c.state.in_(UNFINISHED))
    tried = select(join_tries.c.try_id).where(
        join_tries.c.address_id == addresses.c.address_id, join_tries.c.tried_at > guessed
    )
    waits = select(deliveries.c.delivery_id).where(
        deliveries.c.address_id == addresses.c.address_id, deliveries.c.state.in_(UNSENT)
    )
    is_old = (addresses.c.created_at < before) & ~heard.exists()
    go = (
        (addresses.c.kind == "person")
        & addresses.c.person_id.is_(None)
        & (addresses.c.state != FORGOTTEN)
        & (is_old | (addresses.c.state == LEAVING))
        & ~unread.exists()
        & ~tried.exists()
        & ~waits.exists()
    )
    numbers = _numbers(tx, addresses, go, limit)
    if numbers:
        _forget_chats(tx, numbers)
    return len(numbers)


def _forget_chats(tx: Tx, numbers: list[int]) -> None:
    """Forget which chats they were and what was said there, also while they were leaving."""
    these = addresses.c.address_id.in_(numbers)
    came = inbox.c.inbox_id.in_(select(inbox.c.inbox_id).join(addresses, _CAME).where(these))
    no_words: dict[str, object] = {"raw": {}, "prepared": None, "error_code": _EMPTIED}
    tx.execute(update(inbox).where(came).values(chat=FORGOTTEN, **no_words))
    told = deliveries.c.address_id.in_(numbers) & deliveries.c.member_id.is_(None)
    tx.execute(update(deliveries).where(told).values(content={}, reason=_EMPTIED))
    name = literal(f"{FORGOTTEN}:") + cast(addresses.c.address_id, String)
    tx.execute(update(addresses).where(these).values(chat=name, thread="", state=FORGOTTEN))


def _numbers(tx: Tx, table: Table, old: ColumnElement[bool], limit: int) -> list[int]:
    (number,) = table.primary_key.columns
    return list(tx.execute(select(number).where(old).limit(limit)).scalars())
