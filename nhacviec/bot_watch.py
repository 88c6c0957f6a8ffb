"""Bots that were given, renewed or removed while a process runs: taken up and let go by it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial

import structlog
from msgspec import Struct

from bot.channels.errors import ChannelSettingError
from nhacviec.inlets import Inlet
from nhacviec.tokens import BotToken, kept_all_schools
from scheduler.clock import Clock
from scheduler.outcomes import give_up_bot, resume_bot
from storage import bot_tokens, health, inbox, lanes
from storage.database import Database, DatabaseDownError, Tx

EVERY_SECONDS = 3.0

_log = structlog.get_logger(__name__)


async def _nothing() -> None:
    """Stand for a process that tidies nothing: a worker."""


class Deeds(Struct, frozen=True):
    """What a process does about bots: makes what hears and speaks, takes it up, lets it go.

    `tidy` follows every look.
    """

    now: Callable[[], datetime]
    make: Callable[[Sequence[BotToken]], Awaitable[Sequence[Inlet]]]
    take_up: Callable[[BotToken, Inlet], Awaitable[None]]
    let_go: Callable[[int], Awaitable[None]]
    tidy: Callable[[], Awaitable[None]] = _nothing


class BotWatch:
    """Compares the kept tokens with those this process speaks by, again and again.

    Tokens of the settings are no part of it: settings are read once.
    """

    def __init__(self, database: Database, given: Sequence[BotToken], deeds: Deeds) -> None:
        self._database = database
        self._deeds = deeds
        self._since = {one.bot.bot_id: one.given_at for one in given if one.is_kept}

    async def run(self) -> None:
        """Look until cancelled; what failed is tried again at the next look."""
        while True:
            try:
                await self.look()
                await self._deeds.tidy()
            except DatabaseDownError:
                # Others say so.
                pass
            except Exception:  # noqa: BLE001 - one bot that cannot be served must not stop the others
                _log.exception("bot_not_taken_up")
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        """Let go of what was removed or renewed, and take up what is new."""
        given = await self._database.reads(bot_tokens.given_all_schools)
        if given == self._since:
            return
        gone = [one for one, at in self._since.items() if given.get(one) != at]
        for bot_id in gone:
            await self._deeds.let_go(bot_id)
            del self._since[bot_id]
            _log.info("bot_let_go", bot=bot_id)
        for bot_id in [number for number in given if number not in self._since]:
            opened = partial(kept_all_schools, bot_ids=(bot_id,))
            for token in await self._database.reads(opened):
                await self._begin(token)
            self._since[bot_id] = given[bot_id]

    async def _begin(self, token: BotToken) -> None:
        # Between the two tokens the platform may have refused the old one.
        now, bot_id = self._deeds.now(), token.bot.bot_id
        await self._database.writes(lambda tx: resume_bot(tx, bot_id, now))
        try:
            (inlet,) = await self._deeds.make([token])
        except ChannelSettingError:
            _log.error("token_refused", bot=bot_id)
            return
        await self._deeds.take_up(token, inlet)
        _log.info("bot_taken_up", bot=bot_id)


async def end_left_behind(database: Database, clock: Clock) -> None:
    """End what waits at bots that were removed, once no process sends for them any more."""
    for bot_id in await database.reads(health.left_behind_all_schools):
        await database.writes(partial(_end_once_free, bot_id=bot_id, now=clock.now()))


def _end_once_free(tx: Tx, bot_id: int, now: datetime) -> None:
    if not lanes.locked_all_schools(tx, [bot_id])[bot_id].is_leased(now):
        give_up_all_schools(tx, bot_id, now)


def give_up_all_schools(tx: Tx, bot_id: int, now: datetime) -> tuple[int, int]:
    """End what waits at a bot that is no more: (messages, updates); others' chats take over."""
    return give_up_bot(tx, bot_id, now), inbox.leave_all_schools(tx, bot_id, now)
