"""The one sender of a bot: its row is the fence that keeps a second one out.

A lane belongs to the installation, as its bot does.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
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

    def is_still(self, taken: "Lane", now: datetime) -> bool:
        """Check the fence: the same owner and epoch as when it was taken, and no penalty.

        A lease that ran out does no harm while nobody took the lane: taking it changes the epoch.
        """
        if (self.owner, self.epoch) != (taken.owner, taken.epoch):
            return False
        return self.penalty_until is None or self.penalty_until <= now


def take_all_schools(
    tx: Tx, bot_id: int, owner: str, now: datetime, until: datetime
) -> Lane | None:
    """Take or keep a lane, a new owner in a new epoch; None while another's lease runs."""
    lane = locked_all_schools(tx, [bot_id])[bot_id]
    if lane.owner != owner and lane.lease_until is not None and lane.lease_until > now:
        return None
    epoch = lane.epoch if lane.owner == owner else lane.epoch + 1
    _set(tx, [bot_id], owner=owner, epoch=epoch, lease_until=until)
    return replace(lane, owner=owner, epoch=epoch, lease_until=until)


def locked_all_schools(tx: Tx, bot_ids: Collection[int]) -> dict[int, Lane]:
    """Give lanes as they stand, and let nobody else take them until this transaction ends."""
    rows = tx.execute(
        select(lanes).where(lanes.c.bot_id.in_(bot_ids)).order_by(lanes.c.bot_id).with_for_update()
    )
    return {row.bot_id: _lane(row) for row in rows}


def keep_all_schools(tx: Tx, bot_ids: Collection[int], until: datetime) -> None:
    """Keep lanes that were found to be ours a while longer."""
    _set(tx, bot_ids, lease_until=until)


def give_back_all_schools(tx: Tx, bot_id: int, owner: str) -> None:
    """End the lease at once, so that the next owner need not wait for it."""
    tx.execute(
        update(lanes)
        .where(lanes.c.bot_id == bot_id, lanes.c.owner == owner)
        .values(lease_until=None, owner="")
    )


def note_send_all_schools(tx: Tx, bot_ids: Collection[int], at: datetime) -> None:
    """Note when the last sends began; a new owner starts a second later."""
    _set(tx, bot_ids, next_send_at=at)


def penalise_all_schools(tx: Tx, bot_id: int, until: datetime) -> None:
    """Note until when the platform asked the whole bot to wait."""
    _set(tx, [bot_id], penalty_until=until)


def free_at_all_schools(tx: Tx, bot_id: int, owner: str) -> datetime | None:
    """Say from when an owner may send: after a penalty or another's lease; None for no wait."""
    row = tx.execute(select(lanes).where(lanes.c.bot_id == bot_id)).one()
    waits = [row.penalty_until, row.lease_until if row.owner != owner else None]
    return max((until for until in waits if until is not None), default=None)


def _set(tx: Tx, bot_ids: Collection[int], **values: Any) -> None:
    tx.execute(update(lanes).where(lanes.c.bot_id.in_(bot_ids)).values(values))


def _lane(row: Any) -> Lane:
    return Lane(
        row.bot_id, row.owner, row.epoch, row.lease_until, row.next_send_at, row.penalty_until
    )
