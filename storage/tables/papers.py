"""Documents asked for, and the addresses of calendar feeds."""

from sqlalchemy import JSON, Column, Integer, String, Table

from storage.tables.base import index_where, key, metadata, of, school, text
from storage.types import Instant

papers = Table(
    "papers",
    metadata,
    key("paper_id"),
    school(),
    # Who asked, and where it is sent to.
    of("members.member_id"),
    of("addresses.address_id"),
    # What is wanted: its kind, its format, its days.
    Column("wanted", JSON, nullable=False),
    # The key of the delivery that carries it.
    Column("dedup_key", String(200), nullable=False, unique=True),
    Column("state", String(8), nullable=False, default="waiting"),
    # When it is to be made, or tried again; NULL once it is made or given up.
    Column("next_at", Instant),
    Column("tries", Integer, nullable=False, default=0),
    text("file_name"),
    text("file_hash"),
    text("fault"),
    Column("asked_at", Instant, nullable=False),
    Column("made_at", Instant),
    index_where("next_at IS NOT NULL", "ix_papers_next_at", "next_at"),
)

feeds = Table(
    "feeds",
    metadata,
    key("feed_id"),
    school(),
    of("members.member_id", index=True),
    # SHA-256 of the secret part of the address; the address itself is kept nowhere.
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
    Column("closed_at", Instant),
)
