"""Bots, the addresses people and groups are written to, and where a poller stands.

They belong to the installation: a bot may serve several schools.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from msgspec import Struct
from sqlalchemy import bindparam, distinct, func, select, update

from storage.columns import columns_of
from storage.database import Tx, insert_once
from storage.deliveries import Rank, State
from storage.many import among
from storage.tables import addresses, bots, deliveries, lanes, members

# An address of a bot that is in use, and of one that ended.
OPEN, ASIDE = "open", "aside"
# A chat that is to be forgotten as soon as what is on its way to it has gone.
LEAVING = "leaving"


class Bot(Struct, frozen=True):
    """A channel's account. `school_id` is None when several schools share it."""

    bot_id: int
    school_id: int | None
    channel: str
    account: str
    username: str
    update_offset: int

    @classmethod
    def of(cls, row: Any) -> Self:
        """Give the bot of a row."""
        values = (row.channel, row.account, row.username, row.update_offset)
        return cls(row.bot_id, row.school_id, *values)


class Address(Struct, frozen=True):
    """Where a person or a group is written to.

    `state` is open, blocked, migrated, aside, or leaving: about to be forgotten.
    """

    address_id: int
    bot_id: int
    person_id: int | None
    school_id: int | None
    kind: str
    chat: str
    thread: str
    state: str
    quiet_until: datetime | None = None


_ADDRESS = columns_of(Address, addresses)
# Written once: they run for every update, for every batch that a lane takes, or that is due.
_AT_PLACE = select(*_ADDRESS).where(
    addresses.c.bot_id == bindparam("bot"),
    addresses.c.chat == bindparam("chat"),
    addresses.c.thread == bindparam("thread"),
)
_ADDRESSES = select(*_ADDRESS).where(among(addresses.c.address_id, "numbers"))
_OPEN = (
    select(members.c.member_id, *_ADDRESS)
    .join(members, members.c.person_id == addresses.c.person_id)
    .join(bots, bots.c.bot_id == addresses.c.bot_id)
    .where(
        among(members.c.member_id, "members"),
        members.c.school_id == bindparam("school"),
        members.c.left_at.is_(None),
        members.c.joined_at.is_not(None),
        addresses.c.kind == "person",
        addresses.c.state == "open",
        bots.c.school_id.is_(None) | (bots.c.school_id == bindparam("school")),
    )
    .order_by(
        addresses.c.preferred_at.is_not(None),
        addresses.c.preferred_at,
        addresses.c.address_id,
    )
)


def ensure_bot_all_schools(tx: Tx, channel: str, account: str, at: datetime) -> Bot:
    """Give the bot of an account, made with its lane if it is new; one that ended is back."""
    query = select(bots).where(bots.c.channel == channel, bots.c.account == account)
    row = tx.execute(query).first()
    if row is not None and row.ended_at is not None:
        tx.execute(update(bots).where(bots.c.bot_id == row.bot_id).values(ended_at=None))
        _set_aside(tx, row.bot_id, OPEN, ASIDE)
    if row is None:
        # A service and its workers may start at the same time.
        made = insert_once(tx, bots).values(channel=channel, account=account, created_at=at)
        tx.execute(made.on_conflict_do_nothing(index_elements=["channel", "account"]))
        row = tx.execute(query).one()
        lane = insert_once(tx, lanes).values(bot_id=row.bot_id)
        tx.execute(lane.on_conflict_do_nothing(index_elements=["bot_id"]))
    return Bot.of(row)


def set_username_all_schools(tx: Tx, bot_id: int, username: str) -> None:
    """Keep the name that invite links need."""
    tx.execute(update(bots).where(bots.c.bot_id == bot_id).values(username=username))


def set_school_all_schools(tx: Tx, bot_id: int, school_id: int | None) -> None:
    """Let a bot serve one school only, or with None every school."""
    tx.execute(update(bots).where(bots.c.bot_id == bot_id).values(school_id=school_id))


def serves_all_schools(tx: Tx, bot_id: int, school_id: int) -> bool:
    """Whether people of a school are served by a bot: it is the school's, or shared."""
    found = tx.execute(select(bots.c.school_id).where(bots.c.bot_id == bot_id)).scalar_one()
    return found is None or found == school_id


def count_of_other_schools_all_schools(tx: Tx, bot_id: int, school_id: int) -> int:
    """Count the joined people who have their chat at a bot and work at another school."""
    return int(
        tx.execute(
            select(func.count(distinct(members.c.person_id)))
            .join(addresses, addresses.c.person_id == members.c.person_id)
            .where(
                addresses.c.bot_id == bot_id,
                members.c.school_id != school_id,
                members.c.joined_at.is_not(None),
                members.c.left_at.is_(None),
            )
        ).scalar_one()
    )


def end_all_schools(tx: Tx, bot_id: int, at: datetime) -> None:
    """Do without a bot: nobody is written to at it, until it is there again."""
    tx.execute(update(bots).where(bots.c.bot_id == bot_id).values(ended_at=at))
    _set_aside(tx, bot_id, ASIDE, OPEN)


def _set_aside(tx: Tx, bot_id: int, state: str, before: str) -> None:
    of_bot = (addresses.c.bot_id == bot_id) & (addresses.c.state == before)
    tx.execute(update(addresses).where(of_bot).values(state=state))


def list_all_schools(tx: Tx) -> list[Bot]:
    """List every bot that is in use."""
    query = select(bots).where(bots.c.ended_at.is_(None)).order_by(bots.c.bot_id)
    return [Bot.of(row) for row in tx.execute(query)]


def raise_offset_all_schools(tx: Tx, bot_id: int, offset: int) -> None:
    """Note the next update to ask for, in the transaction that stores those before it."""
    tx.execute(update(bots).where(bots.c.bot_id == bot_id).values(update_offset=offset))


def ensure_address_all_schools(
    tx: Tx, bot_id: int, place: tuple[str, str], kind: str, at: datetime
) -> Address:
    """Give the address of (chat, thread) at a bot, made if it is new."""
    found = find_address_all_schools(tx, bot_id, place)
    if found is not None:
        return found
    chat, thread = place
    tx.execute(
        insert_once(tx, addresses)
        .values(bot_id=bot_id, chat=chat, thread=thread, kind=kind, state="open", created_at=at)
        .on_conflict_do_nothing(index_elements=["bot_id", "chat", "thread"])
    )
    return Address(*tx.execute(_AT_PLACE, _asked(bot_id, place)).one())


def find_address_all_schools(tx: Tx, bot_id: int, place: tuple[str, str]) -> Address | None:
    """Find the address of (chat, thread) at a bot."""
    row = tx.execute(_AT_PLACE, _asked(bot_id, place)).first()
    return None if row is None else Address(*row)


def newest_chat_all_schools(tx: Tx, bot_ids: Collection[int]) -> Address | None:
    """Find the newest open private chat of somebody known at some bots."""
    row = tx.execute(
        select(*_ADDRESS)
        .where(
            addresses.c.bot_id.in_(bot_ids),
            addresses.c.person_id.is_not(None),
            addresses.c.kind == "person",
            addresses.c.state == OPEN,
        )
        .order_by(addresses.c.address_id.desc())
        .limit(1)
    ).first()
    return None if row is None else Address(*row)


def _asked(bot_id: int, place: tuple[str, str]) -> dict[str, Any]:
    chat, thread = place
    return {"bot": bot_id, "chat": chat, "thread": thread}


def address_all_schools(tx: Tx, address_id: int) -> Address:
    """Give one address."""
    return addresses_all_schools(tx, [address_id])[address_id]


def addresses_all_schools(tx: Tx, address_ids: Collection[int]) -> dict[int, Address]:
    """Give some addresses by their numbers."""
    if not address_ids:
        return {}
    rows = tx.execute(_ADDRESSES, {"numbers": address_ids}).all()
    return {row[0]: Address(*row) for row in rows}


def private_address_all_schools(tx: Tx, bot_id: int, person: str) -> Address | None:
    """Find the private chat of a platform's person id: there the two ids are the same."""
    row = tx.execute(
        select(*_ADDRESS).where(
            addresses.c.bot_id == bot_id,
            addresses.c.chat == person,
            addresses.c.kind == "person",
        )
    ).first()
    return None if row is None else Address(*row)


def set_person_all_schools(tx: Tx, address_id: int, person_id: int) -> None:
    """Say whose chat it is, who has just spoken there; what still waits for it keeps its place."""
    _set(tx, address_id, person_id=person_id, state=OPEN)
    waiting = update(deliveries).where(
        deliveries.c.address_id == address_id,
        deliveries.c.state == str(State.QUEUED),
        deliveries.c.rank == int(Rank.OUTSIDE),
    )
    tx.execute(waiting.values(rank=int(Rank.ANSWER)))


def set_state_all_schools(tx: Tx, address_id: int, state: str) -> None:
    """Mark an address as open, blocked or migrated."""
    _set(tx, address_id, state=state)


def quiet_all_schools(tx: Tx, address_id: int, until: datetime) -> None:
    """Note until when a platform asked a chat to be left alone."""
    _set(tx, address_id, quiet_until=until)


def migrate_all_schools(tx: Tx, address_id: int, chat: str) -> None:
    """Follow a group that got a new chat id, unless that id is known already."""
    address = address_all_schools(tx, address_id)
    taken = tx.execute(
        select(addresses.c.address_id).where(
            addresses.c.bot_id == address.bot_id,
            addresses.c.chat == chat,
            addresses.c.thread == address.thread,
        )
    ).first()
    _set(tx, address_id, **({"chat": chat} if taken is None else {"state": "migrated"}))


def open_address(tx: Tx, school_id: int, member_id: int) -> Address | None:
    """Give where a member is written to; None without an open chat."""
    return open_addresses(tx, school_id, [member_id]).get(member_id)


def open_addresses(tx: Tx, school_id: int, member_ids: Collection[int]) -> dict[int, Address]:
    """Give where members are written to: the open private chat chosen last, else the newest."""
    rows = tx.execute(_OPEN, {"members": member_ids, "school": school_id})
    return {of_member: Address(*row) for of_member, *row in rows}


def other_address(tx: Tx, school_id: int, member_id: int, but: int) -> Address | None:
    """Give another open chat of a member than the one that failed."""
    row = tx.execute(
        select(*_ADDRESS)
        .join(members, members.c.person_id == addresses.c.person_id)
        .join(bots, bots.c.bot_id == addresses.c.bot_id)
        .where(
            members.c.member_id == member_id,
            members.c.school_id == school_id,
            addresses.c.address_id != but,
            addresses.c.kind == "person",
            addresses.c.state == "open",
            bots.c.school_id.is_(None) | (bots.c.school_id == school_id),
        )
        .order_by(addresses.c.address_id.desc())
        .limit(1)
    ).first()
    return None if row is None else Address(*row)


def chats_of_person_all_schools(tx: Tx, person_id: int) -> list[tuple[Address, str]]:
    """List the private chats of a person with their channels."""
    rows = tx.execute(
        select(bots.c.channel, *_ADDRESS)
        .join(bots, bots.c.bot_id == addresses.c.bot_id)
        .where(addresses.c.person_id == person_id, addresses.c.kind == "person")
        .order_by(addresses.c.address_id)
    )
    return [(Address(*row), channel) for channel, *row in rows]


def prefer_all_schools(tx: Tx, address_id: int, at: datetime) -> None:
    """Let a person be written to here from now on."""
    _set(tx, address_id, preferred_at=at)


def blocked_members(tx: Tx, school_id: int) -> set[int]:
    """List the joined members none of whose chats is open any more."""
    rows = tx.execute(
        select(members.c.member_id, addresses.c.state)
        .join(addresses, addresses.c.person_id == members.c.person_id)
        .where(
            members.c.school_id == school_id,
            members.c.left_at.is_(None),
            members.c.joined_at.is_not(None),
            addresses.c.kind == "person",
        )
    ).all()
    return {row.member_id for row in rows} - {row.member_id for row in rows if row.state == "open"}


def _set(tx: Tx, address_id: int, **values: Any) -> None:
    tx.execute(update(addresses).where(addresses.c.address_id == address_id).values(values))
