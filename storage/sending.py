"""The lane's side of deliveries: what is due, begun, ended (steps T2 to T5)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, literal_column, select, union_all, update

from storage.columns import written
from storage.database import Tx
from storage.deliveries import IS_BEGUN, IS_QUEUED, SHOWN, Delivery, Rank, State
from storage.many import among, own_rows, own_values, unindexed
from storage.tables import bots, deliveries

# What people wait for in chat, and everything else.
_HURRIED = [int(Rank.ANSWER), int(Rank.OUTSIDE)]
_UNHURRIED = [int(Rank.NOTICE), int(Rank.DIGEST)]
# Written once: they run for every message.
_AT = bindparam("at", type_=deliveries.c.ended_at.type)
_NOW = bindparam("now", type_=deliveries.c.not_before.type)


def _first_due_of(rank: Rank) -> Select[Any]:
    """Ask for the first of each chat: a chat takes its answers one after another.

    The rank is written out: as a value PostgreSQL would plan anew with every step, since only
    the value tells it how few these are.
    """
    first = (
        select(
            deliveries.c.bot_id,
            func.min(deliveries.c.delivery_id).label("delivery_id"),
        )
        .where(
            among(deliveries.c.bot_id, "bots"),
            IS_QUEUED,
            deliveries.c.rank == literal_column(str(int(rank))),
            deliveries.c.not_before <= _NOW,
        )
        .group_by(deliveries.c.bot_id, deliveries.c.address_id)
        .subquery()
    )
    place = func.row_number().over(partition_by=first.c.bot_id, order_by=first.c.delivery_id)
    placed = select(first.c.delivery_id, place.label("place")).subquery()
    return (
        select(*SHOWN)
        .join(placed, placed.c.delivery_id == deliveries.c.delivery_id)
        .where(placed.c.place <= bindparam("each"))
        .order_by(placed.c.place)
    )


_ANSWERS_DUE = _first_due_of(Rank.ANSWER)
_OUTSIDE_DUE = _first_due_of(Rank.OUTSIDE)
# By the rank PostgreSQL would go through all schools of the bot for each of them.
_RANK = unindexed(deliveries.c.rank)
_DUE_OF_SCHOOL = (
    select(*SHOWN)
    .where(
        deliveries.c.bot_id == bindparam("bot"),
        IS_QUEUED,
        _RANK.in_(_UNHURRIED),
        deliveries.c.school_id == bindparam("school"),
        deliveries.c.not_before <= _NOW,
    )
    .order_by(deliveries.c.rank, deliveries.c.not_before, deliveries.c.delivery_id)
    .limit(bindparam("most"))
)
_SCHOOLS_DUE = (
    select(deliveries.c.school_id)
    .distinct()
    .where(
        deliveries.c.bot_id == bindparam("bot"),
        IS_QUEUED,
        deliveries.c.rank.in_(_UNHURRIED),
        deliveries.c.not_before <= _NOW,
        deliveries.c.school_id.is_not(None),
    )
    .order_by(deliveries.c.school_id)
)
_INTENT = (deliveries.c.delivery_id, deliveries.c.content, deliveries.c.about)
_ATTEMPT = {
    database: (
        update(deliveries)
        .where(is_named, unindexed(deliveries.c.state) == written(State.QUEUED))
        .values(
            state=str(State.ATTEMPT),
            owner=bindparam("by"),
            content=content,
            # What was worded when it was queued has its own.
            about=func.coalesce(about, deliveries.c.about),
            began_at=_AT,
            tries=deliveries.c.tries + 1,
        )
        .returning(deliveries.c.delivery_id)
    )
    for database, (is_named, (content, about)) in own_values(*_INTENT).items()
}
_RECEIPT = (deliveries.c.delivery_id, deliveries.c.message_id)
_SENT = {
    database: update(deliveries)
    .where(is_named)
    .values(state=str(State.SENT), message_id=message_id, ended_at=_AT)
    for database, (is_named, (message_id,)) in own_values(*_RECEIPT).items()
}


def next_after_all_schools(tx: Tx, bot_id: int, now: datetime) -> datetime | None:
    """Say when something queued for a bot is due next, later than now."""
    first = [
        select(func.min(deliveries.c.not_before).label("at")).where(
            deliveries.c.bot_id == bot_id,
            IS_QUEUED,
            deliveries.c.rank == int(rank),
            deliveries.c.not_before > now,
        )
        for rank in Rank
    ]
    later = union_all(*first).subquery()
    found: datetime | None = tx.execute(select(func.min(later.c.at))).scalar()
    return found


def is_any_due_all_schools(
    tx: Tx, bot_id: int, now: datetime, *, only_answers: bool = False
) -> bool:
    """Whether something of a bot is to be sent now, or was begun and not recorded."""
    of_bot = select(deliveries.c.delivery_id).where(deliveries.c.bot_id == bot_id)
    waits = of_bot.where(
        IS_QUEUED,
        deliveries.c.rank.in_(_HURRIED if only_answers else [int(rank) for rank in Rank]),
        deliveries.c.not_before <= now,
    ).exists()
    found: bool = tx.execute(select(waits | of_bot.where(IS_BEGUN).exists())).scalar_one()
    return bool(found)


def bots_due_all_schools(tx: Tx, now: datetime) -> list[int]:
    """List the bots that have something to send now."""
    return list(
        tx.execute(
            select(bots.c.bot_id).where(
                select(deliveries.c.delivery_id)
                .where(
                    deliveries.c.bot_id == bots.c.bot_id,
                    IS_QUEUED,
                    deliveries.c.not_before <= now,
                )
                .exists()
            )
        ).scalars()
    )


def schools_due_all_schools(tx: Tx, bot_id: int, now: datetime) -> list[int]:
    """List the schools that have something other than answers to send now, in a fixed order."""
    return list(tx.execute(_SCHOOLS_DUE, {"bot": bot_id, "now": now}).scalars())


def answers_due_all_schools(
    tx: Tx, bot_ids: Iterable[int], now: datetime, each: int
) -> list[Delivery]:
    """List the first answer due to each member's chat, of every bot at most `each` (T2)."""
    asked = {"bots": bot_ids, "now": now, "each": each}
    return [Delivery.of(row) for row in tx.execute(_ANSWERS_DUE, asked)]


def outside_due_all_schools(tx: Tx, bot_id: int, now: datetime, most: int) -> list[Delivery]:
    """List the first answer due to each chat of nobody's school, of a bot (T2)."""
    asked = {"bots": [bot_id], "now": now, "each": most}
    return [Delivery.of(row) for row in tx.execute(_OUTSIDE_DUE, asked)]


def due_of_school_all_schools(
    tx: Tx, whose: tuple[int, int], now: datetime, limit: int
) -> list[Delivery]:
    """List what else of (bot, school) is due, urgent first (T2)."""
    bot_id, school_id = whose
    asked = {"bot": bot_id, "school": school_id, "now": now, "most": limit}
    return list(map(Delivery.of, tx.execute(_DUE_OF_SCHOOL, asked).all()))


def attempt_all_schools(
    tx: Tx,
    owner: str,
    contents: Mapping[int, dict[str, Any]],
    about: Mapping[int, Sequence[int]],
    now: datetime,
) -> set[int]:
    """Store the intent to send exactly these (T3); gives those that still waited for it.

    `about` are the occurrences that messages worded just now speak of, in their order.
    """
    if not contents:
        return set()
    intents = [(number, content, about.get(number)) for number, content in contents.items()]
    asked = {**own_rows(tx, _INTENT, intents), "by": owner, "at": now}
    return set(tx.execute(_ATTEMPT[tx.dialect.name], asked).scalars())


def sent_all_schools(tx: Tx, message_ids: Mapping[int, str], now: datetime) -> None:
    """Record that the platform took these (T4), with its ids; a late proof counts as well."""
    if message_ids:
        asked = {**own_rows(tx, _RECEIPT, message_ids.items()), "at": now}
        tx.execute(_SENT[tx.dialect.name], asked)


def forget_words_all_schools(tx: Tx, delivery_ids: Iterable[int]) -> None:
    """Keep that messages were, not what they said."""
    tx.execute(
        update(deliveries)
        .where(deliveries.c.delivery_id.in_(set(delivery_ids)))
        .values(content={"text": ""})
    )


def failed_all_schools(tx: Tx, delivery_id: int, reason: str, now: datetime) -> None:
    """Record that the platform refused it for good (T4)."""
    _end(tx, delivery_id, State.FAILED, now, reason=reason)


def unknown_all_schools(tx: Tx, delivery_id: int, reason: str, now: datetime) -> None:
    """Record that it may or may not have arrived (T4)."""
    _end(tx, delivery_id, State.UNKNOWN, now, reason=reason)


def cancel_all_schools(tx: Tx, delivery_ids: Iterable[int], reason: str, now: datetime) -> None:
    """Record that there was nothing left to say."""
    tx.execute(
        update(deliveries)
        .where(deliveries.c.delivery_id.in_(set(delivery_ids)))
        .values(state=str(State.CANCELLED), reason=reason, ended_at=now)
    )


def is_begun_all_schools(tx: Tx, delivery_id: int, owner: str) -> bool:
    """Whether an attempt is still this owner's: another may have taken the lane meanwhile."""
    found = tx.execute(
        select(deliveries.c.delivery_id).where(
            deliveries.c.delivery_id == delivery_id,
            IS_BEGUN,
            deliveries.c.owner == owner,
        )
    )
    return found.first() is not None


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


def move_all_schools(tx: Tx, delivery: Delivery, to: tuple[int, int], at: datetime) -> None:
    """Queue a message anew for another (bot, chat) of the same person."""
    bot_id, address_id = to
    _set(
        tx,
        delivery.delivery_id,
        state=str(State.QUEUED),
        owner="",
        bot_id=bot_id,
        address_id=address_id,
        moved_from=delivery.address_id,
        not_before=at,
        tries=0,
        content=delivery.content,
    )


def hold_chats_all_schools(tx: Tx, until: Mapping[int, datetime]) -> None:
    """Let what waits for some chats wait until then, also what was queued meanwhile."""
    for address_id, at in until.items():
        tx.execute(
            update(deliveries)
            .where(
                deliveries.c.address_id == address_id,
                IS_QUEUED,
                deliveries.c.not_before < at,
            )
            .values(not_before=at)
        )


def resume_all_schools(tx: Tx, bot_id: int, until: datetime, now: datetime) -> None:
    """Let what was put off until the end of a bot's pause go now: the pause is over."""
    waits = (deliveries.c.bot_id == bot_id) & (deliveries.c.not_before == until)
    tx.execute(update(deliveries).where(waits, IS_QUEUED).values(not_before=now))


def begun_all_schools(tx: Tx, bot_id: int) -> list[Delivery]:
    """List the attempts of a bot that nobody recorded (T5).

    Only for who holds the lane and has nothing on its way: nobody knows whether they arrived.
    """
    rows = tx.execute(select(*SHOWN).where(deliveries.c.bot_id == bot_id, IS_BEGUN))
    return [Delivery.of(row) for row in rows]


def waiting_all_schools(tx: Tx, bot_id: int) -> list[Delivery]:
    """List what waits for a bot, due or not."""
    rows = tx.execute(select(*SHOWN).where(deliveries.c.bot_id == bot_id, IS_QUEUED))
    return [Delivery.of(row) for row in rows]


def unknown_at_all_schools(tx: Tx, address_id: int) -> list[Delivery]:
    """List the messages to a chat of which nobody knows whether they arrived."""
    rows = tx.execute(
        select(*SHOWN).where(
            deliveries.c.address_id == address_id, deliveries.c.state == str(State.UNKNOWN)
        )
    )
    return [Delivery.of(row) for row in rows]


def _end(tx: Tx, delivery_id: int, state: State, now: datetime, **values: Any) -> None:
    _set(tx, delivery_id, state=str(state), ended_at=now, **values)


def _set(tx: Tx, delivery_id: int, **values: Any) -> None:
    tx.execute(update(deliveries).where(deliveries.c.delivery_id == delivery_id).values(values))
