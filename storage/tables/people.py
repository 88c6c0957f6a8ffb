"""A school and the people in it."""

from sqlalchemy import (
    JSON,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Time,
    UniqueConstraint,
)

from storage.tables.base import key, metadata, of, school, text
from storage.types import Instant

schools = Table(
    "schools",
    metadata,
    key("school_id"),
    text("name"),
    # Whose officers count it in; empty for a school of no province here.
    of("provinces.province_id", null=True, index=True),
    Column("created_at", Instant, nullable=False),
    # Nobody is written to before this moment: the principal's "Bắt đầu nhắc".
    Column("started_at", Instant),
    Column("last_number", Integer, nullable=False, default=0),
    # Only what the school changed; the defaults live in plan/ladder.py and plan/settings.py.
    Column("settings", JSON, nullable=False, default=dict),
)

calendars = Table(
    "calendars",
    metadata,
    key("calendar_id"),
    school(),
    Column("first_year", Integer, nullable=False),
    # Only what the school changed, as plan/calendar/own.py writes it.
    Column("overrides", JSON, nullable=False, default=dict),
    UniqueConstraint("school_id", "first_year"),
)

units = Table(
    "units",
    metadata,
    key("unit_id"),
    school(),
    text("name"),
    text("folded"),
    UniqueConstraint("school_id", "folded"),
)

# Somebody with a chat. What a school knows of them is in members.
persons = Table(
    "persons",
    metadata,
    key("person_id"),
    Column("created_at", Instant, nullable=False),
)

members = Table(
    "members",
    metadata,
    key("member_id"),
    school(),
    of("persons.person_id", null=True, index=True),
    of("units.unit_id", null=True),
    text("full_name"),
    text("folded"),
    text("call_name"),
    text("address_word"),
    # What tells two people of one call name apart: "Văn" in "cô Lan (Văn)". Empty when unique.
    text("call_hint"),
    text("homeroom"),
    Column("digest_at", Time),
    Column("joined_at", Instant),
    Column("left_at", Instant),
    Column("created_at", Instant, nullable=False),
)

duties = Table(
    "duties",
    metadata,
    key("duty_id"),
    school(),
    of("members.member_id", index=True),
    Column("first_year", Integer, nullable=False),
    Column("role", String(32), nullable=False),
    of("units.unit_id", null=True),
    UniqueConstraint("member_id", "first_year", "role", "unit_id"),
)

# Who decides in somebody's place, from a day to a day.
stand_ins = Table(
    "stand_ins",
    metadata,
    key("stand_in_id"),
    school(),
    of("members.member_id"),
    of("members.member_id", name="for_id"),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("state", String(8), nullable=False, default="active"),
    Column("given_at", Instant, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    key("consent_id"),
    school(),
    of("members.member_id", index=True),
    Column("version", Integer, nullable=False),
    Column("agreed_at", Instant, nullable=False),
)

invites = Table(
    "invites",
    metadata,
    key("invite_id"),
    school(),
    # principal and personal name one member; school lets the joiner pick the own name.
    Column("kind", String(16), nullable=False),
    of("members.member_id", null=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
)

join_tries = Table(
    "join_tries",
    metadata,
    key("try_id"),
    of("addresses.address_id"),
    Column("tried_at", Instant, nullable=False),
    Index("ix_join_tries_address_id_tried_at", "address_id", "tried_at"),
)
