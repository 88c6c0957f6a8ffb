"""The console channel: people of the school speak in lines, and what they get is printed."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from msgspec.structs import asdict

from followup.ports import (
    Attachment,
    Capabilities,
    Choice,
    Inbound,
    InboundKind,
    Outcome,
    Prompt,
    Sent,
    Target,
)
from texts.dates import hour, local_day
from texts.render import plain

CHANNEL = "console"
_CAPABILITIES = Capabilities(
    buttons=False,
    edit=False,
    reply_ref=True,
    deep_link=False,
    upload=True,
    groups=False,
    max_text=100_000,
    files_in=frozenset({InboundKind.PHOTO, InboundKind.FILE}),
)


class ConsoleChannel:
    """Prints what is sent and remembers each chat's last choices, as a phone's screen would."""

    def __init__(
        self, out: TextIO, now: Callable[[], datetime], name_of: Callable[[str], str]
    ) -> None:
        self._out = out
        self._now = now
        self._name_of = name_of
        self._sent = 0
        self._choices: dict[str, list[tuple[str, Choice]]] = {}
        self._last: dict[str, str] = {}

    @property
    def capabilities(self) -> Capabilities:
        """What this channel can do."""
        return _CAPABILITIES

    async def probe(self) -> bool:
        """Say that the console is there."""
        return True

    async def send(self, target: Target, prompt: Prompt) -> Outcome:
        """Print one message with its choices numbered."""
        self._sent += 1
        message_id = str(self._sent)
        when = self._now()
        lines = [f"{hour(when)} {local_day(when)} → {self._name_of(target.chat)}"]
        lines += [f"  [{file.name}]" for file in prompt.attachments]
        lines += [f"  {line}" if line else "" for line in plain(prompt.text).splitlines()]
        number = 0
        for row in prompt.rows:
            shown = []
            for choice in row:
                number += 1
                shown.append(f"{number} {choice.label}")
            lines.append(f"  [{'] ['.join(shown)}]")
        self.write("\n".join(lines))
        remembered = self._choices.setdefault(target.chat, [])
        remembered.extend((message_id, choice) for choice in prompt.choices)
        self._last[target.chat] = message_id
        return Sent(message_id)

    def write(self, text: str) -> None:
        """Show something, with a blank line after it."""
        self._out.write(text + "\n\n")
        self._out.flush()

    def said(self, chat: str, text: str) -> None:
        """What a person said is on the screen already."""

    def pressed(self, chat: str, label: str) -> tuple[str, str]:
        """Give (message, key) of the newest choice of that label; ("", "") when none has it."""
        for message_id, choice in reversed(self._choices.get(chat, [])):
            if choice.label == label:
                return message_id, choice.key
        return "", ""

    def last_message(self, chat: str) -> str:
        """Give the message a reply would refer to."""
        return self._last.get(chat, "")

    def read(self, raw: dict[str, Any], bot_id: int, received_at: datetime) -> Inbound | None:
        """Read a line as it was stored."""
        files = tuple(Attachment(**file) for file in raw["attachments"])
        return Inbound(
            channel=CHANNEL,
            bot_id=bot_id,
            chat=raw["chat"],
            person=raw["chat"],
            dedupe_key=raw["key"],
            kind=InboundKind(raw["kind"]),
            sent_at=received_at,
            text=raw["text"],
            refers_to=raw["refers_to"],
            choice_key=raw["choice_key"],
            attachments=files,
            sender_name=raw["name"],
        )

    async def fetch(self, attachment: Attachment) -> bytes:
        """Give a file of this machine, whose path was typed."""
        return await asyncio.to_thread(Path(attachment.reference).read_bytes)

    async def acknowledge(self, inbound: Inbound) -> None:
        """Nothing waits for it here."""

    async def typing(self, target: Target) -> None:
        """Nobody would see it: a line that is printed stays."""

    def link_of(self, code: str) -> str:
        """There is no link; codes are typed."""
        del code
        return ""


def raw_line(chat: str, name: str, key: str, **said: Any) -> dict[str, Any]:
    """Make the stored form of a line: what `read` reads."""
    files = [asdict(file) for file in said.get("attachments", ())]
    return {
        "chat": chat,
        "name": name,
        "key": key,
        "kind": str(said.get("kind", InboundKind.TEXT)),
        "text": said.get("text", ""),
        "refers_to": said.get("refers_to", ""),
        "choice_key": said.get("choice_key", ""),
        "attachments": files,
    }
