"""The one sender of a bot: claims, stores the intent, sends, records the outcome (T2 to T4)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from followup.ports import Outcome, Prompt, Sender, Target
from followup.post import content_of, prompt_of
from followup.say import Say
from scheduler.clock import Clock
from scheduler.limits import Limits
from scheduler.outcomes import cancel, doubt, record
from storage import bots, deliveries, lanes
from storage.bots import Address
from storage.database import Database, Tx
from storage.deliveries import Delivery, Kind
from storage.lanes import Lane

CLAIM = 300
AT_ONCE = 5
# So soon a lane whose owner died is taken by another; whoever sends keeps it with every group.
LEASE = timedelta(seconds=4)

T = TypeVar("T")
Compose = Callable[[Tx, Delivery, datetime], Say | None]


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

    async def give_back(self) -> None:
        """Let another owner send at once; for the end of a process."""
        await self._in_thread(
            lambda tx: lanes.give_back_all_schools(tx, self._bot_id, self._owner)
        )

    def next_at(self, tx: Tx) -> datetime | None:
        """Say when to drain again, later than now: what may be sent now is being sent."""
        now = self._clock.now()
        free = lanes.free_at_all_schools(tx, self._bot_id, self._owner) or now
        later = deliveries.next_after_all_schools(tx, self._bot_id, now)
        if free > now and deliveries.is_any_due_all_schools(tx, self._bot_id, now):
            return free
        return None if later is None else max(later, free)

    async def _send_group(self, lane: Lane, group: list[tuple[Delivery, Address]]) -> int:
        await self._pace(group)
        ready = await self._in_thread(lambda tx: self._intend(tx, lane, group))
        outcomes = await self._send(ready)
        await self._in_thread(lambda tx: self._record(tx, outcomes))
        return len(ready)

    async def _in_thread(self, work: Callable[[Tx], T]) -> T:
        return await self._database.writes(work)

    def _claim(self, tx: Tx) -> tuple[Lane, list[tuple[Delivery, Address]]] | None:
        now = self._clock.now()
        lane = lanes.take_all_schools(tx, self._bot_id, self._owner, now, now + LEASE)
        if lane is None:
            return None
        # Nothing of ours is on its way now: whatever is leased or begun was left behind.
        for left in deliveries.release_all_schools(tx, self._bot_id):
            doubt(tx, left, "owner gone", now)
        if lane.penalty_until is not None and lane.penalty_until > now:
            return None
        claimed = deliveries.claim_all_schools(tx, self._bot_id, self._owner, now, CLAIM)
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
        if not lanes.holds_all_schools(tx, lane, now, now + LEASE):
            return []
        ready = []
        for delivery, address in group:
            content = self._content(tx, delivery, now)
            if content is None:
                cancel(tx, delivery, now)
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
            tried = replace(message.delivery, tries=message.delivery.tries + 1)
            record(tx, tried, outcome, now)


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
