"""How much of what a platform allows each bot has used: people, groups, messages of a month."""

from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, func, select, update

from storage.database import Tx, insert_once
from storage.many import among
from storage.tables import addresses, bot_months, bots


class Use(Struct, frozen=True):
    """One bot that is allowed only so much, and what it used."""

    bot_id: int
    school_id: int | None
    channel: str
    name: str
    people: int
    most_people: int
    groups: int
    most_groups: int
    messages: int
    most_messages: int


# Written once: it runs for every school that has something to say.
_SPENT = (
    select(bots.c.bot_id, bots.c.most_messages, bot_months.c.messages)
    .outerjoin(
        bot_months,
        (bot_months.c.bot_id == bots.c.bot_id) & (bot_months.c.month == bindparam("month")),
    )
    .where(among(bots.c.bot_id, "bots"), bots.c.most_messages > 0)
)


def set_limits_all_schools(tx: Tx, bot_id: int, limits: tuple[int, int, int]) -> None:
    """Keep what a bot's platform allows: people, groups, messages a month; 0 is no limit."""
    people, groups, messages = limits
    tx.execute(
        update(bots)
        .where(bots.c.bot_id == bot_id)
        .values(most_people=people, most_groups=groups, most_messages=messages)
    )


def spend_all_schools(tx: Tx, bot_id: int, month: str) -> int:
    """Count one message that is about to be sent; gives how many the month has with it."""
    row = insert_once(tx, bot_months).values(bot_id=bot_id, month=month, messages=1)
    counted = row.on_conflict_do_update(
        index_elements=["bot_id", "month"], set_={"messages": bot_months.c.messages + 1}
    ).returning(bot_months.c.messages)
    return int(tx.execute(counted).scalar_one())


def uses_all_schools(tx: Tx, month: str) -> list[Use]:
    """List the bots that are allowed only so much, with what they used of the month."""
    rows = tx.execute(
        select(
            bots,
            _chats("person").label("people"),
            _chats("group").label("groups"),
            func.coalesce(bot_months.c.messages, 0).label("messages"),
        )
        .outerjoin(
            bot_months,
            (bot_months.c.bot_id == bots.c.bot_id) & (bot_months.c.month == month),
        )
        .where((bots.c.most_messages > 0) | (bots.c.most_people > 0), bots.c.ended_at.is_(None))
        .order_by(bots.c.bot_id)
    )
    return [
        Use(
            row.bot_id,
            row.school_id,
            row.channel,
            row.username,
            row.people,
            row.most_people,
            row.groups,
            row.most_groups,
            row.messages,
            row.most_messages,
        )
        for row in rows
    ]


def people_all_schools(tx: Tx, bot_id: int) -> int:
    """Count the people with an open chat at a bot."""
    return int(
        tx.execute(
            select(func.count())
            .select_from(addresses)
            .where(
                addresses.c.bot_id == bot_id,
                addresses.c.kind == "person",
                addresses.c.state == "open",
            )
        ).scalar_one()
    )


def messages_all_schools(tx: Tx, bot_ids: set[int], month: str) -> dict[int, tuple[int, int]]:
    """Give (used, allowed) of those of some bots that may send only so many a month."""
    rows = tx.execute(_SPENT, {"bots": bot_ids, "month": month})
    return {row.bot_id: (row.messages or 0, row.most_messages) for row in rows}


def _chats(kind: str) -> Any:
    # Whoever wrote holds a place, joined or not; who left has given it back.
    return (
        select(func.count())
        .select_from(addresses)
        .where(
            addresses.c.bot_id == bots.c.bot_id,
            addresses.c.kind == kind,
            addresses.c.state == "open",
        )
        .scalar_subquery()
    )
