"""What the server knows: chats and their messages, events that wait, calls made, rules broken."""

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Raw = dict[str, Any]


@dataclass
class Seen:
    """One message as people see it; the bot's own has `by_bot`."""

    message_id: str
    text: str
    by_bot: bool
    bold: list[str] = field(default_factory=list)
    photo: bytes | None = None
    photo_url: str = ""


@dataclass
class Chat:
    """A private chat or a group. `inside`: the bot may write."""

    chat_id: str
    is_group: bool = False
    inside: bool = True
    messages: list[Seen] = field(default_factory=list)


@dataclass
class Call:
    """One call that arrived: when (monotonic seconds), what, and the status answered."""

    at: float
    method: str
    params: Raw
    status: int = 0

    @property
    def chat(self) -> str:
        """The chat it is about."""
        return str(self.params.get("chat_id", ""))


class Events:
    """What waits for a poll or the webhook; handed out once, and gone."""

    def __init__(self, lock: threading.Condition) -> None:
        self.twice = False
        self.watchers: set[Callable[[], None]] = set()
        self._lock = lock
        self._waiting: list[Raw] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, event: Raw) -> None:
        """Queue an event."""
        with self._lock:
            self._waiting += [event, event] if self.twice else [event]
        self.wake()

    def take(self) -> Raw | None:
        """Hand the oldest out; whoever loses it has lost it."""
        with self._lock:
            event = self._waiting.pop(0) if self._waiting else None
            self._lock.notify_all()
        return event

    def put_back(self, event: Raw) -> None:
        """Let a push that was not taken wait for the next try."""
        with self._lock:
            self._waiting.insert(0, event)

    def wake(self) -> None:
        """Tell whoever waits to look again."""
        with self._lock:
            self._lock.notify_all()
            watchers = list(self.watchers)
        for watcher in watchers:
            watcher()


class World:
    """The state behind the server; hold `lock` to read or change more than one thing of it."""

    def __init__(self, token: str, people: int, messages: int) -> None:
        self.token = token
        self.most_people = people
        self.most_messages = messages
        self.lock = threading.Condition(threading.RLock())
        self.events = Events(self.lock)
        self.account: Raw = {
            "id": token.split(":", maxsplit=1)[0],
            "account_name": "bot.NhacViec",
            "account_type": "BASIC",
            "can_join_groups": False,
            "display_name": "Bot Nhắc Việc",
        }
        self.old_shape = False
        self.chats: dict[str, Chat] = {}
        self.actions: list[tuple[str, str]] = []
        self.webhook: Raw = {}
        self.had_webhook = False
        self.polls = 0
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.sent = 0
        self._number = 0

    def number(self) -> int:
        """A number not given before."""
        with self.lock:
            self._number += 1
            return self._number

    def new_id(self) -> str:
        """An id as Zalo writes them: twenty hexadecimal digits."""
        return f"{0x2D758CB5E222177A0000 + self.number():020x}"

    def post(self, chat: Chat, seen: Seen) -> Seen:
        """Put a message in a chat."""
        with self.lock:
            chat.messages.append(seen)
            self.lock.notify_all()
        return seen
