"""What the core receives from people and hands to a channel; never a platform's own type."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Struct, field


class InboundKind(StrEnum):
    """What arrived."""

    TEXT = "text"
    CHOICE = "choice"
    PHOTO = "photo"
    FILE = "file"
    VOICE = "voice"
    STICKER = "sticker"
    OPENED = "opened"  # the person let the bot in again, or a group added it
    BLOCKED = "blocked"  # the person stopped the bot, or a group removed it
    OTHER = "other"


class Attachment(Struct, frozen=True):
    """A file that came in or goes out.

    Coming in, `reference` is what the channel needs to fetch it; going out, it is the path inside
    the data folder. `size` is in bytes, None when unknown.
    """

    reference: str
    name: str
    mime: str = ""
    size: int | None = None


class Inbound(Struct, frozen=True):
    """One thing a person did in chat.

    `bot_id` is the row of the bot in our tables. `chat` and `thread` say where, `person` who (the
    platform's ids, as text). `dedupe_key` is unique for a bot: the same key again is a repeat.
    `refers_to` is the platform's id of the message replied to or pressed. `press` is what the
    channel needs to acknowledge a press. In a group the answer stays free of names. `person` is
    empty when the platform hides who wrote (an anonymous administrator). A `forwarded` text is
    somebody else's words, an `edited` one was answered before; files sent together share `album`.
    A group that moved has `migrated_to`, the chat id it has from now on.
    """

    channel: str
    bot_id: int
    chat: str
    person: str
    dedupe_key: str
    kind: InboundKind
    sent_at: datetime
    text: str = ""
    thread: str = ""
    refers_to: str = ""
    choice_key: str = ""
    press: str = ""
    attachments: tuple[Attachment, ...] = ()
    sender_name: str = ""
    is_group: bool = False
    migrated_to: str = ""
    forwarded: bool = False
    edited: bool = False
    album: str = ""


class Choice(Struct, frozen=True):
    """One tap: an opaque key of at most 64 bytes, checked on our side, and its label."""

    key: str
    label: str


class Prompt(Struct, frozen=True):
    """One message to one chat.

    `text` uses only the tags b, i, a and code, everything else escaped; a channel without HTML
    strips them. `rows` are the choices, a row of buttons each. `refers_to` is the platform's id of
    the message this one answers, empty for none.
    """

    text: str
    rows: tuple[tuple[Choice, ...], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    refers_to: str = ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All choices in reading order, as a channel without buttons numbers them from 1."""
        return tuple(choice for row in self.rows for choice in row)


class Target(Struct, frozen=True):
    """Where a message goes: the platform's chat and thread ids."""

    chat: str
    thread: str = ""
    is_group: bool = False


class Sent(Struct, frozen=True):
    """The platform took it and gave this id."""

    message_id: str


class NotYet(Struct, frozen=True):
    """Proof that it was not accepted (429, or no connection was made): try again after a while.

    `lane_wide` says that the whole bot is asked to wait, not this chat alone.
    """

    wait_seconds: float
    reason: str
    lane_wide: bool = True


class Failed(Struct, frozen=True):
    """The platform refused it for good. `blocked` when the person stopped the bot.

    `migrated_to` is the new chat id of a group that became a supergroup, empty otherwise.
    """

    reason: str
    blocked: bool = False
    migrated_to: str = ""


class Unknown(Struct, frozen=True):
    """It may or may not have arrived: a read timeout, a reset after the write, a 5xx."""

    reason: str


Outcome = Sent | NotYet | Failed | Unknown


class Rates(Struct, frozen=True):
    """How fast a platform takes messages: `overall` a second, `most` in any, the last an answer's.

    `outside` answers a second to people of no school go before what schools say.
    """

    overall: int = 28
    most: int = 30
    outside: int = 4
    per_chat: float = 1.0
    chat_burst: float = 3.0
    per_group_minute: int = 20


class Capabilities(Struct, frozen=True):
    """What a channel can do, so that the core never asks which platform it is."""

    buttons: bool
    edit: bool
    reply_ref: bool
    deep_link: bool
    upload: bool
    groups: bool
    max_text: int
    rates: Rates | None = None
    files_in: frozenset[InboundKind] = field(default_factory=frozenset)


class Sender(Protocol):
    """The one thing the scheduler knows of a channel."""

    @property
    def capabilities(self) -> Capabilities:
        """What this channel can do."""
        ...

    async def send(self, target: Target, prompt: Prompt) -> Outcome:
        """Hand one message to the platform; never raises for what the platform did."""
        ...

    async def probe(self) -> bool:
        """Say whether the platform answers this bot, by a call that sends nothing."""
        ...
