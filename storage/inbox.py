"""What came in, stored before the platform is told (step T0), and taken in order (step T6).

An update belongs to the installation until it is known who sent it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, func, or_, select, update

from storage.columns import written
from storage.database import Tx, insert_once
from storage.many import among
from storage.tables import addresses, inbox

# Not finished yet: the next one of its chat has to wait.
UNFINISHED = ("NEW", "PREPARED")
# Why an update that could be read was not.
FLOOD = "FLOOD"
# What waited at a bot that is no more.
GONE = "GONE"


class InboxRow(Struct, frozen=True):
    """One update as it came. `prepared` holds what was fetched for it, once it is PREPARED."""

    inbox_id: int
    bot_id: int
    chat: str
    raw: dict[str, Any]
    prepared: dict[str, Any] | None
    state: str
    tries: int
    received_at: datetime
    # Whether its chat is that of a person or a group we know.
    is_known: bool


class Arrival(Struct, frozen=True):
    """One update about to be stored. What nobody can read is kept as SKIPPED, never lost."""

    dedupe_key: str
    chat: str
    raw: dict[str, Any]
    is_readable: bool = True


IS_UNFINISHED = or_(*(inbox.c.state == written(state) for state in UNFINISHED))
# Written once: they run for every update. One pass over what waits: a flood in one chat must cost
# the others nothing.
_FIRST = (
    select(func.min(inbox.c.inbox_id))
    .where(IS_UNFINISHED, among(inbox.c.bot_id, "bots"))
    .group_by(inbox.c.bot_id, inbox.c.chat)
)
_KNOWN = (
    select(addresses.c.address_id)
    .where(
        addresses.c.bot_id == inbox.c.bot_id,
        addresses.c.chat == inbox.c.chat,
        addresses.c.person_id.is_not(None) | addresses.c.school_id.is_not(None),
    )
    .exists()
    .label("is_known")
)
# Its other parameters are what is set.
_ONE = update(inbox).where(inbox.c.inbox_id == bindparam("number"))
_WAITING = (
    select(inbox, _KNOWN)
    .where(
        inbox.c.inbox_id.in_(_FIRST),
        ~among(inbox.c.inbox_id, "beside"),
        inbox.c.retry_at.is_(None)
        | (inbox.c.retry_at <= bindparam("now", type_=inbox.c.retry_at.type)),
    )
    .order_by(_KNOWN.desc(), inbox.c.inbox_id)
    .limit(bindparam("most"))
)


def store_all_schools(tx: Tx, bot_id: int, arrivals: list[Arrival], at: datetime) -> None:
    """Store updates; a repeat of a key is ignored."""
    if not arrivals:
        return
    rows = [
        {
            "bot_id": bot_id,
            "dedupe_key": arrival.dedupe_key,
            "chat": arrival.chat,
            "raw": arrival.raw,
            "state": "NEW" if arrival.is_readable else "SKIPPED",
            "received_at": at,
        }
        for arrival in arrivals
    ]
    once = insert_once(tx, inbox).on_conflict_do_nothing(index_elements=["bot_id", "dedupe_key"])
    # Together: one after another, a flood of updates would hold up those behind it on a server.
    tx.execute(once, rows)


def waiting_all_schools(
    tx: Tx, most: tuple[datetime, int], bot_ids: Collection[int], beside: Collection[int]
) -> list[InboxRow]:
    """List the first unfinished update of each chat: order is kept within a chat only.

    Chats of people and groups we know come before those of strangers: however many guess codes,
    nobody who works here waits for them. `most` is the present and how many at the most; `beside`
    are those already being handled.
    """
    now, limit = most
    asked = {"now": now, "most": limit, "bots": bot_ids, "beside": beside}
    rows = tx.execute(_WAITING, asked)
    return [
        InboxRow(
            row.inbox_id,
            row.bot_id,
            row.chat,
            row.raw,
            row.prepared,
            row.state,
            row.tries,
            row.received_at,
            bool(row.is_known),
        )
        for row in rows
    ]


def next_retry_all_schools(tx: Tx, bot_ids: Collection[int]) -> datetime | None:
    """Say when an update of some bots that failed is to be tried again."""
    found: datetime | None = tx.execute(
        select(inbox.c.retry_at)
        .where(
            IS_UNFINISHED,
            inbox.c.retry_at.is_not(None),
            inbox.c.bot_id.in_(bot_ids),
        )
        .order_by(inbox.c.retry_at)
        .limit(1)
    ).scalar()
    return found


def leave_all_schools(tx: Tx, bot_id: int, at: datetime) -> int:
    """Leave unread what waits at a bot that is no more; gives how much it was."""
    left = update(inbox).where(inbox.c.bot_id == bot_id, IS_UNFINISHED)
    return tx.execute(left.values(state="SKIPPED", error_code=GONE, done_at=at)).rowcount


def prepared_all_schools(tx: Tx, inbox_id: int, prepared: dict[str, Any]) -> None:
    """Keep what was fetched for an update; it may be made again."""
    _set(tx, inbox_id, state="PREPARED", prepared=prepared)


def done_all_schools(tx: Tx, inbox_id: int, at: datetime) -> None:
    """Finish an update, in the transaction that holds its effect and its answer."""
    _set(tx, inbox_id, state="DONE", done_at=at)


def pass_over_all_schools(tx: Tx, row: InboxRow, at: datetime, *, whole_chat: bool) -> None:
    """Leave an update unread as part of a flood, or everything of its chat that waits."""
    of_chat = (
        (inbox.c.bot_id == row.bot_id)
        & (inbox.c.chat == row.chat)
        & (inbox.c.inbox_id >= row.inbox_id)
        & (inbox.c.received_at <= at)
    )
    which = of_chat if whole_chat else inbox.c.inbox_id == row.inbox_id
    tx.execute(
        update(inbox)
        .where(which, IS_UNFINISHED)
        .values(state="SKIPPED", error_code=FLOOD, done_at=at)
    )


def failed_all_schools(tx: Tx, row: InboxRow, retry_at: datetime) -> None:
    """Count a failed try and say when the next one is."""
    _set(tx, row.inbox_id, tries=row.tries + 1, retry_at=retry_at)


def poison_all_schools(tx: Tx, row: InboxRow, error_code: str, at: datetime) -> None:
    """Give an update up after its last try; the row stays for whoever looks into it."""
    _set(
        tx,
        row.inbox_id,
        state="POISON",
        tries=row.tries + 1,
        error_code=error_code,
        done_at=at,
    )


def _set(tx: Tx, inbox_id: int, **values: Any) -> None:
    tx.execute(_ONE, {"number": inbox_id, **values})
