"""Plays a transcript on a platform: said through its server, sent through its channel.

What a console shows is the measure: the same lines said must bring the same messages, each of
which people of the platform see with the same words and the same choices.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TextIO

from bot.channels.channel import Channel
from bot.channels.console import ConsoleChannel
from bot.codes import find_numbers
from followup.ports import (
    Attachment,
    Capabilities,
    Inbound,
    InboundKind,
    Outcome,
    Prompt,
    Sent,
    Target,
)
from nhacviec.console import STRANGER, Console
from nhacviec.engine import Engine
from scheduler.clock import ManualClock
from storage import inbox
from storage.database import Database, Tx
from storage.files import FileStore
from storage.inbox import Arrival
from tests.workshops import shared_workshop
from texts.render import plain

# How a number that may be of an older list is refused.
REFUSED = re.compile(r"Số \d+ chưa rõ của tin nào")


class Theatre(Protocol):
    """A platform's server with its bot's channel, and how people act and see there."""

    @property
    def channel(self) -> Channel:
        """What speaks to the server."""
        ...

    def chat(self, name: str) -> str:
        """Give the platform's chat of a stranger."""
        ...

    def acts(self, chat: str, said: dict[str, Any], shown: "Shown") -> Iterable[Arrival]:
        """Let somebody do what was said; gives what to store that no server hands out."""
        ...

    async def waiting(self, bot_id: int) -> list[Arrival]:
        """Fetch what the server hands out now."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...

    def saw(self, chat: str, prompt: Prompt) -> bool:
        """Whether the person of a chat sees a message with its words and its choices."""
        ...


class Shown:
    """Every message a console showed, by its number there: what it was, and its platform's id."""

    def __init__(self) -> None:
        self.messages: dict[str, tuple[Prompt, str]] = {}
        self._newest: dict[str, Prompt] = {}

    def add(self, chat: str, number: str, prompt: Prompt, there: str) -> None:
        """Keep a message that arrived in a chat."""
        self.messages[number] = (prompt, there)
        if prompt.choices:
            self._newest[chat] = prompt

    def typed(self, chat: str, key: str) -> str:
        """Give what somebody types for a choice: its number, counted from 1 in its message.

        Where the newest list has no such number, and the message is about one task, they say the
        choice with the task's code.
        """
        for prompt, _ in self.messages.values():
            for number, choice in enumerate(prompt.choices, 1):
                if choice.key != key:
                    continue
                about = find_numbers(plain(prompt.text))
                if number > len(self._newest[chat].choices) and len(about) == 1:
                    return f"V{about.pop()} {choice.label}"
                return str(number)
        raise LookupError(key)

    def platform_id(self, number: str) -> str:
        """Give the platform's id of a message."""
        return self.messages[number][1] if number in self.messages else ""


class Both:
    """A channel that sends on a platform and shows on a console what arrived there."""

    def __init__(self, theatre: Theatre, console: ConsoleChannel) -> None:
        self._theatre = theatre
        self._channel = theatre.channel
        self._console = console
        self.shown = Shown()
        self.unseen: list[str] = []
        self.last: dict[str, str] = {}

    @property
    def capabilities(self) -> Capabilities:
        return self._channel.capabilities

    async def send(self, target: Target, prompt: Prompt) -> Outcome:
        outcome = await self._channel.send(target, prompt)
        assert isinstance(outcome, Sent), outcome
        if not self._theatre.saw(target.chat, prompt):
            self.unseen.append(prompt.text)
        self.last[target.chat] = prompt.text
        there = await self._console.send(target, prompt)
        assert isinstance(there, Sent)
        self.shown.add(target.chat, there.message_id, prompt, outcome.message_id)
        return outcome

    async def probe(self) -> bool:
        return await self._channel.probe()

    def read(self, raw: dict[str, Any], bot_id: int, received_at: Any) -> Inbound | None:
        return self._channel.read(raw, bot_id, received_at)

    async def fetch(self, attachment: Attachment) -> bytes:
        return await self._channel.fetch(attachment)

    async def acknowledge(self, inbound: Inbound) -> None:
        await self._channel.acknowledge(inbound)

    async def typing(self, target: Target) -> None:
        await self._channel.typing(target)

    def link_of(self, code: str) -> str:
        # A console's words: the links of platforms are tested with their channels.
        del code
        return ""


class Screen(ConsoleChannel):
    """A console's screen on which a stranger's name stands for the platform's chat."""

    def __init__(
        self, out: TextIO, now: Callable[[], datetime], people: "tuple[dict[str, str], Name]"
    ) -> None:
        self._on_platform, name_of = people
        super().__init__(out, now, name_of)

    def pressed(self, chat: str, label: str) -> tuple[str, str]:
        return super().pressed(self._on_platform.get(chat, chat), label)

    def last_message(self, chat: str) -> str:
        return super().last_message(self._on_platform.get(chat, chat))


Name = Callable[[str], str]


class Stage(Console):
    """A console whose people sit on a platform."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        clock: ManualClock,
        scene: tuple[Theatre, int, Any],
    ) -> None:
        theatre, bot_id, out = scene
        self._theatre = theatre
        self._on_platform: dict[str, str] = {}
        shows = Screen(out, clock.now, (self._on_platform, self._named))
        self.both = Both(theatre, shows)
        files = FileStore(folder / "files")
        engine = Engine(database, {bot_id: self.both}, clock, (files, shared_workshop().read))
        engine.makes_papers(shared_workshop().make)
        super().__init__(engine, shows, (bot_id, clock), echoes=True)
        self._named_by: Callable[[str], str] = super()._name

    def _named(self, chat: str) -> str:
        name = self._named_by(chat)
        here = {there: stranger for stranger, there in self._on_platform.items()}
        return (here.get(chat, chat) if name == chat else name).removeprefix(STRANGER)

    async def store(self, chat: str, **said: object) -> None:
        if chat.startswith(STRANGER) and chat not in self._on_platform:
            self._on_platform[chat] = self._theatre.chat(chat)
        place = self._on_platform.get(chat, chat)
        await self._act(place, dict(said))
        if REFUSED.match(self.both.last.get(place, "")):
            # Shown the newest list again, as a person would who meant that one.
            await self._act(place, dict(said))

    async def _act(self, place: str, said: dict[str, Any]) -> None:
        own = list(self._theatre.acts(place, said, self.both.shown))
        while arrivals := own or await self._theatre.waiting(self._bot_id):
            own = []
            self._engine.database.write(partial(self._keep, arrivals=arrivals))
        await self.settle()

    def _keep(self, tx: Tx, arrivals: list[Arrival]) -> None:
        inbox.store_all_schools(tx, self._bot_id, arrivals, self._clock.now())

    async def run(self, lines: Iterable[str]) -> None:
        """Say every line; the connections last as long."""
        try:
            await super().run(lines)
        finally:
            await self._theatre.close()


def file_of(said: dict[str, Any]) -> tuple[Attachment, bytes] | None:
    """Give the file somebody sends from this machine, None for a line or a press."""
    for file in said.get("attachments", ()):
        return file, Path(file.reference).read_bytes()
    return None


def kind_of(said: dict[str, Any]) -> InboundKind:
    """Give what somebody does."""
    return InboundKind(said.get("kind", InboundKind.TEXT))
