"""How what people write reaches the inbox: by polling, or pushed to our webhook."""

import asyncio
import importlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import structlog

from bot.channels.channel import Channel
from bot.channels.errors import ChannelDownError, TokenRefusedError
from nhacviec.settings import BadSettingError, Settings
from scheduler.clock import Clock
from storage import bots, inbox
from storage.bots import Bot
from storage.database import Database, Tx
from storage.inbox import Arrival
from web.webhooks import Hook

# Somebody else polls: an older process may still be ending.
POLL_AGAIN = 5.0
# The token worked before and is refused now: a person has to act.
TOKEN_AGAIN = 300.0
STORE_AGAIN = 1.0

_log = structlog.get_logger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Push:
    """Where a platform pushes to: the whole address, and the secret it shows."""

    url: str = ""
    secret: str = field(default="", repr=False)

    def of(self, account: str, *, alone: bool) -> "Push":
        """Give one bot's: beside others each has an address of its own."""
        return self if alone or not self.url else Push(f"{self.url}/{account}", self.secret)

    @property
    def path(self) -> str:
        """Where the application answers it."""
        return urlsplit(self.url).path or "/"


@dataclass(frozen=True, slots=True)
class Tools:
    """What every inlet works with; `arrived` is called when something new is stored."""

    database: Database
    clock: Clock
    arrived: Callable[[], None]


class Inlet(Protocol):
    """One bot of this process."""

    @property
    def bot(self) -> Bot:
        """Its row."""
        ...

    @property
    def channel(self) -> Channel:
        """What speaks to its platform."""
        ...

    def hook(self, tools: Tools) -> Hook | None:
        """Give where its updates are pushed to; None when they are polled."""
        ...

    async def run(self, tools: Tools) -> None:
        """Say who this bot is, then take what comes in, until cancelled.

        Raises:
            BadSettingError: the platform does not know the token.
        """
        ...

    async def handled(self, tools: Tools) -> None:
        """Do what follows when updates were handled."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...


async def ask_until_answered(ask: Callable[[], Awaitable[T]], setting: str) -> T:
    """Ask a platform at the start, however long it takes to answer.

    Raises:
        BadSettingError: it does not know the token, which `setting` names.
    """
    while True:
        try:
            return await ask()
        except TokenRefusedError:
            raise BadSettingError(setting) from None
        except ChannelDownError as error:
            _log.warning("platform_down", setting=setting, wait=error.wait_seconds)
            await asyncio.sleep(error.wait_seconds)


async def store(
    tools: Tools, bot_id: int, arrivals: Sequence[Arrival], offset: int | None = None
) -> None:
    """Store what came (T0), and with it where the next poll begins."""
    now = tools.clock.now()

    def kept(tx: Tx) -> None:
        inbox.store_all_schools(tx, bot_id, list(arrivals), now)
        if offset is not None:
            bots.raise_offset_all_schools(tx, bot_id, offset)

    await tools.database.writes(kept, chat=True)
    tools.arrived()


def arrival(tools: Tools, channel: Channel, bot_id: int, key: str, raw: dict[str, Any]) -> Arrival:
    """Give an update as the inbox keeps it."""
    said = channel.read(raw, bot_id, tools.clock.now())
    return Arrival(key, "" if said is None else said.chat, raw, said is not None)


async def make_inlets(settings: Settings, database: Database, clock: Clock) -> list[Inlet]:
    """Make the bots of the settings; a platform's libraries are loaded only where it is used."""
    rooms = {
        "nhacviec.telegram_inlet": settings.telegram_tokens,
        "nhacviec.zalo_inlet": settings.zalo_tokens,
    }
    made: list[Inlet] = []
    for room, tokens in rooms.items():
        if tokens:
            made += await database.writes(partial(_made, room, settings, (database, clock)))
    return made


def _made(room: str, settings: Settings, tools: tuple[Database, Clock], tx: Tx) -> list[Inlet]:
    found: list[Inlet] = importlib.import_module(room).inlets(tx, settings, *tools)
    return found
