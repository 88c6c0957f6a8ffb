"""A Zalo bot of this process: its events, one a poll, or pushed."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import structlog

from bot.channels.errors import ChannelDownError, PollTakenError, TokenRefusedError
from bot.channels.zalo import WEBHOOK_HEADER, ZaloAccess, ZaloChannel
from bot.channels.zalo_read import key_of
from followup.ports import Attachment
from followup.quota import spend
from nhacviec.inlets import (
    POLL_AGAIN,
    STORE_AGAIN,
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
from storage import bots, usage
from storage.database import Database, Tx
from web.webhooks import Hook

CHANNEL = "zalo"

_log = structlog.get_logger(__name__)


def inlets(
    tx: Tx, given: Sequence[BotToken], settings: Settings, database: Database, clock: Clock
) -> "list[ZaloInlet]":
    """Make what hears and speaks for some bots; each is allowed as much as the settings say."""
    push = Push(settings.zalo_webhook_url, settings.zalo_webhook_secret.get_secret_value())
    links = links_of(tx, settings)

    def address_of(file: Attachment) -> str:
        return links.address_of(file, clock.now())

    limits = (
        settings.zalo_most_people,
        settings.zalo_most_groups,
        settings.zalo_most_messages,
    )
    made = []
    for one in given:
        usage.set_limits_all_schools(tx, one.bot.bot_id, limits)
        access = replace(access_of(settings, one.token), address_of=address_of)
        channel = ZaloChannel(access, partial(_spend, database, clock, one.bot.bot_id))
        made.append(ZaloInlet(channel, one, push.of(tx, one)))
    return made


async def _spend(database: Database, clock: Clock, bot_id: int) -> bool:
    return await database.writes(lambda tx: spend(tx, bot_id, clock.now()), chat=True)


def access_of(settings: Settings, token: str) -> ZaloAccess:
    """Give what the Zalo channel needs to know."""
    return ZaloAccess(
        token=token,
        api_base=settings.zalo_api_base,
        proxy=settings.zalo_proxy.get_secret_value(),
    )


class ZaloInlet:
    """Polls one after another, or takes what is pushed; never both."""

    def __init__(self, channel: ZaloChannel, given: BotToken, push: Push) -> None:
        self.channel = channel
        self.bot = given.bot
        self._given = given
        self._push = push

    def hook(self, tools: Tools) -> Hook | None:
        """Give where events are pushed to."""
        if not self._push.url:
            return None

        async def keep(raw: dict[str, Any]) -> None:
            await self._keep(tools, [raw])

        return Hook(self._push.path, WEBHOOK_HEADER, self._push.secret, keep)

    async def run(self, tools: Tools) -> None:
        """Ask who this bot is, then take events."""
        _, name = await ask_until_answered(self.channel.me, self._given)
        await ask_until_answered(self._choose, self._given)

        def known(tx: Tx) -> None:
            bots.set_username_all_schools(tx, self.bot.bot_id, name)

        await tools.database.writes(known)
        _log.info("serving", bot=self.bot.bot_id, channel=CHANNEL)
        if not self._push.url:
            await self._poll(tools)
        # What is pushed is taken by the web application, for as long as this runs.
        await asyncio.Event().wait()

    async def _choose(self) -> None:
        if self._push.url:
            await self.channel.use_webhook(self._push.url, self._push.secret)
        else:
            await self.channel.use_polling()

    async def _poll(self, tools: Tools) -> None:
        while True:
            try:
                events = await self.channel.get_events()
            except PollTakenError:
                _log.warning("poll_taken", bot=self.bot.bot_id)
                await asyncio.sleep(POLL_AGAIN)
            except ChannelDownError as error:
                await asyncio.sleep(error.wait_seconds)
            except TokenRefusedError:
                _log.error("token_refused", bot=self.bot.bot_id)
                await asyncio.sleep(TOKEN_AGAIN)
            else:
                await self._keep_for_sure(tools, events)

    async def _keep_for_sure(self, tools: Tools, events: list[dict[str, Any]]) -> None:
        """Store what a poll handed out, until it is stored: it is not handed out again."""
        while events:
            try:
                await self._keep(tools, events)
            except Exception:  # noqa: BLE001 - a full disk must not cost what was said
                _log.exception("not_stored", bot=self.bot.bot_id)
                await asyncio.sleep(STORE_AGAIN)
            else:
                return

    async def _keep(self, tools: Tools, events: list[dict[str, Any]]) -> None:
        arrivals = [
            arrival(tools, self.channel, self.bot.bot_id, key_of(raw), raw) for raw in events
        ]
        await store(tools, self.bot.bot_id, arrivals)

    async def handled(self, tools: Tools) -> None:
        """Zalo has no menus."""

    async def close(self) -> None:
        """Close the connections."""
        await self.channel.close()
