"""A worker: sends on the lanes it is woken for, beside the one service that hears and plans."""

import asyncio
import signal
import socket
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from functools import partial

import structlog
from msgspec import Struct

from nhacviec import watching
from nhacviec.bot_watch import BotWatch, Deeds
from nhacviec.engine import lane_maker
from nhacviec.inlets import Inlet, make_inlets
from nhacviec.logs import configure_logs
from nhacviec.memory import keep_small, settle_memory
from nhacviec.run import open_database
from nhacviec.settings import Settings, load_settings
from nhacviec.tokens import BotToken, given_tokens
from nhacviec.turns import take_short_turns
from nhacviec.wording import lay_wording
from plan.errors import NhacViecError
from scheduler.clock import Clock, SystemClock
from scheduler.cluster import Cluster
from scheduler.lane import LaneRunner
from storage.database import Database, DatabaseDownError

# A lane waits for its platform most of the time.
LANES_AT_ONCE = 100
DATABASE_AGAIN = 1.0

_log = structlog.get_logger(__name__)


class NeedsServerError(NhacViecError):
    """Workers need PostgreSQL: one file has one writer."""


def work() -> None:
    """Work until told to stop.

    Raises:
        NeedsServerError: the database is a file.
        NoTokenError: there is no bot.
    """
    settings = load_settings()
    configure_logs(settings)
    if settings.database_address.startswith("sqlite"):
        raise NeedsServerError
    lay_wording(settings)
    place = watching.take_port(settings)
    database = open_database(settings)
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(_work(database, settings, place))
    finally:
        database.close()
        if place is not None:
            place.close()


class _Sender(Struct, frozen=True):
    """This process as it is watched."""

    database: Database
    lanes: Mapping[int, LaneRunner]
    clock: Clock


async def _work(database: Database, settings: Settings, place: socket.socket | None) -> None:
    clock = SystemClock()
    async with AsyncExitStack() as closing:
        given = await given_tokens(settings, database, clock)
        make = partial(make_inlets, settings=settings, database=database, clock=clock)
        inlets = {inlet.bot.bot_id: inlet for inlet in await make(given)}
        settle_memory()
        take_short_turns()
        lane_of = lane_maker(database, clock)
        lanes = {bot_id: lane_of(bot_id, inlet.channel) for bot_id, inlet in inlets.items()}

        async def take_up(_token: BotToken, inlet: Inlet) -> None:
            bot_id = inlet.bot.bot_id
            await let_go(bot_id)
            inlets[bot_id], lanes[bot_id] = inlet, lane_of(bot_id, inlet.channel)

        async def let_go(bot_id: int) -> None:
            if bot_id in lanes:
                await lanes[bot_id].stop()
                del lanes[bot_id]
                await inlets.pop(bot_id).close()

        async def close_all() -> None:
            for inlet in inlets.values():
                await inlet.close()

        closing.push_async_callback(close_all)
        watch = BotWatch(database, given, Deeds(clock.now, make, take_up, let_go))
        stopping = asyncio.Event()
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
        async with asyncio.TaskGroup() as group:
            working = group.create_task(_work_on(database, lanes))
            sender = _Sender(database, lanes, clock)
            watched = group.create_task(watching.watch(sender, settings, place, ticks=False))
            kept = group.create_task(keep_small())
            seen = group.create_task(watch.run())
            await stopping.wait()
            # What is on its way arrives and is recorded; nothing more is begun.
            seen.cancel()
            for lane in list(lanes.values()):
                await lane.stop()
            for task in (working, watched, kept):
                task.cancel()


async def _work_on(database: Database, lanes: dict[int, LaneRunner]) -> None:
    async def one(bot_id: int) -> None:
        if bot_id not in lanes:
            _log.warning("unknown_lane", bot=bot_id)
            return
        await lanes[bot_id].lend()

    while True:
        try:
            async with Cluster(database.conninfo) as cluster:
                _log.info("working", lanes=len(lanes))
                await cluster.work(one, LANES_AT_ONCE)
        except DatabaseDownError:
            _log.warning("database_down")
        await asyncio.sleep(DATABASE_AGAIN)
