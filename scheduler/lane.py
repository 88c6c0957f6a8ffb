"""The one sender of a bot: takes the lane, sends what is due, rests when the platform is down."""

import asyncio
from datetime import datetime, timedelta

from followup.ports import Sender
from scheduler.drain import Drain, News
from scheduler.limits import Limits
from scheduler.outcomes import doubt
from scheduler.stepping import LEASE, Stepper
from storage import lanes, sending
from storage.database import Tx
from storage.lanes import Lane

# How long to leave a platform alone that does not answer, longer each time.
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class LaneRunner:
    """Sends what is due for one bot; the lane's row is the fence that lets only one send."""

    def __init__(self, stepper: Stepper, sender: Sender, bot_id: int) -> None:
        self._stepper = stepper
        self._database = stepper.database
        self._sender = sender
        self._bot_id = bot_id
        self._limits = Limits(sender.capabilities.rates)
        self._news = News()
        self._last_school = 0
        self._pauses = 0
        self._epoch = 0
        self._one_at_a_time = asyncio.Lock()

    def nudge(self) -> None:
        """Look at once for an answer that was just queued."""
        self._news.more = self._news.answers = True
        if self._news.wake is not None:
            self._news.wake.set()

    async def drain(self, *, only_answers: bool = False) -> int:
        """Send everything that is due, or every answer; gives how many messages were begun."""
        async with self._one_at_a_time:
            self._news.only_answers = only_answers
            return await self._drain()

    async def lend(self, *, only_answers: bool = False) -> int:
        """Drain, then let any other process have the lane at once."""
        begun = await self.drain(only_answers=only_answers)
        await self._give_back()
        return begun

    async def _drain(self) -> int:
        begun = 0
        while True:
            lane = await self._database.writes(self._take)
            if lane is None or not await self._answers(lane):
                return begun
            self._count_another(lane)
            taken = (lane, self._news, self._last_school)
            drain = Drain(self._stepper, self._sender, self._limits, taken)
            with self._stepper.sends():
                begun += await drain.run()
            self._last_school = drain.last_school
            if not drain.is_in_doubt or self._news.is_stopping:
                return begun
            # After silence or a 5xx a call that sends nothing tells whether to go on.
            self._pauses = max(self._pauses, 1)

    async def stop(self) -> None:
        """Begin nothing more, wait for what is on its way, and let another owner send at once."""
        self._news.is_stopping = True
        self.nudge()
        async with self._one_at_a_time:
            await self._give_back()

    async def _give_back(self) -> None:
        bot_id, owner = self._bot_id, self._stepper.owner
        lately = self._limits.lately(asyncio.get_running_loop().time())
        now = self._stepper.clock.now()
        await self._database.writes(
            lambda tx: lanes.give_back_all_schools(tx, bot_id, owner, lately, now)
        )

    def next_at(self, tx: Tx) -> datetime | None:
        """Say when to drain again, later than now: what may be sent now is being sent."""
        now, bot_id = self._stepper.clock.now(), self._bot_id
        free = lanes.free_at_all_schools(tx, bot_id, self._stepper.owner, now) or now
        later = sending.next_after_all_schools(tx, bot_id, now)
        if free > now and sending.is_any_due_all_schools(tx, bot_id, now):
            return free
        return None if later is None else max(later, free)

    def _take(self, tx: Tx) -> Lane | None:
        now, bot_id = self._stepper.clock.now(), self._bot_id
        answers = self._news.only_answers
        if self._news.is_stopping:
            return None
        if not sending.is_any_due_all_schools(tx, bot_id, now, only_answers=answers):
            return None
        lane = lanes.take_all_schools(tx, bot_id, self._stepper.owner, now, now + LEASE)
        if lane is None:
            return None
        # Nothing of ours is on its way now: whatever was begun was left behind.
        for left in sending.begun_all_schools(tx, bot_id):
            doubt(tx, left, "owner gone", now)
        if lane.penalty_until is not None and lane.penalty_until > now:
            return None
        return lane

    def _count_another(self, lane: Lane) -> None:
        """Count what another owner began within the platform's second before it gave it back."""
        before, self._epoch = self._epoch, lane.epoch
        # The next epoch after ours: we gave it back and nobody had it meanwhile.
        if lane.epoch > before + 1 and lane.last_send_at is not None:
            since = (self._stepper.clock.now() - lane.last_send_at).total_seconds()
            now = asyncio.get_running_loop().time()
            self._limits.take_over(lane.sent_lately, now - max(0.0, since))

    async def _answers(self, lane: Lane) -> bool:
        """Ask the platform, after it gave no clear answer, whether it is there again."""
        if not self._pauses:
            return True
        if await self._sender.probe():
            self._pauses = 0
            return True
        pause = PAUSES[min(self._pauses, len(PAUSES)) - 1]
        self._pauses += 1
        until = self._stepper.clock.now() + timedelta(seconds=pause)
        await self._database.writes(lambda tx: lanes.penalise_all_schools(tx, lane.bot_id, until))
        return False
