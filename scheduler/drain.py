"""One run of a lane: leased ahead, begun as the limits allow, five on their way at the most."""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from followup.ports import NotYet, Outcome, Prompt, Sender, Sent, Target, Unknown
from followup.post import prompt_of
from scheduler.clock import Clock
from scheduler.limits import Limits
from scheduler.outcomes import cancel, record
from scheduler.preparing import Leased, Preparing
from storage import bots, lanes, sending
from storage.bots import Address
from storage.database import Database, Tx
from storage.deliveries import Delivery
from storage.lanes import Lane

# So soon a lane whose owner died is taken by another; whoever sends keeps it with every step.
LEASE = timedelta(seconds=4)
RENEW_SECONDS = 1.0
# So many are leased ahead, so that composing them shares its queries; the schools take turns.
AHEAD = 300
SCHOOLS = 30
ANSWERS = 20
AT_ONCE = 5
# What was not begun so soon after its intent is not begun: another may have the lane by now.
BEGIN_WITHIN = timedelta(seconds=1)

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Tools:
    """What a lane works with."""

    database: Database
    sender: Sender
    clock: Clock
    limits: Limits
    preparing: Preparing
    bot_id: int
    owner: str


@dataclass(slots=True)
class News:
    """Whether something was queued for a lane since it last looked; `wake` ends its waiting."""

    more: bool = False
    answers: bool = False
    wake: asyncio.Event | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """One message whose intent is stored: it may be sent now, and only now."""

    leased: Leased
    prompt: Prompt
    stored_at: datetime


class Drain:
    """Sends until nothing is due, the lane is lost, or the platform gives no clear answer."""

    def __init__(self, tools: Tools, lane: Lane, news: News, last_school: int) -> None:
        self.last_school = last_school
        self.is_in_doubt = False
        self._tools = tools
        self._lane = lane
        self._news = news
        self._wake = asyncio.Event()
        self._leased: deque[Leased] = deque()
        self._flying: dict[asyncio.Task[Outcome], Ready] = {}
        self._ended: list[tuple[Delivery, Outcome]] = []
        self._is_lost = False
        self._begun = 0

    async def run(self) -> int:
        """Send; gives how many messages were begun."""
        self._news.more, self._news.wake = True, self._wake
        async with asyncio.TaskGroup() as tasks:
            while True:
                await self._lease_more()
                group, wait = self._choose()
                stepped = bool(group or self._ended or self._news.answers)
                if stepped:
                    for ready in await self._step(group):
                        self._begin(ready, tasks)
                elif not self._flying and (self._stops or not self._leased):
                    return self._begun
                if self._flying or not stepped:
                    await self._pause(wait)

    @property
    def _stops(self) -> bool:
        return self._is_lost or self.is_in_doubt

    async def _lease_more(self) -> None:
        """Lease what is due, once all that was leased is gone or more was announced."""
        if self._stops or self._leased or not self._news.more:
            return
        self._news.more = False
        claimed = await self._tools.database.writes(self._claim)
        if not claimed:
            return
        # Until a claim finds nothing there may be more.
        self._news.more = True
        now = self._tools.clock.now()
        self._leased += await self._tools.database.reads(
            lambda tx: self._tools.preparing.compose(tx, claimed, now)
        )

    def _claim(self, tx: Tx) -> list[tuple[Delivery, Address]]:
        now, bot_id, owner = self._tools.clock.now(), self._tools.bot_id, self._tools.owner
        if not lanes.holds_all_schools(tx, self._lane, now, now + LEASE):
            self._is_lost = True
            return []
        claimed = sending.claim_answers_all_schools(tx, bot_id, owner, now, AHEAD)
        schools = self._in_turn(sending.schools_due_all_schools(tx, bot_id, now))
        for school_id in schools:
            each = max(1, AHEAD // len(schools))
            claimed += sending.claim_of_school_all_schools(
                tx, (bot_id, school_id), owner, now, each
            )
        return _addressed(tx, claimed, now)

    def _in_turn(self, schools: list[int]) -> list[int]:
        """Take some of the schools, going on after the last that had its turn."""
        later = [number for number in schools if number > self.last_school]
        turn = [*later, *(n for n in schools if n <= self.last_school)][:SCHOOLS]
        if turn:
            self.last_school = turn[-1]
        return turn

    def _choose(self) -> tuple[list[Leased], float]:
        """Pick what may begin now, one to a chat, and say in how many seconds to look again."""
        now = asyncio.get_running_loop().time()
        slots = 0 if self._stops else AT_ONCE - len(self._flying)
        busy = {ready.leased.address.address_id for ready in self._flying.values()}
        group: list[Leased] = []
        soonest = RENEW_SECONDS
        for one in self._leased:
            if len(group) == slots:
                break
            if one.address.address_id in busy:
                continue
            busy.add(one.address.address_id)
            wait = self._wait(one, now, len(group))
            if wait > 0:
                soonest = min(soonest, wait)
            else:
                group.append(one)
        for one in group:
            self._leased.remove(one)
        return group, soonest

    def _wait(self, one: Leased, now: float, chosen: int) -> float:
        limits = self._tools.limits
        overall = limits.wait(now, chosen, is_answer=one.is_answer)
        return max(overall, limits.wait_for(one.address.chat, now, is_group=one.is_group))

    async def _step(self, group: list[Leased]) -> list[Ready]:
        """Record what ended, store what is begun next, in one transaction."""
        ended, self._ended, self._news.answers = self._ended, [], False
        done = await self._tools.database.writes(lambda tx: self._store(tx, group, ended))
        self._is_lost = self._is_lost or done.is_lost
        if any(not isinstance(outcome, Sent) for _, outcome in ended):
            # What was not sent may be due again at once.
            self._news.more = True
        kept = [one for one in self._leased if one.address.address_id not in done.held]
        self._leased = deque([*done.answers, *kept])
        return done.ready

    def _store(self, tx: Tx, group: list[Leased], ended: list[tuple[Delivery, Outcome]]) -> "Step":
        tools, now = self._tools, self._tools.clock.now()
        # First its row, whatever follows: in one order nobody waits for each other.
        lanes.lock_all_schools(tx, tools.bot_id)
        held = record(tx, ended, tools.owner, now)
        if not lanes.holds_all_schools(tx, self._lane, now, now + LEASE):
            return Step([], [], held, is_lost=True)
        claimed = sending.claim_answers_all_schools(tx, tools.bot_id, tools.owner, now, ANSWERS)
        answers = [Leased(delivery, address) for delivery, address in _addressed(tx, claimed, now)]
        going = [one for one in group if one.address.address_id not in held]
        if not going:
            return Step([], answers, held)
        worded = tools.preparing.word(tx, going, now)
        if worded.empty:
            cancel(tx, worded.empty, now)
        ours = sending.attempt_all_schools(tx, tools.owner, worded.contents, now)
        lanes.note_send_all_schools(tx, tools.bot_id, now)
        begun = [one for one in going if one.delivery.delivery_id in ours]
        ready = [Ready(one, prompt_of(worded.contents[one.number]), now) for one in begun]
        return Step(ready, answers, held)

    def _begin(self, ready: Ready, tasks: asyncio.TaskGroup) -> None:
        one = ready.leased
        self._tools.limits.note(
            one.address.chat,
            asyncio.get_running_loop().time(),
            is_group=one.is_group,
        )
        task = tasks.create_task(self._send(ready))
        task.add_done_callback(lambda _: self._wake.set())
        self._flying[task] = ready
        self._begun += 1

    async def _send(self, ready: Ready) -> Outcome:
        late = self._tools.clock.now() - ready.stored_at
        if late > BEGIN_WITHIN:
            # We were asleep: another may have the lane by now, and nothing was begun.
            return NotYet(0.0, "not begun in time", lane_wide=False)
        address = ready.leased.address
        target = Target(address.chat, address.thread, is_group=ready.leased.is_group)
        try:
            return await self._tools.sender.send(target, ready.prompt)
        except Exception as error:  # noqa: BLE001 - a channel's mistake must not stop its lane
            _log.exception("send_raised", delivery=ready.leased.number)
            return Unknown(type(error).__name__)

    async def _pause(self, wait: float) -> None:
        """Wait for an outcome, for news, or for the limits."""
        if not any(task.done() for task in self._flying):
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._wake.wait()
        self._wake.clear()
        for task in [task for task in self._flying if task.done()]:
            self._took(self._flying.pop(task), task.result())

    def _took(self, ready: Ready, outcome: Outcome) -> None:
        one = ready.leased
        self._ended.append((replace(one.delivery, tries=one.delivery.tries + 1), outcome))
        if isinstance(outcome, Unknown):
            self.is_in_doubt = True


@dataclass(frozen=True, slots=True)
class Step:
    """What one transaction of a drain made: what may begin, what came in, which chats wait."""

    ready: list[Ready]
    answers: list[Leased]
    held: frozenset[int]
    is_lost: bool = False


def _addressed(
    tx: Tx, claimed: Sequence[Delivery], now: datetime
) -> list[tuple[Delivery, Address]]:
    """Give what was claimed with its addresses; what a chat was asked to wait for goes back."""
    known = bots.addresses_all_schools(tx, {delivery.address_id for delivery in claimed})
    for address in known.values():
        if address.quiet_until is not None and address.quiet_until > now:
            sending.hold_chat_all_schools(tx, address.address_id, address.quiet_until)
    return [
        (delivery, address)
        for delivery in claimed
        if (address := known[delivery.address_id]).quiet_until is None
        or address.quiet_until <= now
    ]
