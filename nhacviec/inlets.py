"""How what people write reaches the inbox: by polling, or pushed to our webhook."""

import asyncio
import importlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import structlog
from msgspec import Struct

from bot.channels.channel import Channel
from bot.channels.errors import ChannelDownError, TokenRefusedError
from nhacviec.settings import BadSettingError, Settings
from nhacviec.tokens import PLATFORMS, BotToken, of_channel, webhook_secret_all_schools
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

    def of(self, tx: Tx, given: BotToken) -> "Push":
        """Give one bot's: all but one that is alone in the settings have one of their own.

        The account is no secret; a bot whose token is kept has a secret of its own too.
        """
        if given.is_alone or not self.url:
            return self
        secret = webhook_secret_all_schools(tx, given.token) if given.is_kept else self.secret
        return Push(f"{self.url}/{given.bot.account}", secret)

    @property
    def path(self) -> str:
        """Where the application answers it."""
        return urlsplit(self.url).path or "/"


class Tools(Struct, frozen=True):
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


async def ask_until_answered(ask: Callable[[], Awaitable[T]], given: BotToken) -> T:
    """Ask a platform at the start, however long it takes to answer.

    One bot whose kept token is refused holds up no other: whoever looks after it is told by the
    log and the doctor. Where the settings name a wrong one, nothing starts.

    Raises:
        BadSettingError: it does not know the token of a setting.
    """
    bot = given.bot.bot_id
    while True:
        try:
            return await ask()
        except TokenRefusedError:
            if given.setting:
                raise BadSettingError(given.setting) from None
            _log.error("token_refused", bot=bot)
            await asyncio.sleep(TOKEN_AGAIN)
        except ChannelDownError as error:
            _log.warning("platform_down", bot=bot, wait=error.wait_seconds)
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


async def make_inlets(
    given: Sequence[BotToken], settings: Settings, database: Database, clock: Clock
) -> list[Inlet]:
    """Make what hears and speaks for some bots; only the platforms they use are loaded."""
    made: list[Inlet] = []
    for channel, (room, _, _) in PLATFORMS.items():
        if some := of_channel(given, channel):
            made += await database.writes(partial(_made, room, some, settings, (database, clock)))
    return made


def _made(
    room: str,
    given: Sequence[BotToken],
    settings: Settings,
    tools: tuple[Database, Clock],
    tx: Tx,
) -> list[Inlet]:
    found: list[Inlet] = importlib.import_module(room).inlets(tx, given, settings, *tools)
    return found
