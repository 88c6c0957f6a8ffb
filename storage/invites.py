"""Invites and the tries to use one; codes are stored hashed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct
from sqlalchemy import func, insert, select, update

from storage import history
from storage.database import Tx
from storage.history import Deed
from storage.sealing import HARDENED, keyring_of
from storage.tables import addresses, invites, join_tries


class InviteKind(StrEnum):
    """Who an invite lets in: one named member, or whoever of the staff."""

    PRINCIPAL = "principal"
    PERSONAL = "personal"
    SCHOOL = "school"
    # Of somebody who has joined: one more chat of the same person.
    LINK = "link"


class Invite(Struct, frozen=True):
    """One way in. A school invite has no member: the joiner picks the own name."""

    invite_id: int
    school_id: int
    kind: InviteKind
    member_id: int | None
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


def add(
    deed: Deed, kind: InviteKind, member_id: int | None, code_hash: str, until: datetime
) -> int:
    """Store an invite by the hash of its code."""
    return history.add(
        deed,
        invites,
        kind=str(kind),
        member_id=member_id,
        code_hash=_kept(deed.tx, code_hash),
        created_at=deed.at,
        expires_at=until,
    )


def revoke(deed: Deed, kind: InviteKind, member_id: int | None) -> None:
    """End the open invites of a kind for a member: a new link or code replaces the old one."""
    open_ones = deed.tx.execute(
        select(invites.c.invite_id).where(
            invites.c.school_id == deed.school_id,
            invites.c.kind == str(kind),
            invites.c.member_id.is_(None)
            if member_id is None
            else invites.c.member_id == member_id,
            invites.c.used_at.is_(None),
            invites.c.revoked_at.is_(None),
        )
    ).scalars()
    for invite_id in list(open_ones):
        history.change(deed, invites, invite_id, revoked_at=deed.at)


def use(deed: Deed, invite_id: int) -> None:
    """Mark a one-time invite as used."""
    history.change(deed, invites, invite_id, used_at=deed.at)


def by_hash_all_schools(tx: Tx, code_hash: str) -> Invite | None:
    """Find the invite a typed code belongs to."""
    row = tx.execute(select(invites).where(invites.c.code_hash == _kept(tx, code_hash))).first()
    return None if row is None else _invite(row)


def harden_all_schools(tx: Tx) -> None:
    """Let the key take part in the hashes of codes that were stored without one."""
    old = tx.execute(
        select(invites.c.invite_id, invites.c.code_hash).where(
            invites.c.code_hash.not_like(f"{HARDENED}%")
        )
    ).all()
    for row in old:
        tx.execute(
            update(invites)
            .where(invites.c.invite_id == row.invite_id)
            .values(code_hash=_kept(tx, row.code_hash))
        )


def _kept(tx: Tx, code_hash: str) -> str:
    """Give what is stored of a code's hash: a code short enough to type is found by trying all."""
    keyring = keyring_of(tx.dialect)
    return code_hash if keyring is None else keyring.hardened(code_hash)


def get_all_schools(tx: Tx, invite_id: int) -> Invite | None:
    """Give one invite."""
    row = tx.execute(select(invites).where(invites.c.invite_id == invite_id)).first()
    return None if row is None else _invite(row)


def note_try_all_schools(tx: Tx, address_id: int, at: datetime) -> None:
    """Count a code that let nobody in."""
    tx.execute(insert(join_tries).values(address_id=address_id, tried_at=at))


def count_tries_all_schools(tx: Tx, address_id: int, since: datetime) -> int:
    """Count the wrong codes of a chat since a time."""
    return int(
        tx.execute(
            select(func.count())
            .select_from(join_tries)
            .where(join_tries.c.address_id == address_id, join_tries.c.tried_at >= since)
        ).scalar_one()
    )


def count_tries_of_bot_all_schools(tx: Tx, bot_id: int, since: datetime) -> int:
    """Count the wrong codes of all chats of a bot since a time."""
    return int(
        tx.execute(
            select(func.count())
            .select_from(join_tries)
            .join(addresses, addresses.c.address_id == join_tries.c.address_id)
            .where(addresses.c.bot_id == bot_id, join_tries.c.tried_at >= since)
        ).scalar_one()
    )


def _invite(row: Any) -> Invite:
    return Invite(
        row.invite_id,
        row.school_id,
        InviteKind(row.kind),
        row.member_id,
        row.expires_at,
        row.used_at,
        row.revoked_at,
    )
