"""Documents asked for: made apart from chat, delivered when they are ready."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self

from msgspec import Struct
from sqlalchemy import func, or_, select, update

from plan.papers import Wanted
from storage.database import Tx, insert_once
from storage.tables import papers

# Whoever makes one has this long; then it counts as lost and is made again.
LEASE = timedelta(minutes=2)


# How the name of an archive ends.
ARCHIVE = ".zip"


class Made(Struct, frozen=True):
    """A document that was made: its file by its hash."""

    paper_id: int
    file_hash: str
    is_archive: bool


class PaperOrder(Struct, frozen=True):
    """One document somebody waits for. `dedup_key` is the key of the delivery that carries it."""

    paper_id: int
    school_id: int
    member_id: int
    address_id: int
    wanted: Wanted
    dedup_key: str
    state: str
    tries: int
    file_name: str
    file_hash: str

    @classmethod
    def of(cls, row: Any) -> Self:
        """Give the order of a row."""
        return cls(
            row.paper_id,
            row.school_id,
            row.member_id,
            row.address_id,
            Wanted.from_json(row.wanted),
            row.dedup_key,
            row.state,
            row.tries,
            row.file_name,
            row.file_hash,
        )


def order(
    tx: Tx, school_id: int, whom: tuple[int, int], wanted: Wanted, when: tuple[str, datetime]
) -> None:
    """Ask for a document for (member, address), once a (key, instant it is to be made at)."""
    dedup_key, at = when
    row = insert_once(tx, papers).values(
        school_id=school_id,
        member_id=whom[0],
        address_id=whom[1],
        wanted=wanted.to_json(),
        dedup_key=dedup_key,
        state="waiting",
        next_at=at,
        asked_at=at,
    )
    tx.execute(row.on_conflict_do_nothing(index_elements=["dedup_key"]))


def claim_all_schools(tx: Tx, now: datetime) -> PaperOrder | None:
    """Take the one that waits longest; whoever takes it and dies leaves it to the next."""
    found = tx.execute(
        select(papers)
        .where(papers.c.next_at <= now)
        .order_by(papers.c.next_at, papers.c.paper_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if found is None:
        return None
    tx.execute(
        update(papers)
        .where(papers.c.paper_id == found.paper_id)
        .values(next_at=now + LEASE, tries=papers.c.tries + 1)
    )
    return PaperOrder.of(found)


def end(tx: Tx, school_id: int, paper_id: int, at: datetime, **values: str) -> None:
    """Record what became of one: `state` made or failed, its file or its fault."""
    tx.execute(
        update(papers)
        .where(papers.c.school_id == school_id, papers.c.paper_id == paper_id)
        .values(next_at=None, made_at=at, **values)
    )


def by_key(tx: Tx, school_id: int, dedup_key: str) -> PaperOrder | None:
    """Find what a delivery carries."""
    row = tx.execute(
        select(papers).where(papers.c.school_id == school_id, papers.c.dedup_key == dedup_key)
    ).first()
    return None if row is None else PaperOrder.of(row)


def made_before_all_schools(tx: Tx, before: tuple[datetime, datetime], limit: int) -> list[Made]:
    """List what was made before (any document, an archive) and still has its file."""
    rows = tx.execute(
        select(papers.c.paper_id, papers.c.file_hash, papers.c.file_name)
        .where(
            papers.c.state == "made",
            or_(
                papers.c.made_at < before[0],
                (papers.c.made_at < before[1]) & papers.c.file_name.endswith(ARCHIVE),
            ),
        )
        .order_by(papers.c.paper_id)
        .limit(limit)
    )
    return [Made(row.paper_id, row.file_hash, row.file_name.endswith(ARCHIVE)) for row in rows]


def forget_all_schools(tx: Tx, paper_ids: Iterable[int]) -> None:
    """Say of made documents that their files are no longer kept."""
    tx.execute(
        update(papers)
        .where(papers.c.paper_id.in_(set(paper_ids)))
        .values(state="removed", file_hash="")
    )


def hashes_all_schools(tx: Tx, file_hashes: Iterable[str]) -> set[str]:
    """Give which of some files a made document still refers to."""
    rows = tx.execute(
        select(papers.c.file_hash).where(papers.c.file_hash.in_(set(file_hashes))).distinct()
    )
    return set(rows.scalars())


def next_at_all_schools(tx: Tx) -> datetime | None:
    """Say when the next one is to be made or tried again."""
    found: datetime | None = tx.execute(select(func.min(papers.c.next_at))).scalar()
    return found
