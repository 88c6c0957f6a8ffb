"""Which bots this program speaks for: by the tokens of the settings, and by those kept sealed."""

import asyncio
import importlib
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

import structlog
import typer

from bot.channels.errors import ChannelError, ChannelSettingError, TokenRefusedError
from nhacviec.logs import hide
from nhacviec.settings import Settings
from plan.errors import NhacViecError
from scheduler.clock import Clock
from scheduler.outcomes import resume_bot
from storage import bot_tokens, bots, installation
from storage.bots import Bot
from storage.database import Database, Tx

# The platforms in the order they are asked for: where each is spoken to, and its setting.
PLATFORMS = {
    "zalo": ("nhacviec.zalo_inlet", "ZaloChannel", "ZALO_BOT_TOKEN"),
    "telegram": ("nhacviec.telegram_inlet", "TelegramChannel", "TELEGRAM_BOT_TOKEN"),
}

_log = structlog.get_logger(__name__)


class RefusedTokenError(NhacViecError):
    """A platform does not know a token; the words name the platform."""


class PlatformAwayError(NhacViecError):
    """A platform could not be asked whether it knows a token; the words name it."""


class NoTokenError(NhacViecError):
    """There is no bot to speak for: none was given, or none opens any more."""


@dataclass(frozen=True, slots=True)
class BotToken:
    """A bot and the token to speak for it.

    `is_kept`: it stands sealed in the database. `is_alone`: the one bot of its platform whose
    token stands in the settings.
    """

    bot: Bot
    token: str = field(repr=False)
    is_kept: bool
    is_alone: bool
    # Since when it is kept.
    given_at: datetime | None = None

    @property
    def setting(self) -> str:
        """The setting its token stands in; empty for one that is kept."""
        return "" if self.is_kept else PLATFORMS[self.bot.channel][2]


def account_of(token: str) -> str:
    """Give the account a token speaks for: it stands before the colon."""
    return token.partition(":")[0]


def tokens_set(settings: Settings, channel: str) -> tuple[str, ...]:
    """Give the tokens of a platform that stand in the settings."""
    found: tuple[str, ...] = getattr(settings, f"{channel}_tokens")
    return found


def tokens_all_schools(tx: Tx, settings: Settings, now: datetime) -> list[BotToken]:
    """Give the bots to speak for, those of the settings made where they are new.

    Where the settings name a bot whose token is kept, the kept one counts. No log shows any.
    """
    found: list[BotToken] = []
    every = bot_tokens.list_all_schools(tx)
    kept = {(one.bot.channel, one.bot.account): one.token for one in every if one.token}
    for channel in PLATFORMS:
        by_account = {account_of(token): token for token in tokens_set(settings, channel)}
        for account in [account for account in by_account if (channel, account) in kept]:
            _log.warning("token_twice", setting=PLATFORMS[channel][2])
            del by_account[account]
        for account, token in by_account.items():
            bot = bots.ensure_bot_all_schools(tx, channel, account, now)
            found.append(BotToken(bot, token, is_kept=False, is_alone=len(by_account) == 1))
    served = {one.bot.bot_id for one in found}
    for one in every:
        if one.token:
            found.append(_kept(one.bot, one.token, one.given_at))
        elif one.bot.bot_id not in served:
            _log.error("token_lost", bot=one.bot.bot_id)
    return found


def kept_all_schools(tx: Tx, bot_ids: Collection[int]) -> list[BotToken]:
    """Give those of some bots whose kept tokens open. No log shows any."""
    every = [one for one in bot_tokens.list_all_schools(tx) if one.bot.bot_id in bot_ids]
    for one in every:
        if not one.token:
            _log.error("token_lost", bot=one.bot.bot_id)
    return [_kept(one.bot, one.token, one.given_at) for one in every if one.token]


def _kept(bot: Bot, token: str, at: datetime) -> BotToken:
    hide([token, token.partition(":")[2]])
    return BotToken(bot, token, is_kept=True, is_alone=False, given_at=at)


def has_tokens(tx: Tx) -> bool:
    """Whether tokens are kept, also when none opens any more: a service is meant, no console."""
    return bool(bot_tokens.list_all_schools(tx))


async def given_tokens(settings: Settings, database: Database, clock: Clock) -> list[BotToken]:
    """Give the bots of this process.

    Raises:
        NoTokenError: there is none.
    """
    given = await database.writes(lambda tx: tokens_all_schools(tx, settings, clock.now()))
    if not given:
        raise NoTokenError
    return given


def webhook_secret_all_schools(tx: Tx, token: str) -> str:
    """Give the secret that a platform shows when it pushes to a bot whose token is kept.

    It comes of the key and the token: it stands in no table, and is another one for each bot and
    after each new token.
    """
    secret = installation.secret_all_schools(tx, f"webhook:{sha256(token.encode()).hexdigest()}")
    hide([secret.hex()])
    return secret.hex()


def read_token(question: str) -> str:
    """Read a token without showing it, or a line of standard input; empty for none.

    Never an argument: every user of a machine sees those of all processes.
    """
    if sys.stdin.isatty():
        asked: str = typer.prompt(question, default="", show_default=False, hide_input=True)
        return asked.strip()
    typer.echo(f"{question}: ", nl=False)
    line = sys.stdin.readline().strip()
    typer.echo()
    return line


def name_of(settings: Settings, channel: str, token: str) -> str:
    """Ask a platform for the name of a token's bot.

    Raises:
        RefusedTokenError: it does not know the token.
        PlatformAwayError: it does not answer.
        ChannelSettingError: its address or proxy cannot be used; another token would not help.
    """
    try:
        return asyncio.run(_name(settings, channel, token))
    except TokenRefusedError:
        raise RefusedTokenError(channel) from None
    except ChannelSettingError as error:
        if str(error) != PLATFORMS[channel][2]:
            raise
        raise RefusedTokenError(channel) from None
    except ChannelError:
        raise PlatformAwayError(channel) from None


async def _name(settings: Settings, channel: str, token: str) -> str:
    speaks = channel_of(settings, channel, token)
    try:
        name: str = (await speaks.me())[1]
        return name
    finally:
        await speaks.close()


def channel_of(settings: Settings, channel: str, token: str) -> Any:
    """Make what speaks to a platform; its library is loaded only where it is used.

    Raises:
        ChannelSettingError: the address, the proxy or the token's look.
    """
    room, kind, _ = PLATFORMS[channel]
    module = importlib.import_module(room)
    return getattr(module, kind)(module.access_of(settings, token))


def keep_all_schools(tx: Tx, channel: str, given: tuple[str, str], now: datetime) -> Bot:
    """Keep a (token, name) sealed, for a bot that is made where it is new."""
    token, name = given
    bot = bots.ensure_bot_all_schools(tx, channel, account_of(token), now)
    bots.set_username_all_schools(tx, bot.bot_id, name)
    bot_tokens.keep_all_schools(tx, bot.bot_id, token, now)
    resume_bot(tx, bot.bot_id, now)
    return bot


def of_channel(given: Sequence[BotToken], channel: str) -> list[BotToken]:
    """Give those of one platform."""
    return [one for one in given if one.bot.channel == channel]
