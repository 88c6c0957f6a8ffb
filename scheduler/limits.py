"""How fast a bot may send: overall, to one chat, to one group, with room kept for answers."""

from collections import deque
from dataclasses import dataclass, field

from followup.ports import Rates

GROUP_WINDOW = 60.0


@dataclass(slots=True)
class Bucket:
    """Tokens that refill steadily, `rate` a second up to `burst`; times are in seconds."""

    rate: float
    burst: float
    tokens: float = field(init=False)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.tokens = self.burst

    def wait(self, now: float) -> float:
        """Give the seconds until one token is there."""
        self._fill(now)
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate

    def take(self, now: float) -> None:
        """Use one token."""
        self._fill(now)
        self.tokens -= 1

    def _fill(self, now: float) -> None:
        self.tokens = min(self.burst, self.tokens + max(0.0, now - self.at) * self.rate)
        self.at = max(self.at, now)


class Limits:
    """The pace of one lane. Asked before each send; forgets chats that were quiet for a while."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        # A burst of two at most: never more than two above the rate within any second.
        self._overall = Bucket(rates.overall, 2.0)
        self._rest = Bucket(rates.overall - rates.kept, 1.0)
        self._chats: dict[str, Bucket] = {}
        self._groups: dict[str, deque[float]] = {}

    def wait(self, chat: str, now: float, *, is_answer: bool, is_group: bool) -> float:
        """Give the seconds until a message to this chat may begin."""
        waits = [self._overall.wait(now), self._chat(chat).wait(now)]
        if not is_answer:
            waits.append(self._rest.wait(now))
        if is_group:
            waits.append(self._group_wait(chat, now))
        return max(waits)

    def note(self, chat: str, now: float, *, is_answer: bool, is_group: bool) -> None:
        """Count a message that begins now."""
        self._overall.take(now)
        if not is_answer:
            self._rest.take(now)
        self._chat(chat).take(now)
        if is_group:
            self._groups.setdefault(chat, deque()).append(now)
        if len(self._chats) > 10_000:  # noqa: PLR2004 - far above a school's chats
            self._chats = {c: b for c, b in self._chats.items() if b.wait(now) > 0}

    def _chat(self, chat: str) -> Bucket:
        if chat not in self._chats:
            self._chats[chat] = Bucket(self._rates.per_chat, self._rates.chat_burst)
        return self._chats[chat]

    def _group_wait(self, chat: str, now: float) -> float:
        sent = self._groups.setdefault(chat, deque())
        while sent and sent[0] <= now - GROUP_WINDOW:
            sent.popleft()
        if len(sent) < self._rates.per_group_minute:
            return 0.0
        return sent[0] + GROUP_WINDOW - now
