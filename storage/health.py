"""How the installation stands: lanes, queues, what was held or failed, who cannot be reached."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct
from sqlalchemy import Select, case, func, select, text, union_all
from sqlalchemy.exc import DatabaseError

from storage.database import Database, DatabaseDownError, Tx
from storage.deliveries import IS_BEGUN, IS_QUEUED, State
from storage.inbox import IS_UNFINISHED, UNFINISHED
from storage.tables import (
    addresses,
    bots,
    deeds,
    deliveries,
    inbox,
    lanes,
    members,
    moments,
    promises,
    schools,
)


class DatabaseFault(StrEnum):
    """Why a database cannot be used."""

    DOWN = "down"
    BROKEN = "broken"


class LaneState(Struct, frozen=True):
    """One bot's lane; `sent_at` is when it last sent, to a second."""

    bot_id: int
    channel: str
    username: str
    owner: str
    lease_until: datetime | None
    penalty_until: datetime | None
    sent_at: datetime | None


class QueueState(Struct, frozen=True):
    """What waits at one bot: due by now, with the oldest; begun and without outcome; for later."""

    bot_id: int
    due: int
    oldest_at: datetime | None
    begun: int
    later: int


class DueState(Struct, frozen=True):
    """How many messages of one kind are due at a bot and not begun, and since when the oldest."""

    bot_id: int
    kind: str
    count: int
    oldest_at: datetime


class Ended(Struct, frozen=True):
    """How many messages of a bot ended in one state for one reason, and when the last did."""

    bot_id: int
    kind: str
    state: str
    reason: str
    count: int
    last_at: datetime | None


class InboxState(Struct, frozen=True):
    """What came in and is not handled yet, and what was given up, by its codes."""

    waiting: int
    oldest_at: datetime | None
    poison: tuple[str, ...]


def fault_of(database: Database) -> DatabaseFault | None:
    """Say what is wrong with a database as a whole: no server, or a file that is not whole."""
    try:
        found = database.read(_verdict)
    except DatabaseDownError:
        return DatabaseFault.BROKEN if database.is_sqlite else DatabaseFault.DOWN
    except DatabaseError:
        return DatabaseFault.BROKEN
    return None if found == "ok" else DatabaseFault.BROKEN


def _verdict(tx: Tx) -> str:
    query = "SELECT 'ok'" if tx.dialect.name == "postgresql" else "PRAGMA quick_check(1)"
    return str(tx.execute(text(query)).scalar())


def size_of(database: Database) -> int:
    """Give the bytes a database takes."""

    def asked(tx: Tx) -> int:
        if tx.dialect.name == "postgresql":
            return int(
                tx.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
            )
        pages, size = (
            int(tx.execute(text(f"PRAGMA {name}")).scalar_one())
            for name in ("page_count", "page_size")
        )
        return pages * size

    return database.read(asked)


def lanes_all_schools(tx: Tx) -> list[LaneState]:
    """List every bot's lane."""
    rows = tx.execute(
        select(lanes, bots.c.channel, bots.c.username)
        .join(bots, bots.c.bot_id == lanes.c.bot_id)
        .where(bots.c.ended_at.is_(None))
        .order_by(lanes.c.bot_id)
    )
    return [
        LaneState(
            row.bot_id,
            row.channel,
            row.username,
            row.owner,
            row.lease_until,
            row.penalty_until,
            row.last_send_at,
        )
        for row in rows
    ]


def queues_all_schools(tx: Tx, now: datetime) -> list[QueueState]:
    """Count what waits at each bot that has something waiting."""
    of_bots = select(deliveries.c.bot_id, deliveries.c.state, deliveries.c.not_before).where(
        deliveries.c.bot_id.in_(select(bots.c.bot_id))
    )
    open_ = union_all(of_bots.where(IS_QUEUED), of_bots.where(IS_BEGUN)).subquery()
    queued = open_.c.state == str(State.QUEUED)
    is_due = queued & (open_.c.not_before <= now)
    rows = tx.execute(
        select(
            open_.c.bot_id,
            _count(is_due).label("due"),
            func.min(case((is_due, open_.c.not_before))).label("oldest_at"),
            _count(open_.c.state == str(State.ATTEMPT)).label("begun"),
            _count(queued & (open_.c.not_before > now)).label("later"),
        )
        .group_by(open_.c.bot_id)
        .order_by(open_.c.bot_id)
    )
    return [
        QueueState(row.bot_id, int(row.due), row.oldest_at, int(row.begun), int(row.later))
        for row in rows
    ]


def due_all_schools(tx: Tx, now: datetime) -> list[DueState]:
    """Count what is due and not begun, by bot and kind; what is for later costs nothing."""
    rows = tx.execute(
        select(
            deliveries.c.bot_id,
            deliveries.c.kind,
            func.count().label("number"),
            func.min(deliveries.c.not_before).label("oldest_at"),
        )
        .where(
            deliveries.c.bot_id.in_(select(bots.c.bot_id)),
            IS_QUEUED,
            deliveries.c.not_before <= now,
        )
        .group_by(deliveries.c.bot_id, deliveries.c.kind)
        .order_by(deliveries.c.bot_id, deliveries.c.kind)
    )
    return [DueState(row.bot_id, row.kind, int(row.number), row.oldest_at) for row in rows]


def ended_badly_all_schools(tx: Tx, since: datetime) -> list[Ended]:
    """Count what failed or is of unknown outcome since then, by bot, kind, state and reason."""
    group = (deliveries.c.bot_id, deliveries.c.kind, deliveries.c.state, deliveries.c.reason)
    rows = tx.execute(
        select(*group, func.count().label("number"), func.max(deliveries.c.ended_at).label("last"))
        .where(
            deliveries.c.state.in_([str(State.FAILED), str(State.UNKNOWN)]),
            deliveries.c.ended_at >= since,
        )
        .group_by(*group)
        .order_by(*group)
    )
    return [
        Ended(row.bot_id, row.kind, row.state, row.reason, int(row.number), row.last)
        for row in rows
    ]


def oldest_unseen_all_schools(tx: Tx, now: datetime) -> datetime | None:
    """Give since when the earliest moment or promise that is due was not looked at."""
    times = [
        tx.execute(select(func.min(column)).where(column.is_not(None), column <= now)).scalar()
        for column in (moments.c.next_at, promises.c.next_at)
    ]
    return min((at for at in times if at is not None), default=None)


def unreachable_all_schools(tx: Tx) -> list[tuple[str, int]]:
    """Count, by school, the joined members without any open chat."""
    has_open = (
        select(addresses.c.address_id)
        .where(
            addresses.c.person_id == members.c.person_id,
            addresses.c.kind == "person",
            addresses.c.state == "open",
        )
        .exists()
    )
    rows = tx.execute(
        select(schools.c.name, func.count().label("number"))
        .join(members, members.c.school_id == schools.c.school_id)
        .where(members.c.joined_at.is_not(None), members.c.left_at.is_(None), ~has_open)
        .group_by(schools.c.school_id, schools.c.name)
        .order_by(schools.c.school_id)
    )
    return [(row.name, int(row.number)) for row in rows]


def inbox_all_schools(tx: Tx) -> InboxState:
    """Count the updates that wait or were given up."""
    waiting = tx.execute(
        select(func.count(), func.min(inbox.c.received_at)).where(inbox.c.state.in_(UNFINISHED))
    ).one()
    codes = tx.execute(
        select(inbox.c.error_code).where(inbox.c.state == "POISON").order_by(inbox.c.inbox_id)
    )
    return InboxState(int(waiting[0]), waiting[1], tuple(codes.scalars()))


def newest_at_all_schools(tx: Tx) -> datetime | None:
    """Give the latest instant that anything was done at, by the clock of then."""
    newest: list[Select[Any]] = [
        select(deeds.c.at).order_by(deeds.c.deed_id.desc()),
        select(inbox.c.received_at).order_by(inbox.c.inbox_id.desc()),
        select(deliveries.c.created_at).order_by(deliveries.c.delivery_id.desc()),
    ]
    times = [tx.execute(query.limit(1)).scalar() for query in newest]
    return max((at for at in times if at is not None), default=None)


def left_behind_all_schools(tx: Tx) -> list[int]:
    """List the bots done without at which something still waits, to go out or to be read."""
    out = select(deliveries.c.delivery_id).where(deliveries.c.bot_id == bots.c.bot_id)
    unread = select(inbox.c.inbox_id).where(inbox.c.bot_id == bots.c.bot_id, IS_UNFINISHED)
    ended = select(bots.c.bot_id).where(bots.c.ended_at.is_not(None))
    waits = out.where(IS_QUEUED).exists() | out.where(IS_BEGUN).exists() | unread.exists()
    return list(tx.execute(ended.where(waits)).scalars())


def _count(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))
