"""What the web application and the platforms' quotas need to remember."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from storage.tables.base import key, metadata, of, school, text
from storage.types import Id, Instant

# What is made once for an installation, such as the key that signs addresses of files.
installation = Table(
    "installation",
    metadata,
    Column("name", String(32), primary_key=True),
    text("value"),
)

uploads = Table(
    "uploads",
    metadata,
    key("upload_id"),
    school(),
    of("members.member_id", index=True),
    # The chat that is answered once the file is there.
    of("addresses.address_id"),
    Column("token_hash", String(64), nullable=False, unique=True),
    # What was typed with the request, such as a task's code.
    text("words"),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# How many messages a bot sent in a month, for platforms that allow only so many.
bot_months = Table(
    "bot_months",
    metadata,
    Column("bot_id", Id, ForeignKey("bots.bot_id"), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("messages", Integer, nullable=False, default=0),
)
