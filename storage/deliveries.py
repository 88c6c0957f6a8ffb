"""One message to one address: what it is, when it is due, what it spoke of (step T1)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, Self

from msgspec import Struct
from sqlalchemy import String, bindparam, cast, select, true
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import columns_of, word_of, written
from storage.database import Tx
from storage.many import among, given, rows_of
from storage.tables import deliveries


class Kind(StrEnum):
    """What a delivery is, and so what becomes of it when its outcome is unknown."""

    DIGEST = "digest"
    NOTICE = "notice"
    ANSWER = "answer"
    WEEKLY = "weekly"
    ESCALATION = "escalation"
    REVIEW = "review"  # an official review of the year is to be made
    CATCH_UP = "catch_up"  # what an unknown digest spoke of, once more the same day


class State(StrEnum):
    """Where a delivery stands."""

    QUEUED = "QUEUED"
    ATTEMPT = "ATTEMPT"
    SENT = "SENT"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"
    CANCELLED = "CANCELLED"


# What is still to go or to be known of, and what has its outcome, as the column has them.
UNSENT = (str(State.QUEUED), str(State.ATTEMPT))
OVER = tuple(str(s) for s in (State.SENT, State.FAILED, State.UNKNOWN, State.CANCELLED))


class Rank(IntEnum):
    """The order within a lane: who waits in chat goes first.

    Of who belongs to no school (`OUTSIDE`) some a second go first too, the others last: hundreds
    of them may try codes at once.
    """

    ANSWER = 0
    NOTICE = 1
    DIGEST = 2
    OUTSIDE = 3


# Written once: they run for every message, or every school that has something to say.
_NEW = (
    deliveries.c.school_id,
    deliveries.c.bot_id,
    deliveries.c.address_id,
    deliveries.c.member_id,
    deliveries.c.kind,
    deliveries.c.rank,
    deliveries.c.dedup_key,
    deliveries.c.not_before,
    deliveries.c.content,
    deliveries.c.about,
    deliveries.c.state,
    deliveries.c.created_at,
)
_NEWS = given(*_NEW)
_ONCE = {
    database: make(deliveries)
    for database, make in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_QUEUE = {
    database: insert.on_conflict_do_nothing(index_elements=["dedup_key"]).returning(
        deliveries.c.delivery_id
    )
    for database, insert in _ONCE.items()
}
# Without a condition SQLite takes ON CONFLICT for that of a join.
_QUEUE_MANY = {
    database: insert.from_select(_NEW, select(_NEWS).where(true()))
    .on_conflict_do_nothing(index_elements=["dedup_key"])
    .returning(deliveries.c.dedup_key, deliveries.c.delivery_id)
    for database, insert in _ONCE.items()
}
# Written out, so that the indexes of what waits, was begun, was sent are taken.
IS_QUEUED = deliveries.c.state == written(State.QUEUED)
IS_BEGUN = deliveries.c.state == written(State.ATTEMPT)
_IS_SENT = deliveries.c.state == written(State.SENT)
_SENT_TEXTS = select(deliveries.c.member_id, deliveries.c.content).where(
    among(deliveries.c.member_id, "members"),
    deliveries.c.kind == str(Kind.DIGEST),
    _IS_SENT,
    deliveries.c.ended_at >= bindparam("since", type_=deliveries.c.ended_at.type),
)


class Delivery(Struct, frozen=True):
    """One message. `content` is None for what is composed just before it is sent."""

    delivery_id: int
    school_id: int | None
    bot_id: int
    address_id: int
    member_id: int | None
    kind: Kind
    rank: int
    dedup_key: str
    state: State
    content: dict[str, Any] | None
    not_before: datetime
    tries: int
    moved_from: int | None = None
    # When it was last begun; it is due again all the same.
    began_at: datetime | None = None

    @classmethod
    def of(cls, row: Any) -> Self:
        """Give the delivery of a row of SHOWN."""
        number, school_id, bot_id, address_id, member_id, kind, rank, key, state, *rest = row
        whose = (number, school_id, bot_id, address_id, member_id)
        return cls(*whose, _kind(kind), rank, key, _state(state), *rest)


SHOWN = columns_of(Delivery, deliveries)
_kind, _state = word_of(Kind), word_of(State)
# Written once: it runs for every report.
_LAST_TOLD = (
    select(*SHOWN)
    .where(
        deliveries.c.school_id == bindparam("school"),
        deliveries.c.member_id == bindparam("member"),
        _IS_SENT,
        deliveries.c.ended_at >= bindparam("since", type_=deliveries.c.ended_at.type),
        cast(deliveries.c.about, String) != "[]",
    )
    .order_by(deliveries.c.ended_at.desc(), deliveries.c.delivery_id.desc())
    .limit(1)
)


class NewDelivery(Struct, frozen=True):
    """A delivery about to be queued. The same `dedup_key` is queued once, ever."""

    bot_id: int
    address_id: int
    member_id: int | None
    kind: Kind
    rank: Rank
    dedup_key: str
    not_before: datetime
    content: dict[str, Any] | None = None
    about: tuple[int, ...] = ()


# What has been seen, or may have been.
_TOLD = [str(State.ATTEMPT), str(State.SENT), str(State.UNKNOWN)]


def queue(tx: Tx, school_id: int | None, new: NewDelivery, at: datetime) -> int | None:
    """Queue a message once; None when its key was queued before. A stranger has no school."""
    once = _QUEUE[tx.dialect.name]
    found: int | None = tx.execute(once, _row(school_id, new, at)).scalar()
    return found


def queue_many(
    tx: Tx, school_id: int, news: Sequence[NewDelivery], at: datetime
) -> dict[str, int]:
    """Queue messages of a school; gives the new ones by key, those queued before left alone."""
    rows = (_row(school_id, new, at) for new in news)
    values = ([row[c.name] for c in _NEW] for row in rows)
    stored = tx.execute(_QUEUE_MANY[tx.dialect.name], {"rows": rows_of(tx, _NEW, values)})
    return {row.dedup_key: row.delivery_id for row in stored}


def _row(school_id: int | None, new: NewDelivery, at: datetime) -> dict[str, Any]:
    return {
        "school_id": school_id,
        "bot_id": new.bot_id,
        "address_id": new.address_id,
        "member_id": new.member_id,
        "kind": str(new.kind),
        "rank": int(new.rank),
        "dedup_key": new.dedup_key,
        "not_before": new.not_before,
        "content": new.content,
        "about": new.about,
        "state": str(State.QUEUED),
        "created_at": at,
    }


def by_key(tx: Tx, school_id: int, dedup_key: str) -> Delivery | None:
    """Find a delivery by its key."""
    return next(iter(by_keys(tx, school_id, [dedup_key])), None)


def by_keys(tx: Tx, school_id: int, dedup_keys: Collection[str]) -> list[Delivery]:
    """Find the deliveries of some keys."""
    rows = tx.execute(
        select(*SHOWN).where(
            deliveries.c.school_id == school_id, deliveries.c.dedup_key.in_(dedup_keys)
        )
    )
    return [Delivery.of(row) for row in rows]


def get_all_schools(tx: Tx, delivery_id: int) -> Delivery:
    """Give one delivery."""
    return Delivery.of(
        tx.execute(select(*SHOWN).where(deliveries.c.delivery_id == delivery_id)).one()
    )


def sent_message_all_schools(tx: Tx, address_id: int, message_id: str) -> Delivery | None:
    """Find the delivery that a press or a reply refers to."""
    row = tx.execute(
        select(*SHOWN).where(
            deliveries.c.address_id == address_id, deliveries.c.message_id == message_id
        )
    ).first()
    return None if row is None else Delivery.of(row)


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
    asked = {"school": school_id, "member": member_id, "since": since}
    row = tx.execute(_LAST_TOLD, asked).first()
    return None if row is None else Delivery.of(row)


def is_answered_since(tx: Tx, school_id: int, member_id: int, delivery_id: int) -> bool:
    """Whether a member was answered, so had said something, after a message was made."""
    later = select(deliveries.c.delivery_id).where(
        deliveries.c.school_id == school_id,
        deliveries.c.member_id == member_id,
        deliveries.c.kind == str(Kind.ANSWER),
        deliveries.c.delivery_id > delivery_id,
    )
    return tx.execute(later.limit(1)).first() is not None


def is_last_answer(tx: Tx, school_id: int, member_id: int) -> bool:
    """Whether the last thing a member was told answers what the member had said."""
    last = (
        select(deliveries.c.kind)
        .where(
            deliveries.c.school_id == school_id,
            deliveries.c.member_id == member_id,
            deliveries.c.state.in_(_TOLD),
        )
        .order_by(deliveries.c.delivery_id.desc())
        .limit(1)
    )
    return tx.execute(last).scalar() == str(Kind.ANSWER)


def is_told_since(tx: Tx, school_id: int, member_id: int, delivery_id: int) -> bool:
    """Whether anything else went to a member after a message was made."""
    later = select(deliveries.c.delivery_id).where(
        deliveries.c.school_id == school_id,
        deliveries.c.member_id == member_id,
        deliveries.c.delivery_id > delivery_id,
        deliveries.c.state.in_(_TOLD),
    )
    return tx.execute(later.limit(1)).first() is not None


def sent_texts_all_schools(
    tx: Tx, member_ids: Iterable[int], since: datetime
) -> dict[int, set[str]]:
    """List the texts of the digests that members got since then, by member."""
    asked = {"members": member_ids, "since": since}
    rows = tx.execute(_SENT_TEXTS, asked)
    found: dict[int, set[str]] = {}
    for row in rows:
        if row.content:
            found.setdefault(row.member_id, set()).add(row.content["text"])
    return found


def about(tx: Tx, school_id: int, delivery_id: int) -> list[int]:
    """List the occurrences a message spoke of, in its order."""
    found = tx.execute(
        select(deliveries.c.about).where(
            deliveries.c.delivery_id == delivery_id, deliveries.c.school_id == school_id
        )
    ).scalar()
    return list(found or ())
