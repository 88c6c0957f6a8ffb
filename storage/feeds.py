"""The secrets of calendar feeds, kept as hashes: whoever has the address sees the calendar."""

from sqlalchemy import select, update

from storage import history
from storage.database import Tx
from storage.history import Deed
from storage.tables import feeds


def add(deed: Deed, member_id: int, token_hash: str) -> None:
    """Store the feed of a member; the ones before it show nothing any more."""
    close(deed, member_id)
    history.add(deed, feeds, member_id=member_id, token_hash=token_hash, made_at=deed.at)


def close(deed: Deed, member_id: int) -> None:
    """Let the calendars of a member show nothing any more."""
    deed.tx.execute(
        update(feeds)
        .where(
            feeds.c.school_id == deed.school_id,
            feeds.c.member_id == member_id,
            feeds.c.closed_at.is_(None),
        )
        .values(closed_at=deed.at)
    )


def owner_all_schools(tx: Tx, token_hash: str) -> tuple[int, int] | None:
    """Give (school, member) of an open feed by the hash of its secret."""
    row = tx.execute(
        select(feeds.c.school_id, feeds.c.member_id).where(
            feeds.c.token_hash == token_hash, feeds.c.closed_at.is_(None)
        )
    ).first()
    return None if row is None else (row.school_id, row.member_id)
