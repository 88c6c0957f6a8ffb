"""Bots, where people are written to, what came in and what goes out."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from storage.sealing import Sealed
from storage.tables.base import index_where, index_while, key, metadata, of, text
from storage.types import Id, Instant

bots = Table(
    "bots",
    metadata,
    key("bot_id"),
    # Empty for a bot that several schools share.
    of("schools.school_id", null=True),
    Column("channel", String(16), nullable=False),
    text("account"),
    text("username"),
    # The next update to ask for; raised only after what came before it is stored.
    Column("update_offset", Id, nullable=False, default=0),
    # What its platform allows: people, groups, messages a month; 0 is no limit.
    Column("most_people", Integer, nullable=False, default=0),
    Column("most_groups", Integer, nullable=False, default=0),
    Column("most_messages", Integer, nullable=False, default=0),
    Column("created_at", Instant, nullable=False),
    # Since when the operator has done without it; its chats are set aside until it is added again.
    Column("ended_at", Instant),
    UniqueConstraint("channel", "account"),
)

bot_tokens = Table(
    "bot_tokens",
    metadata,
    Column("bot_id", Id, ForeignKey("bots.bot_id"), primary_key=True),
    # Empty once the key it was sealed with is lost: it has to be given anew.
    Column("token", Sealed("bot_tokens.token")),
    Column("given_at", Instant, nullable=False),
)

addresses = Table(
    "addresses",
    metadata,
    key("address_id"),
    of("bots.bot_id"),
    of("persons.person_id", null=True, index=True),
    # A group belongs to one school; a person's chat to whoever the person works for.
    of("schools.school_id", null=True),
    Column("kind", String(8), nullable=False),
    text("chat"),
    text("thread"),
    Column("state", String(8), nullable=False, default="open"),
    # Until when the platform asked for this chat alone to be left in peace.
    Column("quiet_until", Instant),
    # When the person last chose to be written to here; of several chats the latest choice wins.
    Column("preferred_at", Instant),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("bot_id", "chat", "thread"),
)

lanes = Table(
    "lanes",
    metadata,
    Column("bot_id", Id, ForeignKey("bots.bot_id"), primary_key=True),
    text("owner"),
    Column("epoch", Integer, nullable=False, default=0),
    Column("lease_until", Instant),
    # The last send, and how many were begun in the second before it was given back.
    Column("last_send_at", Instant),
    Column("sent_lately", Integer, nullable=False, default=0, server_default="0"),
    Column("penalty_until", Instant),
)


inbox = Table(
    "inbox",
    metadata,
    key("inbox_id"),
    of("bots.bot_id"),
    text("dedupe_key"),
    # Order is kept within a chat only, so a slow message blocks nobody else.
    text("chat"),
    # What somebody wrote, a code or a link perhaps among it.
    Column("raw", Sealed("inbox.raw"), nullable=False),
    # Set by PREPARED: the files fetched, the document read. Made again if lost.
    Column("prepared", Sealed("inbox.prepared")),
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("retry_at", Instant),
    Column("received_at", Instant, nullable=False),
    Column("done_at", Instant),
    text("error_code"),
    UniqueConstraint("bot_id", "dedupe_key"),
    Index("ix_inbox_state_inbox_id", "state", "inbox_id"),
    # What came from a chat, and when: asked before a chat of nobody is forgotten.
    Index("ix_inbox_bot_id_chat_received_at", "bot_id", "chat", "received_at"),
    # The first of each chat among what waits, however many wait.
    index_while(("NEW", "PREPARED"), "ix_inbox_waiting", "bot_id", "chat", "inbox_id"),
    # What still has its words, until they are old (storage/purging.py).
    index_where(
        "done_at IS NOT NULL AND error_code <> 'purged'", "ix_inbox_worded", "received_at"
    ),
)


deliveries = Table(
    "deliveries",
    metadata,
    key("delivery_id"),
    # Empty for a stranger's answer: they belong to no school.
    of("schools.school_id", null=True),
    of("bots.bot_id"),
    of("addresses.address_id"),
    # The chat it could not be sent to, when it went on to another of the same person.
    of("addresses.address_id", null=True, name="moved_from"),
    of("members.member_id", null=True),
    Column("kind", String(12), nullable=False),
    Column("dedup_key", String(200), nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    # Members' answers go before everything else of a lane (storage/deliveries.py).
    Column("rank", Integer, nullable=False),
    # Present for what was fixed when it was made; otherwise composed just before sending.
    Column("content", Sealed("deliveries.content")),
    # The occurrences it speaks of, in its order: "xong" as a reply means these. No row of theirs
    # is ever taken away, and a table of its own would cost each message three more entries.
    Column("about", JSON),
    Column("not_before", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    # Who leased it; the lease itself is the lane's.
    text("owner"),
    Column("tries", Integer, nullable=False, default=0),
    Column("began_at", Instant),
    Column("ended_at", Instant),
    text("message_id"),
    text("reason"),
    # What a lane takes next, answers first, then the schools in turn; and what it began.
    # They hold what is not over, however many messages were ever sent.
    index_while(("QUEUED",), "ix_deliveries_next", "rank", "bot_id", "not_before"),
    index_while(
        ("QUEUED",),
        "ix_deliveries_turn",
        "bot_id",
        "school_id",
        "rank",
        "not_before",
        "delivery_id",
    ),
    index_while(("ATTEMPT",), "ix_deliveries_begun", "bot_id"),
    Index("ix_deliveries_address_id_message_id", "address_id", "message_id"),
    # The last of what somebody was sent, however much it ever was; and of some days.
    Index("ix_deliveries_member_id_delivery_id", "member_id", "delivery_id"),
    index_while(("SENT",), "ix_deliveries_told", "member_id", "ended_at"),
    # What still has its words, until they are old (storage/purging.py).
    index_where(
        "ended_at IS NOT NULL AND reason <> 'purged'", "ix_deliveries_worded", "created_at"
    ),
)

prompts = Table(
    "prompts",
    metadata,
    key("prompt_id"),
    of("schools.school_id", null=True),
    # Who may answer. Empty for a stranger who is joining: then the address decides.
    of("members.member_id", null=True),
    of("addresses.address_id", null=True),
    # The digest that asks it: a press proves that it arrived.
    of("deliveries.delivery_id", null=True),
    Column("kind", String(32), nullable=False),
    # Makes the button keys unguessable; never shown.
    Column("nonce", String(16), nullable=False),
    Column("payload", JSON, nullable=False, default=dict),
    Column("options", JSON, nullable=False, default=list),
    Column("takes_text", Boolean, nullable=False, default=False),
    Column("state", String(8), nullable=False, default="open"),
    Column("created_at", Instant, nullable=False),
    Column("answered_at", Instant),
    # The last of what somebody was asked, and what is open of it: one at the most.
    Index("ix_prompts_member_id_prompt_id", "member_id", "prompt_id"),
    index_while(("open",), "ix_prompts_open", "member_id"),
    index_where("address_id IS NOT NULL", "ix_prompts_strangers", "address_id"),
)
