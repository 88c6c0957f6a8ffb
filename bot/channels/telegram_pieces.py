"""A Prompt -> the calls it takes: a long text is several messages, a file may carry the text."""

from pathlib import Path
from typing import Final

from msgspec import Struct
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.pieces import split_html, visible_width
from followup.ports import Attachment, Choice, Prompt

MAX_TEXT: Final = 4096
MAX_CAPTION: Final = 1024
MAX_PHOTO: Final = 10 * 1024 * 1024
MAX_FILE: Final = 50 * 1024 * 1024
_PHOTOS = ("image/jpeg", "image/png")


class AttachmentError(Exception):
    """A file of a Prompt is missing, outside the data folder, or too big to send."""


class Upload(Struct, frozen=True):
    """A file read and ready to go."""

    name: str
    data: bytes
    is_photo: bool


class Piece(Struct, frozen=True):
    """One call: a text, or a file with the text as its caption."""

    text: str = ""
    upload: Upload | None = None
    buttons: InlineKeyboardMarkup | None = None


def pieces_of(prompt: Prompt, uploads: list[Upload]) -> list[Piece]:
    """Files first, then the text; buttons on the last piece, where the eye is."""
    buttons = keyboard(prompt.rows)
    if len(uploads) == 1 and visible_width(prompt.text) <= MAX_CAPTION:
        return [Piece(prompt.text, uploads[0], buttons)]
    pieces = [Piece(upload=upload) for upload in uploads]
    if prompt.text or not uploads:
        pieces += [Piece(text) for text in split_html(prompt.text, MAX_TEXT)]
    last = pieces.pop()
    return [*pieces, Piece(last.text, last.upload, buttons)]


def keyboard(rows: tuple[tuple[Choice, ...], ...]) -> InlineKeyboardMarkup | None:
    """The choices as buttons under the message."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(choice.label, callback_data=choice.key) for choice in row]
            for row in rows
        ]
    )


def read_uploads(files_dir: Path, attachments: tuple[Attachment, ...]) -> list[Upload]:
    """Read every file before the first call, so that a missing one stops the whole message."""
    return [_read(files_dir, attachment) for attachment in attachments]


def is_too_large(files_dir: Path, attachment: Attachment) -> bool:
    """Whether a file is larger than Telegram takes from a bot."""
    try:
        return (files_dir / attachment.reference).stat().st_size > MAX_FILE
    except OSError:
        return False  # what cannot be read is said when it is read


def _read(files_dir: Path, attachment: Attachment) -> Upload:
    root = files_dir.resolve()
    path = (root / attachment.reference).resolve()
    if not path.is_relative_to(root):
        raise AttachmentError("outside the data folder")
    try:
        if path.stat().st_size > MAX_FILE:
            raise AttachmentError("too big to send")
        data = path.read_bytes()
    except OSError as error:
        raise AttachmentError("cannot be read") from error
    is_photo = attachment.mime in _PHOTOS and len(data) <= MAX_PHOTO
    return Upload(attachment.name or path.name, data, is_photo)
