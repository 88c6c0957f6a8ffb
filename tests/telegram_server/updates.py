"""The bot's queue of updates: kept until confirmed, and repeated or reversed when a test asks."""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_NOT_BY_DEFAULT = ("chat_member", "message_reaction", "message_reaction_count")


@dataclass
class _Pending:
    update: dict[str, Any]
    deliveries: int


class UpdateQueue:
    """Every method may be called from any thread."""

    def __init__(self, lock: threading.Condition) -> None:
        self.deliveries = 1  # more: a confirmed update comes again, so many times in all
        self.reversed = False  # newest first within one answer
        self.watchers: set[Callable[[], None]] = set()
        self.allowed: list[str] = []
        self._lock = lock
        self._pending: list[_Pending] = []
        self._next_id = 310_000_001
        self._poll = 0

    def __len__(self) -> int:
        return len(self._pending)

    def add(self, kind: str, body: dict[str, Any]) -> int | None:
        """Queue an update, unless the bot does not want its kind."""
        with self._lock:
            wanted = kind in self.allowed if self.allowed else kind not in _NOT_BY_DEFAULT
            if not wanted:
                return None
            number = self._next_id
            self._next_id += 1
            self._pending.append(_Pending({"update_id": number, kind: body}, self.deliveries))
        self.wake()
        return number

    def confirm(self, offset: int) -> None:
        """Forget what lies below the offset; a negative one keeps so many of the newest."""
        with self._lock:
            if offset < 0:
                self._pending = self._pending[offset:]
                return
            for pending in self._pending:
                if pending.update["update_id"] < offset:
                    pending.deliveries -= 1
            self._pending = [one for one in self._pending if one.deliveries > 0]
            self._lock.notify_all()

    def drop(self) -> None:
        """Forget everything (drop_pending_updates)."""
        with self._lock:
            self._pending.clear()

    def take(self, limit: int) -> list[dict[str, Any]]:
        """The oldest updates; they stay until confirmed."""
        with self._lock:
            batch = [pending.update for pending in self._pending[:limit]]
        return batch[::-1] if self.reversed else batch

    def begin_poll(self) -> int:
        """Number a poll; the one before it, if it still waits, is over (409)."""
        with self._lock:
            self._poll += 1
            number = self._poll
        self.wake()
        return number

    def is_last_poll(self, number: int) -> bool:
        """Whether no other poll came after."""
        return number == self._poll

    def wake(self) -> None:
        """Tell whoever waits to look again."""
        with self._lock:
            self._lock.notify_all()
            watchers = list(self.watchers)
        for watcher in watchers:
            watcher()
