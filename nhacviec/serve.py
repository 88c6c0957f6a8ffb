"""Serving every bot of this process: stored, handled, sent; woken by the alarm."""

import asyncio
import importlib
import signal
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from bot.rehearsal import ASKS, REPORTS
from bot.replies import compile_rules
from nhacviec.bot_watch import BotWatch, Deeds, end_left_behind
from nhacviec.engine import Engine
from nhacviec.front import Front
from nhacviec.inlets import Inlet, Tools, make_inlets
from nhacviec.memory import keep_small, settle_memory
from nhacviec.pages import Pages
from nhacviec.settings import Settings
from nhacviec.site import make_site, signed_by
from nhacviec.tokens import BotToken, given_tokens, of_channel
from nhacviec.turns import take_short_turns
from nhacviec.wording import lay_wording
from nhacviec.workshop import Workshop
from plan.errors import NhacViecError
from scheduler.alarm import Alarm
from scheduler.clock import SystemClock
from storage.database import Database, DatabaseDownError
from storage.files import FileStore
from web.app import Routes
from web.site import Site

if TYPE_CHECKING:
    from nhacviec.waking import Waking

# What is on its way by then is found by the next start, and not sent again unless it must be.
STOP_WITHIN = 10.0
DATABASE_AGAIN = 1.0
READY_EACH = 0.03
# What nobody waits for in chat is looked for once the answer is on its way, in seconds.
AFTER_CHAT = 0.05
# Who waits at a page for a document keeps a thread waiting too; files to send need one as well.
THREADS = 32

_log = structlog.get_logger(__name__)

Work = Callable[[], Coroutine[Any, Any, None]]
# What goes on beside the bots for as long as they are served.
Beside = Callable[[Engine], Coroutine[Any, Any, None]]


async def serve(settings: Settings, database: Database, beside: Sequence[Beside]) -> None:
    """Serve until told to stop, or until something beside it fails.

    Raises:
        BadSettingError: a platform does not know its token, or the port cannot be had.
        NoTokenError: every bot's token has to be given anew.
        AlreadyRunningError: another service took the database over.
    """
    clock = SystemClock()
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    async with AsyncExitStack() as closing:
        given = await given_tokens(settings, database, clock)

        async def furnish(here: str) -> tuple[Site, Routes]:
            pages = Pages(settings, database, clock, here, service.heard)
            tools = (files, workshop.make, workshop.read)
            signed = signed_by(service.tokens)
            site = make_site(engine, tools, pages.board_at(), service.look, signed)
            engine.intake.upload_at, engine.intake.pages_at = pages.upload_at, site.address
            return site, await pages.routes(site)

        front = Front(settings, furnish)
        closing.callback(front.close)
        front.take_place(is_needed=bool(of_channel(given, "zalo")))
        workshop = Workshop()
        closing.callback(workshop.close)
        make = partial(make_inlets, settings=settings, database=database, clock=clock)
        inlets = await make(given)
        lay_wording(settings)
        settle_memory()
        take_short_turns()
        files = FileStore(settings.data_dir / "files")
        channels = {inlet.bot.bot_id: inlet.channel for inlet in inlets}
        engine = Engine(database, channels, clock, (files, workshop.read))
        engine.makes_papers(workshop.make)
        engine.intake.count_pupils = workshop.count_pupils
        service = _Service(engine, inlets, given, front)
        closing.push_async_callback(service.close)
        await front.open()
        if not database.is_sqlite:
            service.waking = await _waking(database, clock, closing)
        tidy = partial(end_left_behind, database, clock)
        deeds = Deeds(clock.now, make, service.take_up, service.let_go, tidy)
        watch = BotWatch(database, given, deeds)
        await service.run([watch.run, *(partial(work, engine) for work in beside)])


async def _waking(database: Database, clock: SystemClock, closing: AsyncExitStack) -> "Waking":
    # What works on many machines is loaded only where there may be many.
    cluster = importlib.import_module("scheduler.cluster").Cluster(database.conninfo)
    entered = await closing.enter_async_context(cluster)
    waking: Waking = importlib.import_module("nhacviec.waking").Waking(database, entered, clock)
    return waking


class _Service:
    """The bots' inlets, one handler, what is made, a sender for each lane: each its own task."""

    def __init__(
        self,
        engine: Engine,
        inlets: Sequence[Inlet],
        given: Sequence[BotToken],
        front: Front,
    ) -> None:
        self._engine = engine
        self._inlets = {inlet.bot.bot_id: inlet for inlet in inlets}
        # By whose tokens pages that a chat opens are known.
        self.tokens = list(given)
        self._front = front
        # Present where workers may help.
        self.waking: Waking | None = None
        self._arrived = asyncio.Event()
        self._due = asyncio.Event()
        self._to_make = asyncio.Event()
        self._to_rest = asyncio.Event()
        self._to_fill = asyncio.Event()
        # A lane that waits for its platform holds up no other.
        self._to_send = {bot_id: asyncio.Event() for bot_id in engine.lanes}
        # What is done for each bot, so that it can be ended by itself.
        self._of_bot: dict[int, list[asyncio.Task[None]]] = {}
        self._group: asyncio.TaskGroup | None = None
        self._alarm = Alarm(engine.clock, self._due.set)
        self._tools = Tools(engine.database, engine.clock, self.heard)
        self._stopping = asyncio.Event()
        engine.answered = self._answered

    async def run(self, beside: Sequence[Work]) -> None:
        """Run until SIGTERM or Ctrl-C; what is stored but not done is done at the next start."""
        self._alarm.start()
        self.look()
        with suppress(NotImplementedError):
            # Not on Windows: there Ctrl-C ends the process, and the next start takes over.
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._stopping.set)
        try:
            with suppress(asyncio.CancelledError):
                await self._work(asyncio.current_task(), beside)
        except BaseExceptionGroup as group:
            raise _first(group) from None
        finally:
            self._alarm.stop()

    async def _work(self, whole: "asyncio.Task[object] | None", beside: Sequence[Work]) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._stop(whole))
            self._group = group
            for bot_id in self._inlets:
                self._begin(bot_id)
            each: list[Work] = [self._handle, self._expand, self._make, self._fill, self._rest]
            for work in each:
                group.create_task(self._last(work))
            for inlet in self._inlets.values():
                self._listen(inlet)
            for work in (self._front.run, self._alarm.watch, keep_small, self._get_ready, *beside):
                group.create_task(work())

    def _begin(self, bot_id: int) -> None:
        """Hear and send for a bot."""
        if self._group is None:
            return
        each: list[Work] = [partial(self._send, bot_id)]
        each.append(partial(self._inlets[bot_id].run, self._tools))
        self._of_bot[bot_id] = [self._group.create_task(self._last(work)) for work in each]

    async def take_up(self, token: BotToken, inlet: Inlet) -> None:
        """Serve one more bot, or one with its new token, beside the others."""
        bot_id = inlet.bot.bot_id
        await self.let_go(bot_id)
        self.tokens.append(token)
        self._inlets[bot_id] = inlet
        self._to_send[bot_id] = asyncio.Event()
        self._engine.takes_up(bot_id, inlet.channel)
        self._front.take_place(is_needed=inlet.bot.channel == "zalo")
        await self._front.open()
        self._listen(inlet)
        self._begin(bot_id)
        self.look()

    async def let_go(self, bot_id: int) -> None:
        """Serve a bot no more, once what is on its way has arrived and is recorded."""
        if bot_id in self._inlets:
            sending, hearing = self._of_bot[bot_id]
            hearing.cancel()
            # Where the database is away this is done again, from here, at the next look.
            await self._engine.lets_go(bot_id)
            sending.cancel()
            del self._of_bot[bot_id]
            await asyncio.wait((sending, hearing))
            self.tokens[:] = [one for one in self.tokens if one.bot.bot_id != bot_id]
            del self._to_send[bot_id]
            self._front.listen_no_more(bot_id)
            await self._inlets.pop(bot_id).close()

    async def close(self) -> None:
        """Close the connections of every bot."""
        for inlet in self._inlets.values():
            await inlet.close()

    async def _last(self, work: Work) -> None:
        """Go on when the database is there again: what is stored waits in it."""
        while True:
            try:
                await work()
            except* DatabaseDownError:
                _log.warning("database_down")
            await asyncio.sleep(DATABASE_AGAIN)
            self.look()

    def look(self) -> None:
        """Look everywhere for something to do."""
        waited_for = (self._arrived, self._due, self._to_make, self._to_fill, self._to_rest)
        for event in (*waited_for, *self._to_send.values()):
            event.set()

    async def _stop(self, whole: "asyncio.Task[object] | None") -> None:
        """Once told to stop, let what is on its way arrive and be recorded, then end the rest."""
        await self._stopping.wait()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_WITHIN):
                await self._engine.stop()
        if whole is not None:
            whole.cancel()

    def heard(self) -> None:
        """Handle what was just stored, beside what is being handled."""
        self._arrived.set()
        self._engine.intake.nudge()

    async def _get_ready(self) -> None:
        """Do what first answers would wait for, a little at a time: whoever speaks goes first."""
        await self._engine.intake.rehearse(ASKS)
        rules = compile_rules()
        while True:
            if await asyncio.to_thread(next, rules, None) is None:
                break
            await asyncio.sleep(READY_EACH)
        await self._engine.intake.rehearse(REPORTS)

    def _listen(self, inlet: Inlet) -> None:
        self._front.listen(inlet.bot.bot_id, inlet.hook(self._tools))

    async def _handle(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            if await self._engine.intake.run():
                _soon(self._due)
                for inlet in list(self._inlets.values()):
                    await inlet.handled(self._tools)

    async def _expand(self) -> None:
        while True:
            await self._due.wait()
            self._due.clear()
            await self._engine.tick()
            self._to_make.set()
            self._send_all()
            # An update that failed is tried again by the same alarm.
            self._arrived.set()
            self._to_rest.set()

    async def _rest(self) -> None:
        """Set the alarm; where workers may help, wake them for what is due.

        One at a time, so that what was read last is set last; and nobody who sends waits for it.
        """
        while True:
            await self._to_rest.wait()
            self._to_rest.clear()
            self._alarm.set(await self._engine.next_at())
            if self.waking is None:
                continue
            # Waking others takes its time, in which ours may come.
            times = (await self.waking.wake(), await self._engine.next_at())
            self._alarm.set(min((at for at in times if at is not None), default=None))

    def _send_all(self) -> None:
        for bot_id in list(self._to_send):
            self._engine.nudge(bot_id)

    def _answered(self, bot_id: int) -> None:
        if bot_id in self._to_send:
            self._to_send[bot_id].set()
        _soon(self._to_make, self._to_fill)

    async def _make(self) -> None:
        """Make documents while chat goes on."""
        while True:
            await self._to_make.wait()
            self._to_make.clear()
            if await self._engine.papers.run():
                self._send_all()

    async def _fill(self) -> None:
        """Store long plans while everything else goes on."""
        while True:
            await self._to_fill.wait()
            self._to_fill.clear()
            if await self._engine.plans.run():
                self._due.set()

    async def _send(self, bot_id: int) -> None:
        while True:
            await self._to_send[bot_id].wait()
            self._to_send[bot_id].clear()
            if self.waking is None:
                await self._engine.lanes[bot_id].drain()
            else:
                await self.waking.send(bot_id, self._engine.lanes)
            # The platform may have asked for a pause meanwhile.
            self._to_rest.set()


def _soon(*events: asyncio.Event) -> None:
    for event in events:
        asyncio.get_running_loop().call_later(AFTER_CHAT, event.set)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Give the error that stopped the service: one that says what to do, or the group itself."""
    for error in group.exceptions:
        found = _first(error) if isinstance(error, BaseExceptionGroup) else error
        if isinstance(found, NhacViecError):
            return found
    return group
