"""What the server knows: chats and their messages, files, presses, calls made, rules broken."""

import mimetypes
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_server.updates import UpdateQueue

Raw = dict[str, Any]
TELEGRAM_OF_ANONYMOUS = 1087968824  # the fake sender of an anonymous administrator


@dataclass(frozen=True)
class Button:
    """One button as people see it, and what a press sends."""

    label: str
    data: str


@dataclass
class StoredFile:
    """A file on the server."""

    file_id: str
    name: str
    mime: str
    data: bytes
    size: int

    @property
    def path(self) -> str:
        """Where getFile says it is."""
        return f"files/{self.file_id}"

    def raw(self) -> Raw:
        """The fields that every kind of file has."""
        return {
            "file_id": self.file_id,
            "file_unique_id": f"u{self.file_id}",
            "file_size": self.size,
        }


@dataclass
class Seen:
    """One message as people see it. `sender` is None for the bot's own; `source` is its HTML."""

    message_id: int
    sender: Raw | None
    content: Raw
    reply_to: int | None = None
    thread: int | None = None
    at: int = 0
    source: str = ""
    buttons: list[list[Button]] = field(default_factory=list)
    file: StoredFile | None = None
    earlier: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words, under a picture or alone."""
        words: str = self.content.get("text") or self.content.get("caption") or ""
        return words

    @property
    def labels(self) -> list[list[str]]:
        """The buttons' labels, a list a row."""
        return [[button.label for button in row] for row in self.buttons]


@dataclass
class Chat:
    """A private chat or a group. `opened`: the person wrote first; `inside`: the bot may write."""

    chat_id: int
    kind: str
    names: Raw
    opened: bool = True
    inside: bool = True
    moved_to: int | None = None
    topics: dict[int, str] = field(default_factory=dict)
    messages: list[Seen] = field(default_factory=list)
    next_id: int = 1

    def raw(self) -> Raw:
        """The Chat object."""
        return {"id": self.chat_id, "type": self.kind, **self.names}

    def find(self, message_id: int | None) -> Seen | None:
        """A message by its number."""
        return next((one for one in self.messages if one.message_id == message_id), None)


@dataclass
class Call:
    """One call that arrived: when (monotonic seconds), what, and the status answered."""

    at: float
    method: str
    params: Raw
    status: int = 0
    retry_after: int = 0

    @property
    def chat(self) -> int | None:
        """The chat it is about."""
        chat = self.params.get("chat_id")
        return chat if isinstance(chat, int) else None


class World:
    """The state behind the server; hold `lock` to read or change more than one thing of it."""

    def __init__(self, token: str, now: Callable[[], float] = time.time) -> None:
        self.token = token
        self.now = now
        self.lock = threading.Condition(threading.RLock())
        self.updates = UpdateQueue(self.lock)
        self.user: Raw = {
            "id": int(token.split(":", maxsplit=1)[0]),
            "is_bot": True,
            "first_name": "Nhắc Việc",
            "username": "NhacViecBot",
        }
        self.privacy = True  # as a new bot has it: of a group it sees only what is meant for it
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.presses: dict[str, str | None] = {}  # callback query id -> words shown, once answered
        self.actions: list[tuple[int, str]] = []
        self.commands: dict[str, list[Raw]] = {}
        self.menu_button: Raw = {"type": "default"}
        self.webhook: Raw = {}
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self._number = 0

    def number(self) -> int:
        """A number not given before."""
        with self.lock:
            self._number += 1
            return self._number

    def keep_file(
        self, name: str, data: bytes, mime: str = "", size: int | None = None
    ) -> StoredFile:
        """Store a file under a new id."""
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        length = len(data) if size is None else size
        stored = StoredFile(f"F{self.number():06}", name, mime, data, length)
        self.files[stored.file_id] = stored
        return stored

    def post(self, chat: Chat, seen: Seen) -> Raw:
        """Put a message in a chat, numbered and dated, and give its Message object."""
        with self.lock:
            seen.message_id = chat.next_id
            seen.at = int(self.now())
            chat.next_id += 1
            chat.messages.append(seen)
            self.lock.notify_all()
            return self.raw_message(chat, seen)

    def raw_message(self, chat: Chat, seen: Seen, *, with_reply: bool = True) -> Raw:
        """The Message object of a message."""
        raw: Raw = {
            "message_id": seen.message_id,
            "date": seen.at,
            "chat": chat.raw(),
            "from": seen.sender or self.user,
            **seen.content,
        }
        if seen.thread:
            raw |= {"message_thread_id": seen.thread, "is_topic_message": True}
        replied = chat.find(seen.reply_to)
        if replied is not None and with_reply:
            raw["reply_to_message"] = self.raw_message(chat, replied, with_reply=False)
        if seen.buttons:
            rows = [
                [{"text": b.label, "callback_data": b.data} for b in row] for row in seen.buttons
            ]
            raw["reply_markup"] = {"inline_keyboard": rows}
        return raw
