"""The steps of all lanes of a process that wait for one, in one transaction (T3 and T4)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog
from msgspec import Struct

from followup.ports import Outcome, Prompt, Sent
from followup.post import prompt_of
from scheduler.clock import Clock
from scheduler.outcomes import cancel, merge, record
from scheduler.preparing import Preparing, Upcoming, addressed
from storage import lanes, sending
from storage.database import Database, DatabaseDownError, Tx
from storage.deliveries import Delivery
from storage.lanes import Lane

# So soon a lane whose owner died is taken by another. Who sends keeps it once a second: what is
# stored now begins within a second, and one more is over before another owner's first send.
LEASE = timedelta(seconds=3)
# So many answers of a lane are looked at together.
ANSWERS = 20
# What one transaction takes: beyond it a person in chat would wait for the writer.
MOST = 100
DATABASE_AGAIN = 0.5
# Transactions of a process begin so far apart, in seconds, while more may come in for the next
# one and nobody in chat waits for it.
APART = 0.02

_log = structlog.get_logger(__name__)

T = TypeVar("T")


class Turn(Struct, frozen=True):
    """What a lane wants done: these begun, those recorded, its answers looked for or not."""

    lane: Lane
    group: Sequence[Upcoming]
    ended: Sequence[tuple[Delivery, Outcome]]
    wants_answers: bool


class Ready(Struct, frozen=True):
    """One message whose intent is stored: it may be sent now, and only now."""

    upcoming: Upcoming
    prompt: Prompt
    stored_at: datetime


class Step(Struct, frozen=True):
    """What became of a turn: what may begin, what people wait for, which addresses rest.

    What was composed ahead for the schools of `changed` is no longer true.
    """

    ready: Sequence[Ready]
    answers: Sequence[Upcoming]
    held: frozenset[int]
    changed: frozenset[int]
    is_lost: bool


class Stepper:
    """Gathers the turns that lanes ask for while the last transaction runs, and stores them."""

    def __init__(self, database: Database, clock: Clock, owner: str, preparing: Preparing) -> None:
        self.database = database
        self.clock = clock
        self.owner = owner
        self.preparing = preparing
        self._waiting: list[tuple[Turn, asyncio.Future[Step]]] = []
        self._running: asyncio.Task[None] | None = None
        self._began_at = 0.0
        # So many lanes send: once all of them wait, nothing more comes in.
        self._sending = 0
        # Nothing more comes in, or somebody in chat waits.
        self._is_time = asyncio.Event()

    @contextmanager
    def sends(self) -> Iterator[None]:
        """Count a lane among those whose turns may come in."""
        self._sending += 1
        try:
            yield
        finally:
            self._sending -= 1
            self._look_whether_all_wait()

    async def step(self, turn: Turn) -> Step:
        """Store a turn; whatever it makes ready must be begun within a second."""
        done: asyncio.Future[Step] = asyncio.get_running_loop().create_future()
        self._waiting.append((turn, done))
        if self._running is None:
            # It belongs to the loop that waits for it.
            self._is_time = asyncio.Event()
            self._running = asyncio.create_task(  # noqa: TID251 - every error goes to those who wait
                self._run()
            )
        if any(one.is_hurried for one in turn.group):
            self._is_time.set()
        self._look_whether_all_wait()
        return await done

    def _look_whether_all_wait(self) -> None:
        if self._waiting and len(self._waiting) >= self._sending:
            self._is_time.set()

    async def _run(self) -> None:
        while self._waiting:
            await self._gather()
            some, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                steps = await self.writes(partial(self._store, [turn for turn, _ in some]))
            except Exception as error:  # noqa: BLE001 - it belongs to the lanes that asked
                for _, done in some:
                    if not done.done():
                        done.set_exception(error)
            else:
                for (_, done), step in zip(some, steps, strict=True):
                    if not done.done():
                        done.set_result(step)
        self._running = None

    async def _gather(self) -> None:
        """Let more turns come in: what a transaction costs by itself is shared by all of them."""
        loop = asyncio.get_running_loop()
        if not self._is_time.is_set() and self._began_at + APART > loop.time():
            with suppress(TimeoutError):
                async with asyncio.timeout_at(self._began_at + APART):
                    await self._is_time.wait()
        self._is_time.clear()
        self._began_at = loop.time()

    async def looks(self, work: Callable[[Tx], T]) -> T:
        """Read ahead, one lane at a time: composing is Python's work, which does not overlap.

        Several at once would only keep the steps waiting for their share.
        """
        return await _patiently(partial(self.database.reads, work, alone=True))

    async def reads(self, work: Callable[[Tx], T]) -> T:
        """Read; while the database is away whoever sends waits, and what is on its way goes on."""
        return await _patiently(partial(self.database.reads, work))

    async def writes(self, work: Callable[[Tx], T]) -> T:
        """Write; while the database is away what is known of ended sends waits here."""
        return await _patiently(partial(self.database.writes, work))

    def _store(self, turns: Sequence[Turn], tx: Tx) -> list[Step]:
        now = self.clock.now()
        numbers = [turn.lane.bot_id for turn in turns]
        # First the rows of the lanes, in one order, whatever follows: nobody waits in a ring.
        stand = lanes.locked_all_schools(tx, numbers)
        ended = [pair for turn in turns for pair in turn.ended]
        held = record(tx, ended, self.owner, now)
        if any(not isinstance(outcome, Sent) for _, outcome in ended):
            stand = lanes.locked_all_schools(tx, numbers)
        ours = [turn for turn in turns if stand[turn.lane.bot_id].is_still(turn.lane, now)]
        ready, changed = self._intend(tx, ours, held, now)
        sending = {bot_id for bot_id in ready if not stand[bot_id].was_kept(now)}
        if sending:
            lanes.keep_sending_all_schools(tx, sending, now, now + LEASE)
        idle = {turn.lane.bot_id for turn in ours} - ready.keys()
        if idle:
            lanes.keep_all_schools(tx, idle, now + LEASE)
        answers = self._answers(tx, ours, now)
        lost = set(numbers) - {turn.lane.bot_id for turn in ours}
        return [
            Step(
                ready.get(turn.lane.bot_id, ()),
                answers.get(turn.lane.bot_id, ()),
                held,
                changed,
                turn.lane.bot_id in lost,
            )
            for turn in turns
        ]

    def _intend(
        self, tx: Tx, turns: Sequence[Turn], held: frozenset[int], now: datetime
    ) -> tuple[dict[int, list[Ready]], frozenset[int]]:
        going = [one for turn in turns for one in turn.group]
        going = [one for one in going if one.address.address_id not in held]
        if not going:
            return {}, frozenset()
        worded = self.preparing.word(tx, going, now)
        if worded.empty:
            cancel(tx, worded.empty, now)
        if worded.waiting:
            merge(tx, worded.waiting, now)
        begun = sending.attempt_all_schools(tx, self.owner, worded.contents, worded.about, now)
        found: dict[int, list[Ready]] = {}
        for one in going:
            if one.number in begun:
                ready = Ready(one, prompt_of(worded.contents[one.number]), now)
                found.setdefault(one.delivery.bot_id, []).append(ready)
        return found, worded.changed

    def _answers(self, tx: Tx, turns: Sequence[Turn], now: datetime) -> dict[int, list[Upcoming]]:
        wanting = [turn.lane.bot_id for turn in turns if turn.wants_answers]
        found: dict[int, list[Upcoming]] = {}
        if not wanting:
            return found
        due = sending.answers_due_all_schools(tx, wanting, now, ANSWERS)
        open_, resting = addressed(tx, due, now)
        sending.hold_chats_all_schools(tx, resting)
        for delivery, address in open_:
            found.setdefault(delivery.bot_id, []).append(Upcoming(delivery, address))
        return found


async def _patiently(do: Callable[[], Awaitable[T]]) -> T:
    while True:
        try:
            return await do()
        except DatabaseDownError:
            _log.warning("lanes_wait_for_the_database")
            await asyncio.sleep(DATABASE_AGAIN)
