"""A raw Zalo event -> Inbound; pure, and tolerant: what is not for us gives None."""

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from followup.ports import Attachment, Inbound, InboundKind

Raw: TypeAlias = dict[str, Any]

_CHANNEL = "zalo"
_KINDS: Final = {
    "message.text.received": InboundKind.TEXT,
    "message.image.received": InboundKind.PHOTO,
    "message.sticker.received": InboundKind.STICKER,
    "message.voice.received": InboundKind.VOICE,
    "message.unsupported.received": InboundKind.OTHER,
}
# Of an older shape that does not name its event, what tells its kind.
_TOLD_BY: Final = (
    ("photo", InboundKind.PHOTO),
    ("sticker", InboundKind.STICKER),
    ("voice_url", InboundKind.VOICE),
    ("text", InboundKind.TEXT),
)
_MILLISECONDS = 1000


def event_of(raw: Raw) -> Raw:
    """Give the event: a webhook pushes it inside its envelope, a poll has it bare."""
    result = raw.get("result")
    return result if isinstance(result, dict) else raw


def key_of(raw: Raw) -> str:
    """Give what a repeat has in common: the message's id, else the whole of what came."""
    message_id = _string(_part(event_of(raw), "message"), "message_id")
    if message_id:
        return message_id
    written = json.dumps(event_of(raw), sort_keys=True).encode()
    return f"sha256:{hashlib.sha256(written).hexdigest()}"


def read_event(
    raw: Raw, bot_id: int, *, received_at: datetime, names: tuple[str, ...] = ()
) -> Inbound | None:
    """What a person did, or None when it is not for us.

    In a group the bot's `names` are taken out of the text: it was mentioned to be heard at all.
    """
    event = event_of(raw)
    message = _part(event, "message")
    kind = _kind(event, message)
    sender = _part(message, "from")
    chat = _part(message, "chat")
    is_group = _string(chat, "chat_type").upper() == "GROUP"
    person = _string(sender, "id") or ("" if is_group else _string(chat, "id"))
    # In a private chat the two ids are the same, so either does.
    place = _string(chat, "id") or person
    if kind is None or not place or sender.get("is_bot") is True:
        return None
    text = _string(message, "caption" if kind is InboundKind.PHOTO else "text")
    return Inbound(
        channel=_CHANNEL,
        bot_id=bot_id,
        chat=place,
        person=person,
        dedupe_key=key_of(raw),
        kind=kind,
        sent_at=_time(message) or received_at,
        text=_without_mention(text, names) if is_group else text,
        attachments=_photo(message) if kind is InboundKind.PHOTO else (),
        sender_name=_string(sender, "display_name") or _string(sender, "first_name"),
        is_group=is_group,
    )


def _kind(event: Raw, message: Raw) -> InboundKind | None:
    name = _string(event, "event_name")
    if name:
        kind = _KINDS.get(name)
    else:
        kind = next((kind for field, kind in _TOLD_BY if _string(message, field)), None)
    # Named a text or a picture, and holds none: as little to be read as a sticker.
    if kind is InboundKind.TEXT and not _string(message, "text"):
        return InboundKind.OTHER
    if kind is InboundKind.PHOTO and not _string(message, "photo"):
        return InboundKind.OTHER
    return kind


def _photo(message: Raw) -> tuple[Attachment, ...]:
    # A picture has no name; people see this one in lists, so it is kept short.
    name = f"anh-{_string(message, 'message_id')[-6:]}".rstrip("-")
    return (Attachment(_string(message, "photo"), f"{name}.jpg", "image/jpeg"),)


def _without_mention(text: str, names: tuple[str, ...]) -> str:
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(rf"@{re.escape(name)}(?!\w)", " ", text, flags=re.IGNORECASE)
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in text.splitlines())
    return "\n".join(lines).strip(" ,:\n")


def _part(raw: Raw, name: str) -> Raw:
    value = raw.get(name)
    return value if isinstance(value, dict) else {}


def _string(raw: Raw, name: str) -> str:
    value = raw.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # an id that lost its quotes
    if not isinstance(value, str):
        return ""
    # Half a surrogate pair cannot be written as UTF-8, and PostgreSQL holds no NUL.
    return value.encode("utf-8", "replace").decode().replace("\x00", "")


def _time(message: Raw) -> datetime | None:
    value = message.get("date")
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        return None
    try:
        return datetime.fromtimestamp(value / _MILLISECONDS, UTC)
    except (OverflowError, OSError, ValueError):
        return None
