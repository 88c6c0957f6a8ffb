"""What people ask about their own data, with the days by which it is to be done."""

from sqlalchemy import Column, Date, String, Table

from storage.tables.base import key, metadata, of, school
from storage.types import Instant

data_requests = Table(
    "data_requests",
    metadata,
    key("data_request_id"),
    school(),
    # Whose data, and who asked for them.
    of("members.member_id", index=True),
    of("members.member_id", name="asked_by"),
    # see | erase
    Column("kind", String(8), nullable=False),
    Column("state", String(8), nullable=False, default="open", server_default="open"),
    Column("asked_at", Instant, nullable=False),
    Column("answer_by_on", Date, nullable=False),
    Column("done_by_on", Date, nullable=False),
    Column("done_at", Instant),
)
