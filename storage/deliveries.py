"""One message to one address, with its tries and its outcome (steps T1 to T5)."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from storage.database import Tx, insert_once
from storage.tables import deliveries, delivery_items


class Kind(StrEnum):
    """What a delivery is, and so what becomes of it when its outcome is unknown."""

    DIGEST = "digest"
    NOTICE = "notice"
    ANSWER = "answer"
    WEEKLY = "weekly"
    ESCALATION = "escalation"


class State(StrEnum):
    """Where a delivery stands."""

    QUEUED = "QUEUED"
    LEASED = "LEASED"
    ATTEMPT = "ATTEMPT"
    SENT = "SENT"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"
    CANCELLED = "CANCELLED"


class Rank(IntEnum):
    """The order within a lane: who waits in chat goes first."""

    ANSWER = 0
    NOTICE = 1
    DIGEST = 2


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message. `content` is None for what is composed just before it is sent."""

    delivery_id: int
    school_id: int | None
    bot_id: int
    address_id: int
    member_id: int | None
    kind: Kind
    dedup_key: str
    state: State
    content: dict[str, Any] | None
    not_before: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A delivery about to be queued. The same `dedup_key` is queued once, ever."""

    bot_id: int
    address_id: int
    member_id: int | None
    kind: Kind
    rank: Rank
    dedup_key: str
    not_before: datetime
    content: dict[str, Any] | None = None


def queue(tx: Tx, school_id: int | None, new: NewDelivery, at: datetime) -> int | None:
    """Queue a message once; None when its key was queued before. A stranger has no school."""
    row = (
        insert_once(tx, deliveries)
        .values(
            school_id=school_id,
            bot_id=new.bot_id,
            address_id=new.address_id,
            member_id=new.member_id,
            kind=str(new.kind),
            rank=int(new.rank),
            dedup_key=new.dedup_key,
            not_before=new.not_before,
            content=new.content,
            state=str(State.QUEUED),
            created_at=at,
        )
        .on_conflict_do_nothing(index_elements=["dedup_key"])
        .returning(deliveries.c.delivery_id)
    )
    found: int | None = tx.execute(row).scalar()
    return found


def by_key(tx: Tx, school_id: int, dedup_key: str) -> Delivery | None:
    """Find a delivery by its key."""
    row = tx.execute(
        select(deliveries).where(
            deliveries.c.school_id == school_id, deliveries.c.dedup_key == dedup_key
        )
    ).first()
    return None if row is None else _delivery(row)


def get_all_schools(tx: Tx, delivery_id: int) -> Delivery:
    """Give one delivery."""
    return _delivery(
        tx.execute(select(deliveries).where(deliveries.c.delivery_id == delivery_id)).one()
    )


def next_after_all_schools(tx: Tx, bot_id: int, now: datetime) -> datetime | None:
    """Say when something queued for a bot is due next, later than now."""
    found: datetime | None = tx.execute(
        select(func.min(deliveries.c.not_before)).where(
            deliveries.c.bot_id == bot_id,
            deliveries.c.state == str(State.QUEUED),
            deliveries.c.not_before > now,
        )
    ).scalar()
    return found


def is_any_due_all_schools(tx: Tx, bot_id: int, now: datetime) -> bool:
    """Whether something of a bot is to be sent now, or was begun and not recorded."""
    waits = select(deliveries.c.delivery_id).where(
        deliveries.c.bot_id == bot_id,
        deliveries.c.state.in_([str(State.QUEUED), str(State.LEASED), str(State.ATTEMPT)]),
        deliveries.c.not_before <= now,
    )
    return tx.execute(waits.limit(1)).first() is not None


def claim_all_schools(
    tx: Tx, bot_id: int, owner: str, now: datetime, limit: int
) -> list[Delivery]:
    """Lease what is due for who holds the lane, chat answers first; one transaction (T2)."""
    due = (
        select(deliveries.c.delivery_id)
        .where(
            deliveries.c.bot_id == bot_id,
            deliveries.c.state == str(State.QUEUED),
            deliveries.c.not_before <= now,
        )
        .order_by(deliveries.c.rank, deliveries.c.not_before, deliveries.c.delivery_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    leased = (
        update(deliveries)
        .where(deliveries.c.delivery_id.in_(list(tx.execute(due).scalars())))
        .values(state=str(State.LEASED), owner=owner)
        .returning(deliveries)
    )
    rows = sorted(
        tx.execute(leased).all(), key=lambda row: (row.rank, row.not_before, row.delivery_id)
    )
    return [_delivery(row) for row in rows]


def attempt_all_schools(
    tx: Tx, delivery_id: int, owner: str, content: dict[str, Any], now: datetime
) -> bool:
    """Store the intent to send exactly this (T3); False when the lease was lost."""
    moved = tx.execute(
        update(deliveries)
        .where(
            deliveries.c.delivery_id == delivery_id,
            deliveries.c.state == str(State.LEASED),
            deliveries.c.owner == owner,
        )
        .values(
            state=str(State.ATTEMPT),
            content=content,
            began_at=now,
            tries=deliveries.c.tries + 1,
        )
    )
    return moved.rowcount == 1


def sent_all_schools(tx: Tx, delivery_id: int, message_id: str, now: datetime) -> None:
    """Record that the platform took it (T4)."""
    _end(tx, delivery_id, State.SENT, now, message_id=message_id)


def failed_all_schools(tx: Tx, delivery_id: int, reason: str, now: datetime) -> None:
    """Record that the platform refused it for good (T4)."""
    _end(tx, delivery_id, State.FAILED, now, reason=reason)


def unknown_all_schools(tx: Tx, delivery_id: int, reason: str, now: datetime) -> None:
    """Record that it may or may not have arrived (T4)."""
    _end(tx, delivery_id, State.UNKNOWN, now, reason=reason)


def cancel_all_schools(tx: Tx, delivery_id: int, reason: str, now: datetime) -> None:
    """Record that there was nothing left to say."""
    _end(tx, delivery_id, State.CANCELLED, now, reason=reason)


def requeue_all_schools(tx: Tx, delivery: Delivery, at: datetime, tries: int) -> None:
    """Put a message back, with the tries that may have arrived.

    What was composed before sending is composed again: by then something else may be true.
    """
    _set(
        tx,
        delivery.delivery_id,
        state=str(State.QUEUED),
        owner="",
        not_before=at,
        tries=tries,
        content=delivery.content,
    )


def release_all_schools(tx: Tx, bot_id: int) -> list[Delivery]:
    """Queue again what was leased and never begun (T5).

    Gives the attempts that nobody recorded: nobody knows whether they arrived. Only for who holds
    the lane and has nothing on its way: the fence keeps others from beginning anything more.
    """
    tx.execute(
        update(deliveries)
        .where(deliveries.c.bot_id == bot_id, deliveries.c.state == str(State.LEASED))
        .values(state=str(State.QUEUED), owner="")
    )
    rows = tx.execute(
        select(deliveries).where(
            deliveries.c.bot_id == bot_id, deliveries.c.state == str(State.ATTEMPT)
        )
    )
    return [_delivery(row) for row in rows]


def sent_message_all_schools(tx: Tx, address_id: int, message_id: str) -> Delivery | None:
    """Find the delivery that a press or a reply refers to."""
    row = tx.execute(
        select(deliveries).where(
            deliveries.c.address_id == address_id, deliveries.c.message_id == message_id
        )
    ).first()
    return None if row is None else _delivery(row)


def schools_lately_all_schools(tx: Tx, address_id: int, since: datetime) -> set[int]:
    """List the schools that wrote to a chat since then."""
    found = tx.execute(
        select(deliveries.c.school_id)
        .where(
            deliveries.c.address_id == address_id,
            deliveries.c.state == str(State.SENT),
            deliveries.c.ended_at >= since,
            deliveries.c.school_id.is_not(None),
        )
        .distinct()
    )
    return set(found.scalars())


def last_told(tx: Tx, school_id: int, member_id: int, since: datetime) -> Delivery | None:
    """Find the last message since then that spoke of tasks to a member."""
    spoke = (
        select(delivery_items.c.delivery_id)
        .where(delivery_items.c.delivery_id == deliveries.c.delivery_id)
        .exists()
    )
    row = tx.execute(
        select(deliveries)
        .where(
            deliveries.c.school_id == school_id,
            deliveries.c.member_id == member_id,
            deliveries.c.state == str(State.SENT),
            deliveries.c.ended_at >= since,
            spoke,
        )
        .order_by(deliveries.c.ended_at.desc(), deliveries.c.delivery_id.desc())
        .limit(1)
    ).first()
    return None if row is None else _delivery(row)


def sent_texts(tx: Tx, school_id: int, member_id: int, since: datetime) -> set[str]:
    """List the texts of the digests a member got since then."""
    rows = tx.execute(
        select(deliveries.c.content).where(
            deliveries.c.school_id == school_id,
            deliveries.c.member_id == member_id,
            deliveries.c.kind == str(Kind.DIGEST),
            deliveries.c.state == str(State.SENT),
            deliveries.c.ended_at >= since,
        )
    ).scalars()
    return {content["text"] for content in rows if content}


def set_items(tx: Tx, school_id: int, delivery_id: int, occurrence_ids: list[int]) -> None:
    """Store which occurrences a message speaks of, in its order, as it was written last."""
    mine = select(deliveries.c.delivery_id).where(
        deliveries.c.delivery_id == delivery_id, deliveries.c.school_id == school_id
    )
    tx.execute(delete(delivery_items).where(delivery_items.c.delivery_id.in_(mine)))
    for position, occurrence_id in enumerate(occurrence_ids):
        tx.execute(
            insert(delivery_items).values(
                delivery_id=delivery_id, position=position, occurrence_id=occurrence_id
            )
        )


def items(tx: Tx, school_id: int, delivery_id: int) -> list[int]:
    """List the occurrences a message spoke of, in its order."""
    return list(
        tx.execute(
            select(delivery_items.c.occurrence_id)
            .join(deliveries, deliveries.c.delivery_id == delivery_items.c.delivery_id)
            .where(
                delivery_items.c.delivery_id == delivery_id,
                deliveries.c.school_id == school_id,
            )
            .order_by(delivery_items.c.position)
        ).scalars()
    )


def _end(tx: Tx, delivery_id: int, state: State, now: datetime, **values: Any) -> None:
    _set(tx, delivery_id, state=str(state), ended_at=now, **values)


def _set(tx: Tx, delivery_id: int, **values: Any) -> None:
    tx.execute(update(deliveries).where(deliveries.c.delivery_id == delivery_id).values(values))


def _delivery(row: Any) -> Delivery:
    return Delivery(
        row.delivery_id,
        row.school_id,
        row.bot_id,
        row.address_id,
        row.member_id,
        Kind(row.kind),
        row.dedup_key,
        State(row.state),
        row.content,
        row.not_before,
        row.tries,
    )
