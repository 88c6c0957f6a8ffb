"""How fast a bot may send: overall, to one chat, to one group, with room left for answers."""

from collections import deque

from msgspec import Struct, field

from followup.ports import Rates

SECOND = 1.0
MINUTE = 60.0
# Our clock and the platform's network are not one: windows are a little longer than they say.
MARGIN = 0.01
# What a slow step may catch up on, in messages.
PACE_BURST = 3
# So many chats are remembered before the quiet ones among them are forgotten; far more than a
# platform lets a bot write to within the time its limits look back.
MOST_CHATS = 2_000


class Window(Struct):
    """What really began within the last span of time; in seconds."""

    span: float
    began: deque[float] = field(default_factory=deque)

    def wait(self, now: float, most: int, chosen: int = 0) -> float:
        """Say in how many seconds one may begin, beside so many that begin now."""
        while self.began and self.began[0] <= now - self.span:
            self.began.popleft()
        over = len(self.began) + chosen - most
        if over < 0:
            return 0.0
        return self.began[over] + self.span - now if over < len(self.began) else self.span

    def note(self, now: float) -> None:
        """Count one that begins now."""
        self.began.append(now)

    def is_over(self, now: float) -> bool:
        """Whether nothing began within it, so that nothing is lost by forgetting it."""
        return not self.began or self.began[-1] <= now - self.span


class Bucket(Struct):
    """Tokens that refill steadily, `rate` a second up to `burst`; times are in seconds."""

    rate: float
    burst: float
    tokens: float = 0.0
    at: float = 0.0

    def __post_init__(self) -> None:
        self.tokens = self.burst

    def wait(self, now: float, chosen: int = 0) -> float:
        """Give the seconds until one more token is there beside those chosen."""
        self._fill(now)
        return max(0.0, (chosen + 1 - self.tokens) / self.rate)

    def take(self, now: float) -> None:
        """Use one token."""
        self._fill(now)
        self.tokens -= 1

    def is_full(self, now: float) -> bool:
        """Whether it was quiet for so long that nothing is lost by forgetting it."""
        self._fill(now)
        return self.tokens >= self.burst

    def _fill(self, now: float) -> None:
        self.tokens = min(self.burst, self.tokens + max(0.0, now - self.at) * self.rate)
        self.at = max(self.at, now)


class Limits:
    """The pace of one lane; without rates nothing waits."""

    def __init__(self, rates: Rates | None) -> None:
        self._rates = rates
        self._all = Window(SECOND + MARGIN)
        # Evenly: bursts that meet on a slow network would arrive within one second of theirs.
        self._pace = Bucket(rates.overall if rates is not None else 1, PACE_BURST)
        outside = rates.outside if rates is not None else 1
        self._outside = Bucket(outside, outside)
        self._chats: dict[str, Bucket] = {}
        self._groups: dict[str, Window] = {}

    def lately(self, now: float) -> int:
        """Count what began within the last second."""
        self._all.wait(now, 0)
        return len(self._all.began)

    @property
    def remembered(self) -> int:
        """Of how many chats and groups something is kept in memory."""
        return len(self._chats) + len(self._groups)

    def take_over(self, count: int, at: float) -> None:
        """Count what another sender of this bot began shortly before it gave the lane back."""
        self._all.began.extend([at] * count)

    def wait(self, now: float, chosen: int, *, is_answer: bool) -> float:
        """Give the seconds until the bot may begin one more message beside those chosen.

        What is left between the pace of digests and the platform's limit is the answers' own.
        """
        if self._rates is None:
            return 0.0
        if is_answer:
            return self._all.wait(now, self._rates.most, chosen)
        # A slow step is caught up on; the last place in a second stays free for an answer.
        most = self._rates.most - 1
        return max(self._all.wait(now, most, chosen), self._pace.wait(now, chosen))

    def is_turn_of_outside(self, now: float) -> bool:
        """Whether whoever belongs to no school goes before what schools say."""
        return self._rates is None or not self._outside.wait(now)

    def note_outside(self, now: float) -> None:
        """Count one that begins now; what a quiet lane had room for costs no later turn."""
        if self.is_turn_of_outside(now):
            self._outside.take(now)

    def wait_for(self, chat: str, now: float, *, is_group: bool) -> float:
        """Give the seconds until a message to this chat may begin."""
        if self._rates is None:
            return 0.0
        wait = self._chat(chat, self._rates).wait(now)
        if not is_group:
            return wait
        return max(wait, self._group(chat).wait(now, self._rates.per_group_minute))

    def note(self, chat: str, now: float, *, is_group: bool) -> None:
        """Count a message that begins now."""
        if self._rates is None:
            return
        self._all.note(now)
        self._pace.take(now)
        self._chat(chat, self._rates).take(now)
        if is_group:
            self._group(chat).note(now)
        if len(self._chats) > MOST_CHATS:
            self._chats = {c: b for c, b in self._chats.items() if not b.is_full(now)}
        if len(self._groups) > MOST_CHATS:
            self._groups = {c: w for c, w in self._groups.items() if not w.is_over(now)}

    def _chat(self, chat: str, rates: Rates) -> Bucket:
        if chat not in self._chats:
            self._chats[chat] = Bucket(rates.per_chat, rates.chat_burst)
        return self._chats[chat]

    def _group(self, chat: str) -> Window:
        return self._groups.setdefault(chat, Window(MINUTE + MARGIN))
