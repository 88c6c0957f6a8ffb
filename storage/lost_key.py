"""What was sealed with a key that goes: sealed anew, or ended where that key is lost."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import JSON, Column, Table, select, type_coerce, update

from storage import bot_tokens, moments
from storage.bots import Bot
from storage.database import Tx
from storage.deliveries import State
from storage.inbox import UNFINISHED
from storage.moments import ReminderState
from storage.sealing import Keyring, Sealed, is_sealed
from storage.tables import deliveries, inbox, metadata

REASON = "key lost"
_CODE = "KEY"
# So many rows are read and sealed anew at a time.
_BATCH = 500


class Ended(Struct, frozen=True):
    """What nobody can read any more: messages that waited, updates, and the tokens of bots.

    `resealed` counts the values that an old key opened and that ours seals now.
    """

    deliveries: int = 0
    updates: int = 0
    bots: tuple[Bot, ...] = ()
    resealed: int = 0


def reseal_all_schools(tx: Tx, old: Keyring) -> int:
    """Seal with our key everything that an old one opens; gives how many values."""
    return sum(
        _reseal(tx, table, column, old)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed)
    )


def _reseal(tx: Tx, table: Table, column: "Column[Any]", old: Keyring) -> int:
    (number,) = table.primary_key.columns
    stored = type_coerce(column, JSON)
    place = column.type.place if isinstance(column.type, Sealed) else ""
    count, last = 0, 0
    while True:
        query = select(number, stored).where(number > last).order_by(number).limit(_BATCH)
        rows = [tuple(row) for row in tx.execute(query)]
        if not rows:
            return count
        last = rows[-1][0]
        for found, text in rows:
            if not is_sealed(text):
                continue
            try:
                value = old.unseal(text, place)
            except ValueError:
                continue
            tx.execute(update(table).where(number == found).values({column: value}))
            count += 1


def end_unreadable_all_schools(tx: Tx, now: datetime) -> Ended:
    """End what waits and cannot be opened; what a digest said comes with the next one."""
    unsent = (str(State.QUEUED), str(State.ATTEMPT))
    messages = list(_unreadable(tx, deliveries, deliveries.c.content, unsent))
    if messages:
        tx.execute(
            update(deliveries)
            .where(deliveries.c.delivery_id.in_(messages))
            .values(state=str(State.FAILED), reason=REASON, owner="", ended_at=now)
        )
        moments.end_deliveries_all_schools(tx, messages, ReminderState.HELD, REASON)
    updates = list(_unreadable(tx, inbox, inbox.c.raw, UNFINISHED))
    if updates:
        tx.execute(
            update(inbox)
            .where(inbox.c.inbox_id.in_(updates))
            .values(state="POISON", error_code=_CODE, done_at=now)
        )
    lost = bot_tokens.lose_unreadable_all_schools(tx)
    return Ended(len(messages), len(updates), tuple(lost))


def _unreadable(
    tx: Tx, table: Table, column: "Column[Any]", states: tuple[str, ...]
) -> Iterator[int]:
    (number,) = table.primary_key.columns
    rows = tx.execute(
        select(number, column, type_coerce(column, JSON).label("stored")).where(
            table.c.state.in_(states)
        )
    )
    for found, value, stored in rows:
        if value is None and is_sealed(stored):
            yield found
