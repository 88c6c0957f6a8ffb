"""One-time links and sessions of the pages, kept as hashes of their secrets."""

from datetime import datetime

from sqlalchemy import select, update

from storage import history
from storage.database import Tx
from storage.history import Deed
from storage.tables import entries, sessions


def add(deed: Deed, member_id: int, token_hash: str, until: datetime) -> None:
    """Store the link of a member; those before it let nobody in any more."""
    _end_entries(deed, member_id)
    history.add(
        deed,
        entries,
        member_id=member_id,
        token_hash=token_hash,
        made_at=deed.at,
        expires_at=until,
    )


def is_known_all_schools(tx: Tx, token_hash: str) -> bool:
    """Whether a way in was stored before, used or not."""
    return (
        tx.execute(select(entries).where(entries.c.token_hash == token_hash)).first() is not None
    )


def add_used(deed: Deed, member_id: int, token_hash: str, until: datetime) -> None:
    """Store a way in that is used at once, so that it lets nobody in again."""
    history.add(
        deed,
        entries,
        member_id=member_id,
        token_hash=token_hash,
        made_at=deed.at,
        expires_at=until,
        used_at=deed.at,
    )


def use_all_schools(tx: Tx, token_hash: str, now: datetime) -> tuple[int, int] | None:
    """Use a link; gives its (school, member), None for one unknown, used before or expired.

    Of two who open it at once only one gets in.
    """
    row = tx.execute(
        update(entries)
        .where(
            entries.c.token_hash == token_hash,
            entries.c.used_at.is_(None),
            entries.c.expires_at > now,
        )
        .values(used_at=now)
        .returning(entries.c.school_id, entries.c.member_id)
    ).first()
    return None if row is None else (row.school_id, row.member_id)


def open_session(deed: Deed, member_id: int, token_hash: str, until: datetime) -> None:
    """Store that a member has come in."""
    history.add(
        deed,
        sessions,
        member_id=member_id,
        token_hash=token_hash,
        made_at=deed.at,
        expires_at=until,
    )


def holder_all_schools(tx: Tx, token_hash: str, now: datetime) -> tuple[int, int] | None:
    """Give (school, member) of a session that is open at that time."""
    row = tx.execute(
        select(sessions.c.school_id, sessions.c.member_id).where(
            sessions.c.token_hash == token_hash,
            sessions.c.closed_at.is_(None),
            sessions.c.expires_at > now,
        )
    ).first()
    return None if row is None else (row.school_id, row.member_id)


def close_session(deed: Deed, token_hash: str) -> None:
    """End one session of the deed's member."""
    deed.tx.execute(
        update(sessions)
        .where(
            sessions.c.school_id == deed.school_id,
            sessions.c.member_id == deed.by,
            sessions.c.token_hash == token_hash,
            sessions.c.closed_at.is_(None),
        )
        .values(closed_at=deed.at)
    )


def close_everywhere(deed: Deed, member_id: int) -> None:
    """End every session and every unused link of a member."""
    _end_entries(deed, member_id)
    deed.tx.execute(
        update(sessions)
        .where(
            sessions.c.school_id == deed.school_id,
            sessions.c.member_id == member_id,
            sessions.c.closed_at.is_(None),
        )
        .values(closed_at=deed.at)
    )


def _end_entries(deed: Deed, member_id: int) -> None:
    deed.tx.execute(
        update(entries)
        .where(
            entries.c.school_id == deed.school_id,
            entries.c.member_id == member_id,
            entries.c.used_at.is_(None),
        )
        .values(used_at=deed.at)
    )
