"""Serving Telegram: poll, store, confirm; handle, send; wake by the alarm."""

import asyncio
import signal
from collections.abc import Sequence
from contextlib import suppress

import structlog

from bot.channels.errors import ChannelDownError, PollTakenError, TokenRefusedError
from bot.channels.telegram import EVERYONE, TelegramAccess, TelegramChannel
from bot.channels.telegram_read import update_id
from bot.menus import Menu, everybody, menus
from nhacviec.engine import Engine
from nhacviec.settings import BadSettingError, Settings
from nhacviec.workshop import Workshop
from scheduler.alarm import Alarm
from scheduler.clock import Clock, SystemClock
from storage import bots, history, inbox
from storage.bots import Bot
from storage.database import Database, Tx
from storage.files import FileStore
from storage.inbox import Arrival

# Somebody else polls: an older process may still be ending.
POLL_AGAIN = 5.0
CHANNEL = "telegram"

_log = structlog.get_logger(__name__)


def access_of(settings: Settings) -> TelegramAccess:
    """Give what the Telegram channel needs to know."""
    return TelegramAccess(
        token=settings.telegram_bot_token.get_secret_value(),
        files_dir=settings.data_dir / "files",
        api_base=settings.telegram_api_base,
        proxy=settings.telegram_proxy.get_secret_value(),
    )


async def serve(settings: Settings, database: Database) -> None:
    """Serve until told to stop.

    Raises:
        BadSettingError: Telegram does not know the token.
    """
    clock = SystemClock()
    channel = TelegramChannel(access_of(settings))
    workshop = Workshop()
    try:
        bot = await _introduce(channel, database, clock)
        files = FileStore(settings.data_dir / "files")
        engine = Engine(database, {bot.bot_id: channel}, clock, (files, workshop.read))
        await _Service(engine, channel, bot).run()
    finally:
        await channel.close()
        workshop.close()


async def _introduce(channel: TelegramChannel, database: Database, clock: Clock) -> Bot:
    """Ask who this bot is, however long Telegram takes to answer, and keep its row."""
    while True:
        try:
            account, username = await channel.me()
            await channel.use_polling()
            break
        except TokenRefusedError:
            raise BadSettingError("TELEGRAM_BOT_TOKEN") from None
        except ChannelDownError as error:
            _log.warning("telegram_down", wait=error.wait_seconds)
            await asyncio.sleep(error.wait_seconds)

    def known(tx: Tx) -> Bot:
        bot = bots.ensure_bot_all_schools(tx, CHANNEL, str(account), clock.now())
        bots.set_username_all_schools(tx, bot.bot_id, username)
        return bot

    return await database.writes(known)


async def store_updates(
    engine: Engine, channel: TelegramChannel, bot: Bot, updates: Sequence[dict[str, object]]
) -> int:
    """Store a batch (T0); only the next poll, with the offset given, confirms it."""
    now = engine.clock.now()
    arrivals = []
    for raw in updates:
        said = channel.read(raw, bot.bot_id, now)
        chat = "" if said is None else said.chat
        arrivals.append(Arrival(str(update_id(raw)), chat, raw, said is not None))
    offset = max(number for raw in updates if (number := update_id(raw)) is not None) + 1

    def kept(tx: Tx) -> None:
        inbox.store_all_schools(tx, bot.bot_id, arrivals, now)
        bots.raise_offset_all_schools(tx, bot.bot_id, offset)

    await engine.database.writes(kept, chat=True)
    return offset


class _Service:
    """One bot's poller, the inbox, the lane and the alarm, each its own task."""

    def __init__(self, engine: Engine, channel: TelegramChannel, bot: Bot) -> None:
        self._engine = engine
        self._channel = channel
        self._bot = bot
        self._arrived = asyncio.Event()
        self._due = asyncio.Event()
        self._to_send = asyncio.Event()
        self._alarm = Alarm(engine.clock, self._due.set)
        self._menus: dict[str, Menu] = {}
        self._menus_of = -1

    async def run(self) -> None:
        """Run until SIGTERM or Ctrl-C; what is stored but not done is done at the next start."""
        self._alarm.start()
        for event in (self._arrived, self._due, self._to_send):
            event.set()
        _log.info("serving", bot=self._bot.bot_id)
        _stop_on_signal(asyncio.current_task())
        with suppress(asyncio.CancelledError):
            async with asyncio.TaskGroup() as group:
                for work in (
                    self._poll,
                    self._handle,
                    self._expand,
                    self._send,
                    self._alarm.watch,
                ):
                    group.create_task(work())
        self._alarm.stop()
        await self._engine.stop()

    async def _poll(self) -> None:
        offset = self._bot.update_offset or None
        while True:
            try:
                updates = await self._channel.get_updates(offset)
            except PollTakenError:
                _log.warning("poll_taken", bot=self._bot.bot_id)
                await asyncio.sleep(POLL_AGAIN)
                continue
            except ChannelDownError as error:
                await asyncio.sleep(error.wait_seconds)
                continue
            if updates:
                offset = await store_updates(self._engine, self._channel, self._bot, updates)
                self._arrived.set()

    async def _handle(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            if await self._engine.intake.run():
                self._to_send.set()
                self._due.set()
                await self._renew_menus()

    async def _expand(self) -> None:
        while True:
            await self._due.wait()
            self._due.clear()
            await self._engine.tick()
            self._to_send.set()
            # An update that failed is tried again by the same alarm.
            self._arrived.set()
            self._alarm.set(await self._engine.next_at())

    async def _send(self) -> None:
        while True:
            await self._to_send.wait()
            self._to_send.clear()
            await self._engine.drain()
            # Telegram may have asked for a pause meanwhile.
            self._alarm.set(await self._engine.next_at())

    async def _renew_menus(self) -> None:
        """Register the commands of whoever joined or got another role since the last time."""
        read = self._engine.database.reads
        newest = await read(history.newest_staff_deed_all_schools)
        if newest == self._menus_of:
            return
        self._menus_of = newest
        now = self._engine.clock.now()
        wanted = await read(lambda tx: menus(tx, self._bot.bot_id, now))
        changed = {
            scope: menu
            for scope, menu in {EVERYONE: everybody(), **wanted}.items()
            if self._menus.get(scope) != menu
        }
        self._menus |= changed
        for scope in await self._channel.set_commands(changed):
            self._menus.pop(scope, None)


def _stop_on_signal(task: "asyncio.Task[object] | None") -> None:
    """End the service on SIGTERM, where the platform has signals for the loop."""
    if task is None:
        return
    with suppress(NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
