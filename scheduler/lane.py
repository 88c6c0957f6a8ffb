"""The one sender of a bot: claims, stores the intent, sends, records the outcome (T2 to T4)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog

from followup.ports import Failed, NotYet, Outcome, Prompt, Sender, Sent, Target, Unknown
from followup.post import content_of, prompt_of
from followup.say import Say
from scheduler.clock import Clock
from scheduler.limits import Limits
from storage import bots, deliveries, lanes, moments
from storage.bots import Address
from storage.database import Database, Tx
from storage.deliveries import Delivery, Kind
from storage.lanes import Lane
from storage.moments import ReminderState

CLAIM = 300
AT_ONCE = 5
LEASE = timedelta(seconds=60)
RESEND_AFTER = {Kind.ANSWER: timedelta(0), Kind.NOTICE: timedelta(minutes=10)}
RESEND_AFTER[Kind.WEEKLY] = RESEND_AFTER[Kind.NOTICE]
TRIES = 2

T = TypeVar("T")
Compose = Callable[[Tx, Delivery, datetime], Say | None]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """One message whose intent is stored: it may be sent now, and only now."""

    delivery: Delivery
    address: Address
    prompt: Prompt


class LaneRunner:
    """Sends what is due for one bot; the lane's row is the fence that lets only one send."""

    def __init__(
        self, database: Database, sender: Sender, lane_of: tuple[int, str], clock: Clock
    ) -> None:
        self._database = database
        self._sender = sender
        self._bot_id, self._owner = lane_of
        self._clock = clock
        rates = sender.capabilities.rates
        self._limits = None if rates is None else Limits(rates)
        self._compose: dict[Kind, Compose] = {}

    def composes(self, kind: Kind, compose: Compose) -> None:
        """Say who words a kind of message that is chosen just before it is sent."""
        self._compose[kind] = compose

    async def drain(self) -> int:
        """Send everything that is due; gives how many messages were begun."""
        begun = 0
        while True:
            claimed = await self._in_thread(self._claim)
            if claimed is None or not claimed[1]:
                return begun
            lane, batch = claimed
            for group in _groups(batch):
                begun += await self._send_group(lane, group)

    async def _send_group(self, lane: Lane, group: list[tuple[Delivery, Address]]) -> int:
        await self._pace(group)
        ready = await self._in_thread(lambda tx: self._intend(tx, lane, group))
        outcomes = await self._send(ready)
        await self._in_thread(lambda tx: self._record(tx, outcomes))
        return len(ready)

    async def _in_thread(self, work: Callable[[Tx], T]) -> T:
        return await asyncio.to_thread(self._database.write, work)

    def _claim(self, tx: Tx) -> tuple[Lane, list[tuple[Delivery, Address]]] | None:
        now = self._clock.now()
        lane = lanes.take_all_schools(tx, self._bot_id, self._owner, now, now + LEASE)
        if lane is None or (lane.penalty_until is not None and lane.penalty_until > now):
            return None
        claimed = deliveries.claim_all_schools(
            tx, self._bot_id, (self._owner, now + LEASE), now, CLAIM
        )
        return lane, [(d, bots.address_all_schools(tx, d.address_id)) for d in claimed]

    async def _pace(self, group: list[tuple[Delivery, Address]]) -> None:
        if self._limits is None:
            return
        loop = asyncio.get_running_loop()
        for delivery, address in group:
            how = {
                "is_answer": delivery.kind is Kind.ANSWER,
                "is_group": address.kind == "group",
            }
            # This lane alone takes from its limits, so one wait is enough.
            await asyncio.sleep(self._limits.wait(address.chat, loop.time(), **how))
            self._limits.note(address.chat, loop.time(), **how)

    def _intend(self, tx: Tx, lane: Lane, group: list[tuple[Delivery, Address]]) -> list[Ready]:
        now = self._clock.now()
        if not lanes.holds_all_schools(tx, lane, now):
            return []
        ready = []
        for delivery, address in group:
            content = self._content(tx, delivery, now)
            if content is None:
                self._cancel(tx, delivery, now)
            elif deliveries.attempt_all_schools(
                tx, delivery.delivery_id, self._owner, content, now
            ):
                ready.append(Ready(delivery, address, prompt_of(content)))
        if ready:
            lanes.note_send_all_schools(tx, self._bot_id, now)
        return ready

    def _content(self, tx: Tx, delivery: Delivery, now: datetime) -> dict[str, Any] | None:
        if delivery.content is not None:
            return delivery.content
        say = self._compose[delivery.kind](tx, delivery, now)
        if say is None:
            return None
        if say.about and delivery.school_id is not None:
            deliveries.set_items(tx, delivery.school_id, delivery.delivery_id, list(say.about))
        return content_of(tx, delivery.school_id, say, (delivery.member_id, None), now)

    def _cancel(self, tx: Tx, delivery: Delivery, now: datetime) -> None:
        deliveries.cancel_all_schools(tx, delivery.delivery_id, "nothing left", now)
        _end_reminders(tx, delivery, ReminderState.CANCELLED, "nothing left")

    async def _send(self, ready: list[Ready]) -> list[tuple[Ready, Outcome]]:
        async with asyncio.TaskGroup() as group:
            calls = [group.create_task(self._one(message)) for message in ready]
        return [(message, call.result()) for message, call in zip(ready, calls, strict=True)]

    async def _one(self, message: Ready) -> Outcome:
        address = message.address
        target = Target(address.chat, address.thread, is_group=address.kind == "group")
        return await self._sender.send(target, message.prompt)

    def _record(self, tx: Tx, outcomes: list[tuple[Ready, Outcome]]) -> None:
        now = self._clock.now()
        for message, outcome in outcomes:
            delivery = message.delivery
            match outcome:
                case Sent(message_id):
                    deliveries.sent_all_schools(tx, delivery.delivery_id, message_id, now)
                    _end_reminders(tx, delivery, ReminderState.TOLD)
                case NotYet():
                    self._wait(tx, delivery, outcome, now)
                case Failed():
                    self._give_up(tx, message, outcome, now)
                case Unknown(reason):
                    self._doubt(tx, delivery, reason, now)

    def _wait(self, tx: Tx, delivery: Delivery, outcome: NotYet, now: datetime) -> None:
        until = now + timedelta(seconds=outcome.wait_seconds)
        if outcome.lane_wide:
            lanes.penalise_all_schools(tx, self._bot_id, until)
        # What was composed is composed again: by then something else may be true.
        deliveries.requeue_all_schools(tx, delivery.delivery_id, until, delivery.content)

    def _give_up(self, tx: Tx, message: Ready, outcome: Failed, now: datetime) -> None:
        delivery, address = message.delivery, message.address
        if outcome.migrated_to:
            bots.migrate_all_schools(tx, address.address_id, outcome.migrated_to)
            deliveries.requeue_all_schools(tx, delivery.delivery_id, now, delivery.content)
            return
        if outcome.blocked:
            bots.set_state_all_schools(tx, address.address_id, "blocked")
        _log.warning("delivery_failed", delivery=delivery.delivery_id, reason=outcome.reason)
        deliveries.failed_all_schools(tx, delivery.delivery_id, outcome.reason, now)
        _end_reminders(tx, delivery, ReminderState.UNREACHABLE, outcome.reason)

    def _doubt(self, tx: Tx, delivery: Delivery, reason: str, now: datetime) -> None:
        again = RESEND_AFTER.get(delivery.kind)
        if again is not None and delivery.tries + 1 < TRIES:
            deliveries.requeue_all_schools(tx, delivery.delivery_id, now + again, delivery.content)
            return
        deliveries.unknown_all_schools(tx, delivery.delivery_id, reason, now)
        _end_reminders(tx, delivery, ReminderState.HELD, reason)


def _end_reminders(tx: Tx, delivery: Delivery, state: ReminderState, reason: str = "") -> None:
    if delivery.school_id is not None:
        moments.end_delivery(tx, delivery.school_id, delivery.delivery_id, state, reason)


def _groups(
    batch: list[tuple[Delivery, Address]],
) -> list[list[tuple[Delivery, Address]]]:
    """Split into groups of at most five that may go at once: none holds a chat twice."""
    groups: list[list[tuple[Delivery, Address]]] = [[]]
    for one in batch:
        chats = {address.address_id for _, address in groups[-1]}
        if len(groups[-1]) == AT_ONCE or one[1].address_id in chats:
            groups.append([])
        groups[-1].append(one)
    return [group for group in groups if group]
