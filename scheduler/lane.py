"""The one sender of a bot: takes the lane, sends what is due, rests when the platform is down."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

from followup.ports import Sender
from scheduler.clock import Clock
from scheduler.drain import LEASE, Drain, News, Tools
from scheduler.limits import Limits
from scheduler.outcomes import doubt
from scheduler.preparing import Compose, Preparing
from storage import lanes, sending
from storage.database import Database, Tx
from storage.deliveries import Kind
from storage.lanes import Lane

# How long to leave a platform alone that does not answer, longer each time.
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class LaneRunner:
    """Sends what is due for one bot; the lane's row is the fence that lets only one send."""

    def __init__(
        self, database: Database, sender: Sender, lane_of: tuple[int, str], clock: Clock
    ) -> None:
        bot_id, owner = lane_of
        limits = Limits(sender.capabilities.rates)
        self._tools = Tools(database, sender, clock, limits, Preparing({}), bot_id, owner)
        self._news = News()
        self._last_school = 0
        self._pauses = 0
        self._one_at_a_time = asyncio.Lock()

    def composes(self, composers: Mapping[Kind, Compose]) -> None:
        """Say who words the kinds of messages that are chosen just before they are sent."""
        self._tools.preparing = Preparing(composers)

    def nudge(self) -> None:
        """Look at once for an answer that was just queued."""
        self._news.more = self._news.answers = True
        if self._news.wake is not None:
            self._news.wake.set()

    async def drain(self) -> int:
        """Send everything that is due; gives how many messages were begun."""
        async with self._one_at_a_time:
            return await self._drain()

    async def _drain(self) -> int:
        begun = 0
        while True:
            lane = await self._tools.database.writes(self._take)
            if lane is None or not await self._answers(lane):
                return begun
            drain = Drain(self._tools, lane, self._news, self._last_school)
            begun += await drain.run()
            self._last_school = drain.last_school
            if not drain.is_in_doubt:
                return begun
            # After silence or a 5xx a call that sends nothing tells whether to go on.
            self._pauses = max(self._pauses, 1)

    async def give_back(self) -> None:
        """Let another owner send at once; for the end of a process."""
        tools = self._tools
        await tools.database.writes(
            lambda tx: lanes.give_back_all_schools(tx, tools.bot_id, tools.owner)
        )

    def next_at(self, tx: Tx) -> datetime | None:
        """Say when to drain again, later than now: what may be sent now is being sent."""
        now, bot_id = self._tools.clock.now(), self._tools.bot_id
        free = lanes.free_at_all_schools(tx, bot_id, self._tools.owner) or now
        later = sending.next_after_all_schools(tx, bot_id, now)
        if free > now and sending.is_any_due_all_schools(tx, bot_id, now):
            return free
        return None if later is None else max(later, free)

    def _take(self, tx: Tx) -> Lane | None:
        now, bot_id = self._tools.clock.now(), self._tools.bot_id
        if not sending.is_any_due_all_schools(tx, bot_id, now):
            return None
        lane = lanes.take_all_schools(tx, bot_id, self._tools.owner, now, now + LEASE)
        if lane is None:
            return None
        # Nothing of ours is on its way now: whatever is leased or begun was left behind.
        for left in sending.release_all_schools(tx, bot_id):
            doubt(tx, left, "owner gone", now)
        return None if lane.penalty_until is not None and lane.penalty_until > now else lane

    async def _answers(self, lane: Lane) -> bool:
        """Ask the platform, after it gave no clear answer, whether it is there again."""
        if not self._pauses:
            return True
        if await self._tools.sender.probe():
            self._pauses = 0
            return True
        pause = PAUSES[min(self._pauses, len(PAUSES)) - 1]
        self._pauses += 1
        until = self._tools.clock.now() + timedelta(seconds=pause)
        await self._tools.database.writes(
            lambda tx: lanes.penalise_all_schools(tx, lane.bot_id, until)
        )
        return False
