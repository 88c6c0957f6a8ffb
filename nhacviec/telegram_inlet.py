"""A Telegram bot of this process: its updates, and the menus of its chats."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import structlog

from bot.channels.errors import ChannelDownError, PollTakenError, TokenRefusedError
from bot.channels.telegram import EVERYONE, TelegramAccess, TelegramChannel
from bot.channels.telegram_read import update_id
from bot.menus import Menu, everybody, menus
from followup.ports import Attachment
from nhacviec.inlets import (
    POLL_AGAIN,
    TOKEN_AGAIN,
    Push,
    Tools,
    arrival,
    ask_until_answered,
    store,
)
from nhacviec.pages import links_of
from nhacviec.settings import Settings
from nhacviec.tokens import BotToken
from scheduler.clock import Clock
from storage import bots, history
from storage.bots import Bot
from storage.database import Database, Tx
from texts.labels import label
from web.webhooks import Hook

CHANNEL = "telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"

_log = structlog.get_logger(__name__)


def inlets(
    tx: Tx, given: Sequence[BotToken], settings: Settings, database: Database, clock: Clock
) -> "list[TelegramInlet]":
    """Make what hears and speaks for some bots."""
    del database
    links = links_of(tx, settings)

    def address_of(file: Attachment) -> str:
        return links.address_of(file, clock.now())

    push = Push(settings.telegram_webhook_url, settings.telegram_webhook_secret.get_secret_value())
    public = settings.public_url
    board = f"{public}/telegram" if public.startswith("https://") else ""
    made = []
    for one in given:
        access = replace(access_of(settings, one.token), address_of=address_of)
        made.append(TelegramInlet(TelegramChannel(access), one, push.of(tx, one), board))
    return made


def access_of(settings: Settings, token: str) -> TelegramAccess:
    """Give what the Telegram channel needs to know."""
    return TelegramAccess(
        token=token,
        files_dir=settings.data_dir / "files",
        api_base=settings.telegram_api_base,
        proxy=settings.telegram_proxy.get_secret_value(),
    )


async def store_updates(
    tools: Tools, channel: TelegramChannel, bot: Bot, updates: Sequence[dict[str, Any]]
) -> int:
    """Store a batch; only the next poll, with the offset given, confirms it."""
    arrivals = [arrival(tools, channel, bot.bot_id, str(update_id(raw)), raw) for raw in updates]
    offset = max(number for raw in updates if (number := update_id(raw)) is not None) + 1
    await store(tools, bot.bot_id, arrivals, offset)
    return offset


class TelegramInlet:
    """Polls, or takes what is pushed; keeps the menus, at the start and after people joined."""

    def __init__(
        self, channel: TelegramChannel, given: BotToken, push: Push, board: str = ""
    ) -> None:
        self.channel = channel
        # Where the board opens inside Telegram; empty where the Internet cannot reach it.
        self._board = board
        self.bot = given.bot
        self._given = given
        self._push = push
        self._menus: dict[str, Menu] = {}
        self._menus_of = -1
        self._to_renew = asyncio.Event()

    def hook(self, tools: Tools) -> Hook | None:
        """Give where updates are pushed to."""
        if not self._push.url:
            return None

        async def keep(raw: dict[str, Any]) -> None:
            key = str(update_id(raw))
            await store(tools, self.bot.bot_id, [self._arrival(tools, key, raw)])

        return Hook(self._push.path, HEADER, self._push.secret, keep)

    def _arrival(self, tools: Tools, key: str, raw: dict[str, Any]) -> Any:
        return arrival(tools, self.channel, self.bot.bot_id, key, raw)

    async def run(self, tools: Tools) -> None:
        """Ask who this bot is, then take updates and keep the menus."""
        _, username = await ask_until_answered(self.channel.me, self._given)
        await ask_until_answered(self._choose, self._given)
        await tools.database.writes(lambda tx: self._known(tx, username))
        _log.info("serving", bot=self.bot.bot_id, channel=CHANNEL)
        self._to_renew.set()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_menus(tools))
            if not self._push.url:
                group.create_task(self._poll(tools))

    async def _choose(self) -> None:
        if self._push.url:
            await self.channel.use_webhook(self._push.url, self._push.secret)
        else:
            await self.channel.use_polling()

    def _known(self, tx: Tx, username: str) -> None:
        bots.set_username_all_schools(tx, self.bot.bot_id, username)

    async def _poll(self, tools: Tools) -> None:
        offset = self.bot.update_offset or None
        while True:
            try:
                updates = await self.channel.get_updates(offset)
            except PollTakenError:
                _log.warning("poll_taken", bot=self.bot.bot_id)
                await asyncio.sleep(POLL_AGAIN)
                continue
            except ChannelDownError as error:
                await asyncio.sleep(error.wait_seconds)
                continue
            except TokenRefusedError:
                _log.error("token_refused", bot=self.bot.bot_id)
                await asyncio.sleep(TOKEN_AGAIN)
                continue
            if updates:
                offset = await store_updates(tools, self.channel, self.bot, updates)

    async def handled(self, tools: Tools) -> None:
        """Let the menus be looked at."""
        del tools
        self._to_renew.set()

    async def _keep_menus(self, tools: Tools) -> None:
        await self.channel.set_menu_button(label("menu_board"), self._board)
        while True:
            await self._to_renew.wait()
            self._to_renew.clear()
            await self._renew_menus(tools)

    async def _renew_menus(self, tools: Tools) -> None:
        """Register the commands of whoever joined or got another role since the last time."""
        read = tools.database.reads
        newest = await read(history.newest_staff_deed_all_schools)
        if newest == self._menus_of:
            return
        self._menus_of = newest
        now = tools.clock.now()
        wanted = await read(lambda tx: menus(tx, self.bot.bot_id, now))
        changed = {
            scope: menu
            for scope, menu in {EVERYONE: everybody(), **wanted}.items()
            if self._menus.get(scope) != menu
        }
        self._menus |= changed
        for scope in await self.channel.set_commands(changed):
            self._menus.pop(scope, None)

    async def close(self) -> None:
        """Close the connections."""
        await self.channel.close()
