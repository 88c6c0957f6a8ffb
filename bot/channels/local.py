"""The local channel: what everybody receives stays in memory, for a page of this machine."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any, TextIO

from msgspec import Struct
from msgspec.structs import replace

from bot.channels.console import ConsoleChannel
from followup.ports import Capabilities, Inbound, Outcome, Prompt, Sent, Target

CHANNEL = "local"
# A trial of an afternoon; what is older is still in the database.
MOST = 2_000


class Shown(Struct, frozen=True):
    """One message in a chat. `said` is what the person said, without a prompt."""

    number: int
    chat: str
    at: datetime
    prompt: Prompt | None = None
    said: str = ""
    message_id: str = ""


class LocalChannel(ConsoleChannel):
    """Prints like the console, and remembers what a screen would show."""

    def __init__(
        self, out: TextIO, now: Callable[[], datetime], name_of: Callable[[str], str]
    ) -> None:
        super().__init__(out, now, name_of)
        self._when = now
        self._count = 0
        self.shown: deque[Shown] = deque(maxlen=MOST)
        # Called when something new is shown.
        self.changed: Callable[[], None] = lambda: None

    @property
    def capabilities(self) -> Capabilities:
        """What a page can do: it has buttons."""
        return replace(super().capabilities, buttons=True)

    async def send(self, target: Target, prompt: Prompt) -> Outcome:
        """Print a message and remember it."""
        outcome = await super().send(target, prompt)
        message_id = outcome.message_id if isinstance(outcome, Sent) else ""
        self._remember(target.chat, prompt=prompt, message_id=message_id)
        return outcome

    def said(self, chat: str, text: str) -> None:
        """Remember what a person said."""
        self._remember(chat, said=text)

    def read(self, raw: dict[str, Any], bot_id: int, received_at: datetime) -> Inbound | None:
        """Read a line as it was stored."""
        said = super().read(raw, bot_id, received_at)
        return None if said is None else replace(said, channel=CHANNEL)

    def _remember(self, chat: str, **values: Any) -> None:
        self._count += 1
        self.shown.append(Shown(self._count, chat, self._when(), **values))
        self.changed()
