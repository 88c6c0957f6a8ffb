"""The one sender of a bot: its row is the fence that keeps a second one out.

A lane belongs to the installation, as its bot does.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from storage.database import Tx
from storage.tables import lanes


@dataclass(frozen=True, slots=True)
class Lane:
    """Who may send for a bot, in which epoch, and from when."""

    bot_id: int
    owner: str
    epoch: int
    lease_until: datetime | None
    next_send_at: datetime | None
    penalty_until: datetime | None


def take_all_schools(
    tx: Tx, bot_id: int, owner: str, now: datetime, until: datetime
) -> Lane | None:
    """Take or keep a lane, a new owner in a new epoch; None while another's lease runs."""
    row = tx.execute(select(lanes).where(lanes.c.bot_id == bot_id).with_for_update()).one()
    if row.owner != owner and row.lease_until is not None and row.lease_until > now:
        return None
    epoch = row.epoch if row.owner == owner else row.epoch + 1
    _set(tx, bot_id, owner=owner, epoch=epoch, lease_until=until)
    return Lane(bot_id, owner, epoch, until, row.next_send_at, row.penalty_until)


def lock_all_schools(tx: Tx, bot_id: int) -> None:
    """Let nobody else take or check a lane until this transaction ends."""
    tx.execute(select(lanes.c.bot_id).where(lanes.c.bot_id == bot_id).with_for_update()).one()


def holds_all_schools(tx: Tx, lane: Lane, now: datetime, until: datetime) -> bool:
    """Check the fence and keep the lane until then: the same owner and epoch, no penalty.

    A lease that ran out does no harm while nobody took the lane: taking it changes the epoch.
    """
    row = tx.execute(select(lanes).where(lanes.c.bot_id == lane.bot_id).with_for_update()).one()
    if (row.owner, row.epoch) != (lane.owner, lane.epoch):
        return False
    if row.penalty_until is not None and row.penalty_until > now:
        return False
    _set(tx, lane.bot_id, lease_until=until)
    return True


def give_back_all_schools(tx: Tx, bot_id: int, owner: str) -> None:
    """End the lease at once, so that the next owner need not wait for it."""
    tx.execute(
        update(lanes)
        .where(lanes.c.bot_id == bot_id, lanes.c.owner == owner)
        .values(lease_until=None, owner="")
    )


def note_send_all_schools(tx: Tx, bot_id: int, at: datetime) -> None:
    """Note when the last send began; a new owner starts a second later."""
    _set(tx, bot_id, next_send_at=at)


def penalise_all_schools(tx: Tx, bot_id: int, until: datetime) -> None:
    """Note until when the platform asked the whole bot to wait."""
    _set(tx, bot_id, penalty_until=until)


def free_at_all_schools(tx: Tx, bot_id: int, owner: str) -> datetime | None:
    """Say from when an owner may send: after a penalty or another's lease; None for no wait."""
    row = tx.execute(select(lanes).where(lanes.c.bot_id == bot_id)).one()
    waits = [row.penalty_until, row.lease_until if row.owner != owner else None]
    return max((until for until in waits if until is not None), default=None)


def _set(tx: Tx, bot_id: int, **values: Any) -> None:
    tx.execute(update(lanes).where(lanes.c.bot_id == bot_id).values(values))
