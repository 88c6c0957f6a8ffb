"""One run of a lane: looks ahead, begins as the limits allow, five on their way at the most."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import structlog
from msgspec import Struct

from followup.ports import NotYet, Outcome, Sender, Sent, Target, Unknown
from scheduler import meter
from scheduler.ahead import Ahead
from scheduler.limits import Limits
from scheduler.preparing import Upcoming, addressed
from scheduler.stepping import ANSWERS, Ready, Step, Stepper, Turn
from storage import sending
from storage.database import Tx
from storage.deliveries import Delivery
from storage.lanes import Lane

RENEW_SECONDS = 1.0
# So many are looked at ahead, of so many schools, so that composing them shares its queries. The
# schools take turns, and where several wait each has one of three shares at the most. With few
# left the next are looked at.
AHEAD = 300
SCHOOLS = 10
SHARES = 3
FEW = 100
AT_ONCE = 5
# So long what ended may wait for the transaction of the next that begins, in seconds.
RECORD_WITHIN = 0.05
# What was not begun so soon after its intent is not begun: another may have the lane by now.
BEGIN_WITHIN = timedelta(seconds=1)

# What is due, in the order it is sent; and until when some chats are to be left alone.
Seen = tuple[list[Upcoming], dict[int, datetime]]

_log = structlog.get_logger(__name__)


class News(Struct):
    """Whether something was queued for a lane since it last looked; `wake` ends its waiting."""

    more: bool = False
    answers: bool = False
    is_stopping: bool = False
    only_answers: bool = False
    wake: asyncio.Event | None = None


class Drain:
    """Sends until nothing is due, the lane is lost, or the platform gives no clear answer."""

    def __init__(
        self, stepper: Stepper, sender: Sender, limits: Limits, taken: tuple[Lane, News, int]
    ) -> None:
        self._lane, self._news, self.last_school = taken
        self.is_in_doubt = False
        self._stepper = stepper
        self._sender = sender
        self._limits = limits
        self._wake = asyncio.Event()
        self._ahead = Ahead()
        # What is on its way, by its number.
        self._flying: dict[int, Ready] = {}
        self._ended: list[tuple[Delivery, Outcome]] = []
        self._looking: asyncio.Task[Seen] | None = None
        # What steps told while a look went on.
        self._since_look: list[Step] = []
        self._is_lost = False
        self._begun = 0
        self._stepped_at = 0.0

    async def run(self) -> int:
        """Send; gives how many messages were begun."""
        self._news.more = self._news.answers = True
        self._news.wake = self._wake
        async with asyncio.TaskGroup() as tasks:
            while True:
                await self._take_what_was_seen()
                self._look_ahead(tasks)
                await self._look_for_answers()
                group, wait = self._choose()
                stepped = bool(group or self._is_to_be_recorded(wait) or self._is_stale)
                if stepped:
                    for ready in await self._step(group):
                        self._begin(ready, tasks)
                elif self._is_over:
                    return self._begun
                if self._flying or not stepped:
                    await self._pause(wait)

    @property
    def _stops(self) -> bool:
        return self._is_lost or self.is_in_doubt or self._news.is_stopping

    @property
    def _is_over(self) -> bool:
        """Whether nothing is on its way and nothing more is begun."""
        if self._flying or self._looking is not None:
            return False
        return self._stops or not self._ahead

    @property
    def _is_stale(self) -> bool:
        """Whether the lane would be taken for left behind while its messages wait."""
        if not self._ahead and self._looking is None:
            return False
        return asyncio.get_running_loop().time() - self._stepped_at >= RENEW_SECONDS

    def _is_to_be_recorded(self, wait: float) -> bool:
        """Whether what ended is recorded by itself: a message that soon begins would do it too."""
        if not self._ended:
            return False
        is_sent = all(isinstance(outcome, Sent) for _, outcome in self._ended)
        return wait > RECORD_WITHIN or not is_sent

    def _look_ahead(self, tasks: asyncio.TaskGroup) -> None:
        """Begin to see what is due while the last of what was seen is sent."""
        if self._looking is not None or self._ahead.few > FEW:
            return
        if self._stops or not self._news.more:
            return
        self._news.more = False
        look = partial(self._due, frozenset(self._ahead.numbers | self._flying.keys()))
        self._looking = tasks.create_task(self._stepper.looks(look))
        self._looking.add_done_callback(lambda _: self._wake.set())

    async def _take_what_was_seen(self) -> None:
        """Add what a look found, but for what is true no more."""
        if self._looking is None or not self._looking.done():
            return
        seen, resting = self._looking.result()
        self._looking = None
        since, self._since_look = self._since_look, []
        self._ahead.add(one for one in seen if all(self._stays(one, step) for step in since))
        if resting:
            await self._stepper.writes(lambda tx: sending.hold_chats_all_schools(tx, resting))
        # Until a look finds nothing there may be more.
        self._news.more = self._news.more or bool(seen)

    async def _look_for_answers(self) -> None:
        """See what was queued for people in chat: found by reading, it begins with the next step.

        Whoever announced nothing, in another process, is found by the steps themselves.
        """
        if self._stops or not self._news.answers:
            return
        self._news.answers = False
        self._ahead.add(await self._stepper.reads(self._answers))

    def _answers(self, tx: Tx) -> list[Upcoming]:
        now, bot_id = self._stepper.clock.now(), self._lane.bot_id
        due = sending.answers_due_all_schools(tx, [bot_id], now, ANSWERS)
        if not self._ahead.has_outside:
            due += sending.outside_due_all_schools(tx, bot_id, now, ANSWERS)
        # A chat that rests is held where everything due is looked at.
        return [Upcoming(delivery, address) for delivery, address in addressed(tx, due, now)[0]]

    def _due(self, known: frozenset[int], tx: Tx) -> Seen:
        now, bot_id = self._stepper.clock.now(), self._lane.bot_id
        due = sending.answers_due_all_schools(tx, [bot_id], now, ANSWERS + len(known))
        due += sending.outside_due_all_schools(tx, bot_id, now, ANSWERS + len(known))
        fresh = [delivery for delivery in due if delivery.delivery_id not in known]
        if not self._news.only_answers:
            fresh += self._due_of_schools(tx, known, now)
        found, resting = addressed(tx, fresh, now)
        return self._stepper.preparing.compose(tx, found, now), resting

    def _due_of_schools(self, tx: Tx, known: frozenset[int], now: datetime) -> list[Delivery]:
        """See what some of the schools have to say, going on after the last that had its turn."""
        bot_id = self._lane.bot_id
        schools = sending.schools_due_all_schools(tx, bot_id, now)
        later = [number for number in schools if number > self.last_school]
        turn = [*later, *(n for n in schools if n <= self.last_school)][:SCHOOLS]
        share = AHEAD // max(1, min(len(turn), SHARES))
        found: list[Delivery] = []
        for school_id in turn:
            if len(found) >= AHEAD:
                break
            whose = (bot_id, school_id)
            due = sending.due_of_school_all_schools(tx, whose, now, share + len(known))
            found += [one for one in due if one.delivery_id not in known][:share]
            self.last_school = school_id
        return found

    def _choose(self) -> tuple[list[Upcoming], float]:
        """Pick what may begin now, one to a chat, and say in how many seconds to look again."""
        now = asyncio.get_running_loop().time()
        slots = 0 if self._stops else AT_ONCE - len(self._flying)
        busy = {ready.upcoming.address.address_id for ready in self._flying.values()}
        group: list[Upcoming] = []
        soonest = RENEW_SECONDS
        had_outside = self._ahead.has_outside
        outside_first = self._limits.is_turn_of_outside(now)
        for one in self._ahead.in_order(outside_first=outside_first):
            if len(group) == slots:
                break
            wait = self._limits.wait(now, len(group), is_answer=one.is_answer)
            if wait > 0 and not one.is_answer:
                # So does everything behind it.
                soonest = min(soonest, wait)
                break
            if one.address.address_id in busy:
                continue
            busy.add(one.address.address_id)
            chat = one.address.chat
            wait = max(wait, self._limits.wait_for(chat, now, is_group=one.is_group))
            if wait > 0:
                soonest = min(soonest, wait)
            else:
                group.append(one)
        self._ahead.take(group)
        if had_outside and not self._ahead.has_outside:
            # More of them may wait.
            self._news.answers = True
        return group, soonest

    async def _step(self, group: list[Upcoming]) -> list[Ready]:
        """Record what ended, store what is begun next, in one transaction."""
        ended, self._ended = self._ended, []
        wants = len(self._ahead.answers()) < AT_ONCE
        self._stepped_at = asyncio.get_running_loop().time()
        step = await self._stepper.step(Turn(self._lane, group, ended, wants))
        self._is_lost = self._is_lost or step.is_lost
        if any(not isinstance(outcome, Sent) for _, outcome in ended):
            # What was not sent may be due again at once.
            self._news.more = True
        if step.held or step.changed:
            if self._looking is not None:
                self._since_look.append(step)
            self._ahead.keep(partial(self._stays, step=step))
        self._ahead.add(step.answers)
        return list(step.ready)

    def _stays(self, one: Upcoming, step: Step) -> bool:
        """Whether it waits on; what is to be composed anew is, outside the writer."""
        if one.address.address_id in step.held:
            return False
        if one.composed is None or one.delivery.school_id not in step.changed:
            return True
        self._news.more = True
        return False

    def _begin(self, ready: Ready, tasks: asyncio.TaskGroup) -> None:
        one = ready.upcoming
        now = asyncio.get_running_loop().time()
        self._limits.note(one.address.chat, now, is_group=one.is_group)
        if one.is_outside:
            self._limits.note_outside(now)
        meter.begun(one.delivery, ready.stored_at)
        self._flying[one.number] = ready
        self._begun += 1
        tasks.create_task(self._send(ready))

    async def _send(self, ready: Ready) -> None:
        """Send one; what came of it is recorded with the next step."""
        outcome = await self._outcome(ready)
        delivery = ready.upcoming.delivery
        meter.ended(delivery, outcome)
        del self._flying[delivery.delivery_id]
        self._ended.append((delivery, outcome))
        if isinstance(outcome, Unknown):
            self.is_in_doubt = True
        self._wake.set()

    async def _outcome(self, ready: Ready) -> Outcome:
        late = self._stepper.clock.now() - ready.stored_at
        if late > BEGIN_WITHIN:
            # We were asleep: another may have the lane by now, and nothing was begun.
            return NotYet(0.0, "not begun in time", lane_wide=False)
        address = ready.upcoming.address
        target = Target(address.chat, address.thread, is_group=ready.upcoming.is_group)
        try:
            return await self._sender.send(target, ready.prompt)
        except Exception as error:  # noqa: BLE001 - a channel's mistake must not stop its lane
            _log.exception("send_raised", delivery=ready.upcoming.number)
            return Unknown(type(error).__name__)

    async def _pause(self, wait: float) -> None:
        """Wait for an outcome, for news, or for the limits."""
        if not self._wake.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._wake.wait()
        self._wake.clear()
