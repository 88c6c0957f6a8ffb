"""Stand-ins for the outside world: a platform that takes, refuses or loses what it is sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.channels.errors import ChannelRefusedError, FileTooBigError
from followup.ports import (
    Attachment,
    Capabilities,
    Inbound,
    InboundKind,
    Outcome,
    Prompt,
    Rates,
    Sent,
    Target,
)

Rule = Callable[[Target, Prompt], Outcome | None]


@dataclass
class FakePlatform:
    """Keeps what it was sent, in order; a rule may answer something else than Sent."""

    sent: list[tuple[str, Prompt]] = field(default_factory=list)
    rule: Rule = lambda _target, _prompt: None
    rates: Rates | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    too_big: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    is_up: bool = True
    probed: int = 0
    fetched: int = 0
    linked: str = ""
    shown: list[str] = field(default_factory=list)

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            buttons=True,
            edit=False,
            reply_ref=True,
            deep_link=True,
            upload=True,
            groups=True,
            max_text=4096,
            rates=self.rates,
            files_in=frozenset({InboundKind.PHOTO, InboundKind.FILE}),
        )

    async def send(self, target: Target, prompt: Prompt) -> Outcome:
        outcome = self.rule(target, prompt)
        if outcome is not None and not isinstance(outcome, Sent):
            return outcome
        self.sent.append((target.chat, prompt))
        return outcome or Sent(str(len(self.sent)))

    async def probe(self) -> bool:
        self.probed += 1
        return self.is_up

    def read(self, raw: dict[str, Any], bot_id: int, received_at: datetime) -> Inbound | None:
        if "broken" in raw:
            raise ValueError(raw["broken"])
        if "text" not in raw:
            return None
        return Inbound(
            channel="fake",
            bot_id=bot_id,
            chat=raw["chat"],
            person=raw.get("person", raw["chat"]),
            dedupe_key=raw["key"],
            kind=InboundKind(raw.get("kind", "text")),
            sent_at=received_at,
            text=raw["text"],
            choice_key=raw.get("choice", ""),
            refers_to=raw.get("refers_to", ""),
            attachments=tuple(Attachment(**file) for file in raw.get("files", ())),
            is_group=raw.get("group", False),
            album=raw.get("album", ""),
            forwarded=raw.get("forwarded", False),
        )

    async def fetch(self, attachment: Attachment) -> bytes:
        self.fetched += 1
        if attachment.reference in self.too_big:
            raise FileTooBigError(20_000_000)
        if attachment.reference in self.refused:
            raise ChannelRefusedError("HTTP 404")
        return self.files[attachment.reference]

    async def acknowledge(self, inbound: Inbound) -> None:
        """Nothing waits for it."""

    async def typing(self, target: Target) -> None:
        self.shown.append(target.chat)

    def link_of(self, code: str) -> str:
        return f"{self.linked}{code}" if self.linked else ""
