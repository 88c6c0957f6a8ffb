"""Everything that is held about the officers that one person is, or was; and letting it go."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, delete, select, update

from storage.database import Tx
from storage.deliveries import State
from storage.tables import (
    addresses,
    bots,
    deliveries,
    inbox,
    officer_files,
    officers,
    provinces,
    visits,
)

Rows = list[Row[Any]]


def offices_all_schools(tx: Tx, officer_ids: Sequence[int]) -> Rows:
    """List the offices' own rows, each with the province's name."""
    mine = officers.c.officer_id.in_(officer_ids)
    return _all(
        tx,
        select(officers, provinces.c.name.label("province"))
        .join(provinces, provinces.c.province_id == officers.c.province_id)
        .where(mine)
        .order_by(officers.c.officer_id),
    )


def visits_all_schools(tx: Tx, officer_ids: Sequence[int]) -> Rows:
    """List the links and sessions; of a secret nothing can be shown."""
    mine = visits.c.officer_id.in_(officer_ids)
    return _all(tx, select(visits).where(mine).order_by(visits.c.visit_id))


def files_all_schools(tx: Tx, officer_ids: Sequence[int]) -> Rows:
    """List the files made for the chat that are still kept."""
    mine = officer_files.c.officer_id.in_(officer_ids)
    return _all(tx, select(officer_files).where(mine).order_by(officer_files.c.officer_file_id))


def chats_all_schools(tx: Tx, person_id: int) -> Rows:
    """List where a person is written to."""
    return _all(
        tx,
        select(addresses, bots.c.channel)
        .join(bots, bots.c.bot_id == addresses.c.bot_id)
        .where(addresses.c.person_id == person_id)
        .order_by(addresses.c.address_id),
    )


def messages_all_schools(tx: Tx, person_id: int) -> Rows:
    """List the messages that went to a person's chats for no school and are still kept."""
    return _all(
        tx,
        select(deliveries.c.created_at, deliveries.c.ended_at, deliveries.c.content)
        .join(addresses, addresses.c.address_id == deliveries.c.address_id)
        .where(addresses.c.person_id == person_id, deliveries.c.school_id.is_(None))
        .order_by(deliveries.c.delivery_id),
    )


def arrived_all_schools(tx: Tx, person_id: int) -> Rows:
    """List what came in from a person's chats and is still kept, as it came."""
    return _all(
        tx,
        select(inbox.c.received_at, inbox.c.raw)
        .join(
            addresses, (addresses.c.bot_id == inbox.c.bot_id) & (addresses.c.chat == inbox.c.chat)
        )
        .where(addresses.c.person_id == person_id)
        .order_by(inbox.c.inbox_id),
    )


def forget_all_schools(tx: Tx, names: dict[int, str]) -> tuple[str, ...]:
    """Put a pseudonym in the place of each officer, whose ways in and files go; gives the files.

    When it was agreed to, and to which wording, stays.
    """
    numbers = list(names)
    files = tuple(row.file_hash for row in files_all_schools(tx, numbers))
    for table in (visits, officer_files):
        tx.execute(delete(table).where(table.c.officer_id.in_(numbers)))
    for officer_id, name in names.items():
        tx.execute(
            update(officers)
            .where(officers.c.officer_id == officer_id)
            .values(name=name, person_id=None)
        )
    return files


def end_answers_all_schools(tx: Tx, person_id: int, reason: str) -> None:
    """Let nothing more go out to a person's chats for no school, and forget what went."""
    mine = deliveries.c.address_id.in_(
        select(addresses.c.address_id).where(addresses.c.person_id == person_id)
    ) & deliveries.c.school_id.is_(None)
    for before, after in ((State.ATTEMPT, State.UNKNOWN), (State.QUEUED, State.CANCELLED)):
        tx.execute(
            update(deliveries)
            .where(mine, deliveries.c.state == str(before))
            .values(state=str(after), reason=reason, owner="")
        )
    tx.execute(update(deliveries).where(mine).values(content={}))


def _all(tx: Tx, query: "Select[Any]") -> Rows:
    return list(tx.execute(query).all())
