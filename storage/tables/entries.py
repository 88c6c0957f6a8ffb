"""Ways into the pages: one-time links and the sessions that come of them."""

from sqlalchemy import Column, String, Table

from storage.tables.base import key, metadata, of, school
from storage.types import Instant

# A link out of chat: opened once, within minutes.
entries = Table(
    "entries",
    metadata,
    key("entry_id"),
    school(),
    of("members.member_id", index=True),
    # SHA-256 of the secret part of the link; the link itself is kept nowhere.
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# Somebody at a browser, until it expires or is closed.
sessions = Table(
    "sessions",
    metadata,
    key("session_id"),
    school(),
    of("members.member_id", index=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("closed_at", Instant),
)
