"""The one sender of a bot: its row is the fence that keeps a second one out.

A lane belongs to the installation, as its bot does.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import bindparam, select, update

from storage.columns import columns_of
from storage.database import Tx
from storage.many import among
from storage.tables import lanes

LONGEST_LEASE = timedelta(minutes=1)
# So often who sends keeps its lane, and notes that it sends.
KEPT_FOR = timedelta(seconds=1)
# Written once: they run with every step.
_OF_BOTS = among(lanes.c.bot_id, "bots")
_KEEP = (
    update(lanes)
    .where(_OF_BOTS)
    .values(lease_until=bindparam("until", type_=lanes.c.lease_until.type))
)
_SENDING = _KEEP.values(last_send_at=bindparam("at", type_=lanes.c.last_send_at.type))


class Lane(Struct, frozen=True):
    """Who may send for a bot, in which epoch, and from when."""

    bot_id: int
    owner: str
    epoch: int
    lease_until: datetime | None
    last_send_at: datetime | None
    sent_lately: int
    penalty_until: datetime | None

    def is_leased(self, now: datetime) -> bool:
        """Whether the lease runs; one far ahead was written by a clock that was wrong."""
        return self.lease_until is not None and now < self.lease_until <= now + LONGEST_LEASE

    def was_kept(self, now: datetime) -> bool:
        """Whether a send kept it just now: the next one need not."""
        return self.last_send_at is not None and now - KEPT_FOR < self.last_send_at <= now

    def is_still(self, taken: "Lane", now: datetime) -> bool:
        """Check the fence: the same owner and epoch as when it was taken, and no penalty.

        A lease that ran out does no harm while nobody took the lane: taking it changes the epoch.
        """
        if (self.owner, self.epoch) != (taken.owner, taken.epoch):
            return False
        return self.penalty_until is None or self.penalty_until <= now


_LANES = select(*columns_of(Lane, lanes))
_LOCKED = _LANES.where(_OF_BOTS).order_by(lanes.c.bot_id).with_for_update()


def take_all_schools(
    tx: Tx, bot_id: int, owner: str, now: datetime, until: datetime
) -> Lane | None:
    """Take or keep a lane, a new owner in a new epoch; None while another's lease runs."""
    lane = locked_all_schools(tx, [bot_id])[bot_id]
    if lane.owner != owner and lane.is_leased(now):
        return None
    epoch = lane.epoch if lane.owner == owner else lane.epoch + 1
    _set(tx, [bot_id], owner=owner, epoch=epoch, lease_until=until)
    # Only what was given back in order has its last second to be counted.
    lately = lane.sent_lately if not lane.owner else 0
    return replace(lane, owner=owner, epoch=epoch, lease_until=until, sent_lately=lately)


def locked_all_schools(tx: Tx, bot_ids: Collection[int]) -> dict[int, Lane]:
    """Give lanes as they stand, and let nobody else take them until this transaction ends."""
    rows = tx.execute(_LOCKED, {"bots": bot_ids})
    return {row.bot_id: Lane(*row) for row in rows}


def waits_all_schools(tx: Tx, bot_id: int, now: datetime) -> bool:
    """Whether a platform asked this bot for a pause that is not over."""
    query = select(lanes.c.penalty_until).where(lanes.c.bot_id == bot_id)
    until: datetime | None = tx.execute(query).scalar()
    return until is not None and until > now


def keep_all_schools(tx: Tx, bot_ids: Collection[int], until: datetime) -> None:
    """Keep lanes that were found to be ours a while longer."""
    tx.execute(_KEEP, {"bots": bot_ids, "until": until})


def give_back_all_schools(
    tx: Tx, bot_id: int, owner: str, sent_lately: int, now: datetime
) -> None:
    """End the lease at once, saying how many sends the next owner has to count as its own.

    They count as sent now. Whoever waits for a lease to run out need not count any: it outlasts
    the platform's second.
    """
    lately = {"sent_lately": sent_lately} | ({"last_send_at": now} if sent_lately else {})
    tx.execute(
        update(lanes)
        .where(lanes.c.bot_id == bot_id, lanes.c.owner == owner)
        .values(lease_until=None, owner="", **lately)
    )


def free_lanes_all_schools(tx: Tx, bot_ids: Collection[int], now: datetime) -> list[int]:
    """List those of some bots whose lane nobody holds and no penalty keeps from sending."""
    found = tx.execute(
        select(lanes.c.bot_id).where(
            lanes.c.bot_id.in_(bot_ids),
            lanes.c.lease_until.is_(None)
            | (lanes.c.lease_until <= now)
            | (lanes.c.lease_until > now + LONGEST_LEASE),
            lanes.c.penalty_until.is_(None) | (lanes.c.penalty_until <= now),
        )
    )
    return list(found.scalars())


def keep_sending_all_schools(
    tx: Tx, bot_ids: Collection[int], at: datetime, until: datetime
) -> None:
    """Keep lanes whose next sends begin now."""
    tx.execute(_SENDING, {"bots": bot_ids, "at": at, "until": until})


def penalise_all_schools(tx: Tx, bot_id: int, until: datetime) -> None:
    """Note until when the platform asked the whole bot to wait."""
    _set(tx, [bot_id], penalty_until=until)


def forgive_all_schools(tx: Tx, bot_id: int) -> datetime | None:
    """End a pause that was asked of a token that is used no more; gives until when it was."""
    until = locked_all_schools(tx, [bot_id])[bot_id].penalty_until
    _set(tx, [bot_id], penalty_until=None)
    return until


def free_at_all_schools(tx: Tx, bot_id: int, owner: str, now: datetime) -> datetime | None:
    """Say from when an owner may send: after a penalty or another's lease; None for no wait."""
    lane = Lane(*tx.execute(_LANES.where(lanes.c.bot_id == bot_id)).one())
    is_others = lane.owner != owner and lane.is_leased(now)
    waits = [lane.penalty_until, lane.lease_until if is_others else None]
    return max((until for until in waits if until is not None), default=None)


def _set(tx: Tx, bot_ids: Collection[int], **values: Any) -> None:
    tx.execute(update(lanes).where(lanes.c.bot_id.in_(bot_ids)).values(values))
