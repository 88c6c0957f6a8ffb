"""What was sealed with a key that is lost: ended, so that nothing waits for it for ever."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Table, select, type_coerce, update

from storage import moments
from storage.database import Tx
from storage.deliveries import State
from storage.inbox import UNFINISHED
from storage.moments import ReminderState
from storage.sealing import is_sealed
from storage.tables import deliveries, inbox

REASON = "key lost"
_CODE = "KEY"


@dataclass(frozen=True, slots=True)
class Ended:
    """How many messages that waited, and how many that came in, nobody can read any more."""

    deliveries: int
    updates: int


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
    return Ended(len(messages), len(updates))


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
