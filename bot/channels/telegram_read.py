"""A raw Telegram update -> Inbound; pure, and tolerant: what is not for us gives None."""

import mimetypes
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from followup.ports import Attachment, Inbound, InboundKind

Raw: TypeAlias = dict[str, Any]

# The kinds of update we ask for and read. Anything else in the queue is skipped.
UPDATE_KINDS: Final = ["message", "edited_message", "callback_query", "my_chat_member"]

_GROUPS = ("group", "supergroup")
_IN_CHAT = ("member", "administrator", "creator")
_CHANNEL = "telegram"
_VOICES = ("voice", "audio", "video_note")
_FILES = ("document", "video", "animation")  # an animation comes with a document as well
_SAID = (
    "location",
    "venue",
    "contact",
    "poll",
    "dice",
    "story",
    "checklist",
    "paid_media",
    "game",
)
_COMMAND_FOR = re.compile(r"^(/\w+)@(\w+)")
_DEEPEST_RICH_TEXT = 20


class _Context(Struct, frozen=True):
    """What an update does not say itself."""

    key: str
    bot_id: int
    received_at: datetime
    username: str


def update_id(raw: Raw) -> int | None:
    """Its number, by which getUpdates is confirmed; None for what is no update."""
    return _whole(raw, "update_id")


def read_update(
    raw: Raw, bot_id: int, *, received_at: datetime, username: str = ""
) -> Inbound | None:
    """What a person did, or None when it is not for us.

    A press carries no time of its own, hence `received_at`. With the bot's `username`, its name
    is taken off ("/viec@TenBot") and another bot's command is left alone.
    """
    number = update_id(raw)
    if number is None:
        return None
    context = _Context(str(number), bot_id, received_at, username.casefold())
    if message := _part(raw, "message"):
        return _read_message(message, context)
    if message := _part(raw, "edited_message"):
        return _read_edit(message, context)
    if press := _part(raw, "callback_query"):
        return _read_press(press, context)
    if change := _part(raw, "my_chat_member"):
        return _read_membership(change, context)
    return None


def _read_message(message: Raw, context: _Context) -> Inbound | None:
    chat = _chat_of(message)
    if chat is None:
        return None
    if moved := _read_move(message, chat, context):
        return moved
    sender = _sender(message)
    content = _content(message)
    if sender is None or content is None:
        return None
    kind, attachments = content
    text = _addressed(_text_of(message), context.username)
    if text is None:
        return None
    person, name = sender
    return Inbound(
        channel=_CHANNEL,
        bot_id=context.bot_id,
        chat=chat,
        person=person,
        dedupe_key=context.key,
        kind=kind,
        sent_at=_time(message, "date") or context.received_at,
        text=text,
        thread=_thread_of(message),
        refers_to=_replied_to(message),
        attachments=attachments,
        sender_name=name,
        is_group=_is_group(message),
        forwarded=bool(_part(message, "forward_origin")),
        album=_string(message, "media_group_id"),
    )


def _read_edit(message: Raw, context: _Context) -> Inbound | None:
    """An edit is only worth a word in private; it refers to the message that was edited."""
    if _is_group(message):
        return None
    said = _read_message(message, context)
    if said is None:
        return None
    return replace(
        said,
        kind=InboundKind.OTHER,
        sent_at=_time(message, "edit_date") or context.received_at,
        refers_to=_identity(message, "message_id"),
        attachments=(),
        edited=True,
    )


def _read_press(press: Raw, context: _Context) -> Inbound | None:
    message = _part(press, "message")
    chat = _chat_of(message)
    person = _identity(_part(press, "from"), "id")
    key = _string(press, "data")
    if chat is None or not person or not key:
        return None  # a game, or a message sent through another chat: none of ours
    return Inbound(
        channel=_CHANNEL,
        bot_id=context.bot_id,
        chat=chat,
        person=person,
        dedupe_key=context.key,
        kind=InboundKind.CHOICE,
        sent_at=context.received_at,
        thread=_thread_of(message),
        refers_to=_identity(message, "message_id"),
        choice_key=key,
        press=_string(press, "id"),
        sender_name=_name(_part(press, "from")),
        is_group=_is_group(message),
    )


def _read_membership(change: Raw, context: _Context) -> Inbound | None:
    chat = _chat_of(change)
    before = _is_inside(_part(change, "old_chat_member"))
    after = _is_inside(_part(change, "new_chat_member"))
    if chat is None or before == after:
        return None
    return Inbound(
        channel=_CHANNEL,
        bot_id=context.bot_id,
        chat=chat,
        person=_identity(_part(change, "from"), "id"),
        dedupe_key=context.key,
        kind=InboundKind.OPENED if after else InboundKind.BLOCKED,
        sent_at=_time(change, "date") or context.received_at,
        sender_name=_name(_part(change, "from")),
        is_group=_is_group(change),
    )


def _is_inside(member: Raw) -> bool:
    status = _string(member, "status")
    if status == "restricted":
        return member.get("is_member") is True
    return status in _IN_CHAT


def _read_move(message: Raw, chat: str, context: _Context) -> Inbound | None:
    """A group that became a supergroup says so twice, in the old chat and in the new one."""
    to, came_from = (_identity(message, f"migrate_{way}_chat_id") for way in ("to", "from"))
    if not to and not came_from:
        return None
    return Inbound(
        channel=_CHANNEL,
        bot_id=context.bot_id,
        chat=came_from or chat,
        person="",
        dedupe_key=context.key,
        kind=InboundKind.OTHER,
        sent_at=_time(message, "date") or context.received_at,
        is_group=True,
        migrated_to=to or chat,
    )


def _sender(message: Raw) -> tuple[str, str] | None:
    """Who wrote and the name shown; no id for an anonymous administrator, None for no person."""
    behalf = _part(message, "sender_chat")
    if behalf:
        # A post of the linked channel comes by itself; nobody in the group said it.
        hidden = not message.get("is_automatic_forward") and _identity(behalf, "id")
        return ("", _string(behalf, "title")) if hidden else None
    person = _part(message, "from")
    if not _identity(person, "id") or person.get("is_bot") is True:
        return None
    return _identity(person, "id"), _name(person)


def _content(message: Raw) -> tuple[InboundKind, tuple[Attachment, ...]] | None:
    """What kind of message it is, with its file; None for a service message."""
    if sizes := _list(message, "photo"):
        return InboundKind.PHOTO, _largest(sizes)
    for kind, fields in ((InboundKind.VOICE, _VOICES), (InboundKind.FILE, _FILES)):
        for field in fields:
            if found := _part(message, field):
                return kind, _attachment(found, field)
    if found := _part(message, "sticker"):
        return InboundKind.STICKER, _attachment(found, "sticker")
    if _text_of(message):
        return InboundKind.TEXT, ()
    if any(_part(message, field) for field in _SAID):
        return InboundKind.OTHER, ()
    return None


def _largest(sizes: list[Any]) -> tuple[Attachment, ...]:
    known = [size for size in sizes if isinstance(size, dict) and _string(size, "file_id")]
    if not known:
        return ()
    best = max(
        known, key=lambda size: (_whole(size, "width") or 0) * (_whole(size, "height") or 0)
    )
    return _attachment({**best, "mime_type": "image/jpeg"}, "photo")


def _attachment(found: Raw, field: str) -> tuple[Attachment, ...]:
    reference = _string(found, "file_id")
    if not reference:
        return ()
    mime = _string(found, "mime_type")
    made_up = f"{field}-{_string(found, 'file_unique_id')}{mimetypes.guess_extension(mime) or ''}"
    name = _string(found, "file_name") or made_up
    return (Attachment(reference, name, mime, _whole(found, "file_size")),)


def _text_of(message: Raw) -> str:
    text = _string(message, "text") or _string(message, "caption")
    return text or "\n".join(_rich_lines(message.get("rich_message"), _DEEPEST_RICH_TEXT))


def _rich_lines(value: object, depth: int) -> Iterator[str]:
    """The words of a rich message, a line a block; its formatting is of no use to us."""
    if depth == 0:
        return
    if isinstance(value, list):
        for one in value:
            yield from _rich_lines(one, depth - 1)
    elif isinstance(value, dict):
        if "text" in value:
            yield "".join(_rich_words(value["text"], depth - 1))
        for inner in ("blocks", "items", "cells", "summary"):
            yield from _rich_lines(value.get(inner), depth - 1)


def _rich_words(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield _clean(value)
    elif isinstance(value, list) and depth:
        for one in value:
            yield from _rich_words(one, depth - 1)
    elif isinstance(value, dict) and depth:
        yield from _rich_words(value.get("text"), depth - 1)


def _addressed(text: str, username: str) -> str | None:
    """The text without the bot's own name; None when another bot's command is meant."""
    if not username:
        return text
    if command := _COMMAND_FOR.match(text):
        if command[2].casefold() != username:
            return None
        return command[1] + text[command.end() :]
    mention = f"@{username}"
    head, rest = text[: len(mention)], text[len(mention) :]
    if head.casefold() == mention and not re.match(r"\w", rest):
        return rest.strip(" ,:")
    return text


def _replied_to(message: Raw) -> str:
    replied = _part(message, "reply_to_message")
    # In a topic everything "replies" to the message that opened the topic.
    if not replied or "forum_topic_created" in replied:
        return ""
    return _identity(replied, "message_id")


def _thread_of(message: Raw) -> str:
    # Outside topics the field numbers a chain of replies, which cannot be written to.
    if message.get("is_topic_message") is not True:
        return ""
    return _identity(message, "message_thread_id")


def _chat_of(message: Raw) -> str | None:
    chat = _part(message, "chat")
    if _string(chat, "type") not in ("private", *_GROUPS):
        return None  # a channel has nobody to answer
    return _identity(chat, "id") or None


def _is_group(message: Raw) -> bool:
    return _string(_part(message, "chat"), "type") in _GROUPS


def _name(person: Raw) -> str:
    return " ".join(filter(None, (_string(person, "first_name"), _string(person, "last_name"))))


def _part(raw: Raw, name: str) -> Raw:
    value = raw.get(name)
    return value if isinstance(value, dict) else {}


def _list(raw: Raw, name: str) -> list[Any]:
    value = raw.get(name)
    return value if isinstance(value, list) else []


def _string(raw: Raw, name: str) -> str:
    value = raw.get(name)
    return _clean(value) if isinstance(value, str) else ""


def _clean(text: str) -> str:
    # Half a surrogate pair cannot be written as UTF-8, and PostgreSQL holds no NUL.
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def _whole(raw: Raw, name: str) -> int | None:
    value = raw.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _identity(raw: Raw, name: str) -> str:
    number = _whole(raw, name)
    return "" if number is None else str(number)


def _time(raw: Raw, name: str) -> datetime | None:
    seconds = _whole(raw, name)
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
