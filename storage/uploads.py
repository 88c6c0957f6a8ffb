"""One-time addresses by which somebody hands in a file; stored by the hash of what is secret."""

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import insert, select, update

from storage.database import Tx, new_id
from storage.tables import addresses, uploads


class Upload(Struct, frozen=True):
    """One file that is waited for, from whom, and the chat (bot, its id) that is answered."""

    upload_id: int
    school_id: int
    member_id: int
    bot_id: int
    chat: str
    words: str
    expires_at: datetime
    used_at: datetime | None


def add(tx: Tx, school_id: int, whom: tuple[int, int], token_hash: str, **more: Any) -> int:
    """Store that a file of (member, chat) is waited for."""
    member_id, address_id = whom
    row = {"school_id": school_id, "member_id": member_id, "address_id": address_id, **more}
    return new_id(tx, insert(uploads).values(token_hash=token_hash, **row))


def by_hash_all_schools(tx: Tx, token_hash: str) -> Upload | None:
    """Find what an address stands for."""
    row = tx.execute(
        select(uploads, addresses.c.bot_id, addresses.c.chat)
        .join(addresses, addresses.c.address_id == uploads.c.address_id)
        .where(uploads.c.token_hash == token_hash)
    ).first()
    if row is None:
        return None
    return Upload(
        row.upload_id,
        row.school_id,
        row.member_id,
        row.bot_id,
        row.chat,
        row.words,
        row.expires_at,
        row.used_at,
    )


def use_all_schools(tx: Tx, upload_id: int, at: datetime) -> bool:
    """Use an address up; False when it was used before."""
    used = tx.execute(
        update(uploads)
        .where(uploads.c.upload_id == upload_id, uploads.c.used_at.is_(None))
        .values(used_at=at)
    )
    return used.rowcount == 1
