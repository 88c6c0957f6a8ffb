"""Provinces above schools, and their officers: who sees the roll-up and no school's people."""

from sqlalchemy import Column, Date, Integer, String, Table

from storage.tables.base import key, metadata, of, text
from storage.types import Instant

provinces = Table(
    "provinces",
    metadata,
    key("province_id"),
    Column("name", String(120), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
)

officers = Table(
    "officers",
    metadata,
    key("officer_id"),
    of("provinces.province_id", index=True),
    text("name"),
    # Present once the invite was used.
    of("persons.person_id", null=True, index=True),
    # SHA-256 of the one-time invite; the code itself is kept nowhere.
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("joined_at", Instant),
    # Which wording was agreed to, and when; nothing is shown before.
    Column("consent_version", Integer),
    Column("agreed_at", Instant),
    # Since when the officer sees nothing any more.
    Column("ended_at", Instant),
)

# An officer's way into the page: a link out of chat, then a session at a browser.
visits = Table(
    "visits",
    metadata,
    key("visit_id"),
    of("officers.officer_id", index=True),
    # link | session
    Column("kind", String(8), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("closed_at", Instant),
)

# Files made for an officer's chat, so that they are let go once they are old.
officer_files = Table(
    "officer_files",
    metadata,
    key("officer_file_id"),
    of("officers.officer_id", index=True),
    text("file_hash"),
    Column("made_at", Instant, nullable=False),
)

# What is asked about an officer's own data, with the days by which it is to be done.
officer_requests = Table(
    "officer_requests",
    metadata,
    key("officer_request_id"),
    of("officers.officer_id", index=True),
    # see | erase
    Column("kind", String(8), nullable=False),
    # open | done | dropped
    Column("state", String(8), nullable=False),
    # chat | operator
    Column("asked_by", String(8), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("answer_by_on", Date, nullable=False),
    Column("done_by_on", Date, nullable=False),
    Column("done_at", Instant),
)
