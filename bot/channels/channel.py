"""What every channel is to the rest: a sender that also reads, fetches and acknowledges."""

from datetime import datetime
from typing import Any, Protocol

from followup.ports import Attachment, Inbound, Sender, Target


class Channel(Sender, Protocol):
    """One bot of one platform."""

    def read(self, raw: dict[str, Any], bot_id: int, received_at: datetime) -> Inbound | None:
        """Read a stored update; None for what is not for us. Never raises."""
        ...

    async def fetch(self, attachment: Attachment) -> bytes:
        """Give the bytes of a file that came in; raises ChannelError, FileTooBigError."""
        ...

    async def acknowledge(self, inbound: Inbound) -> None:
        """Tell the platform that a press was taken; best effort, never raises."""
        ...

    async def typing(self, target: Target) -> None:
        """Show for some seconds that an answer is being made; best effort, never raises."""
        ...

    def link_of(self, code: str) -> str:
        """Give the link that joins with a code, empty where the platform has none."""
        ...
