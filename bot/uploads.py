"""A file handed in on our own page, as an update of the chat that asked for it."""

from datetime import datetime
from typing import Any

from bot.desk import StoredFile
from followup.ports import Attachment, Inbound, InboundKind
from storage.uploads import Upload

CHANNEL = "web"
_MARK = "handed_in"


def raw_upload(upload: Upload, file: StoredFile) -> dict[str, Any]:
    """Make the stored form of what was handed in: what `read_upload` reads."""
    kept = [file.file_hash, file.name, file.mime, file.size]
    return {_MARK: kept, "chat": upload.chat, "words": upload.words, "id": upload.upload_id}


def key_of(upload: Upload) -> str:
    """Give the key of its update: one address, one file."""
    return f"upload:{upload.upload_id}"


def kept_file(raw: dict[str, Any]) -> StoredFile | None:
    """Give the file of a stored upload; None for what a platform sent."""
    kept = raw.get(_MARK)
    return StoredFile(*kept) if isinstance(kept, list) else None


def read_upload(raw: dict[str, Any], bot_id: int, received_at: datetime) -> Inbound | None:
    """Read a stored upload; None for what a platform sent."""
    file = kept_file(raw)
    if file is None:
        return None
    return Inbound(
        channel=CHANNEL,
        bot_id=bot_id,
        chat=raw["chat"],
        person=raw["chat"],
        dedupe_key=f"upload:{raw['id']}",
        kind=InboundKind.FILE,
        sent_at=received_at,
        text=raw["words"],
        attachments=(Attachment(file.file_hash, file.name, file.mime, file.size),),
    )
