"""The parts of a running bot put together: inbox, clock, lanes, in one process."""

import asyncio
import os
import secrets
import socket
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.channels.channel import Channel
from bot.commands.week import compose_week
from bot.commands.year import compose_review
from bot.filling import PlanFiller
from bot.intake import Intake, ReadDocument
from bot.papers import MakePaper, PaperMaker, nobody_makes
from followup.compose import compose_catch_ups, compose_digests, compose_escalations
from followup.ports import Sender
from followup.say import Composed, Say
from scheduler import meter
from scheduler.clock import Clock
from scheduler.due import expand, is_any_due
from scheduler.lane import LaneRunner
from scheduler.preparing import Compose, Preparing
from scheduler.stepping import Stepper
from storage import inbox, papers, wakes
from storage.database import Database, Tx
from storage.deliveries import Delivery, Kind
from storage.files import FileStore
from storage.school_day import SchoolDay, SchoolDays
from texts.render import render


def one_by_one(compose: Callable[[SchoolDay, Delivery], Say | None]) -> Compose:
    """Compose what is said to few people one delivery at a time."""

    def composed(days: SchoolDays, batch: Sequence[Delivery]) -> dict[int, Composed]:
        said = {d.delivery_id: compose(days[d.school_id], d) for d in batch}
        return {
            number: Composed(say, "" if say is None else render(say.message))
            for number, say in said.items()
        }

    return composed


COMPOSERS: Mapping[Kind, Compose] = {
    Kind.DIGEST: compose_digests,
    Kind.CATCH_UP: compose_catch_ups,
    Kind.ESCALATION: compose_escalations,
    Kind.WEEKLY: one_by_one(compose_week),
    Kind.REVIEW: one_by_one(compose_review),
}


def lane_maker(database: Database, clock: Clock) -> Callable[[int, Sender], LaneRunner]:
    """Give what makes the senders of this process, of (bot, channel); they share transactions."""
    # Never the same twice: what a process left behind is not its successor's.
    owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    stepper = Stepper(database, clock, owner, Preparing(COMPOSERS))
    return lambda bot_id, channel: LaneRunner(stepper, channel, bot_id)


class Engine:
    """Everything that turns what is stored into what is sent, for the bots of this process."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[int, Channel],
        clock: Clock,
        workshop: tuple[FileStore, ReadDocument],
    ) -> None:
        self.database = database
        self.clock = clock
        # What a service does when there is something to send on a lane that rests.
        self.answered: Callable[[int], None] = lambda _bot_id: None
        self.intake = Intake(database, channels, clock, workshop, self.nudge)
        self._files = workshop[0]
        self.papers = PaperMaker(database, clock, self._files, nobody_makes)
        self.plans = PlanFiller(database, clock)
        self._lane_of = lane_maker(database, clock)
        self.lanes = {bot_id: self._lane_of(bot_id, one) for bot_id, one in channels.items()}

    def takes_up(self, bot_id: int, channel: Channel) -> None:
        """Handle and send for one more bot from now on."""
        self.intake.channels[bot_id] = channel
        # A new mapping: whoever reads the one before in a thread goes on with it.
        self.lanes = {**self.lanes, bot_id: self._lane_of(bot_id, channel)}

    async def lets_go(self, bot_id: int) -> None:
        """Wait for what is on its way for a bot, then handle and send nothing more for it."""
        self.intake.channels.pop(bot_id, None)
        await self.lanes[bot_id].stop()
        self.lanes = {number: one for number, one in self.lanes.items() if number != bot_id}

    def nudge(self, bot_id: int) -> None:
        """Let a lane send an answer at once that was just stored."""
        lane = self.lanes.get(bot_id)
        if lane is not None:
            lane.nudge()
            self.answered(bot_id)

    def makes_papers(self, make: MakePaper) -> None:
        """Say who draws and writes; until then the week goes out in words alone."""
        self.papers = PaperMaker(self.database, self.clock, self._files, make)
        self.intake.make = make
        self.papers.show_at = self.intake.busy.show_at

    async def tick(self) -> None:
        """Turn everything that is due into deliveries, batch by batch."""
        reads, writes = self.database.reads, self.database.writes
        while await reads(lambda tx: is_any_due(tx, self.clock.now())):
            count = await writes(lambda tx: expand(tx, self.clock.now()))
            meter.expanded(count)
            if not count:
                # Another process has it.
                break
        meter.ticked()

    async def drain(self) -> None:
        """Send what is due on every lane."""
        async with asyncio.TaskGroup() as group:
            for lane in self.lanes.values():
                group.create_task(lane.drain())

    async def stop(self) -> None:
        """Wait for what is on its way, and leave the lanes to whoever comes next."""
        async with asyncio.TaskGroup() as group:
            for lane in self.lanes.values():
                group.create_task(lane.stop())

    async def settle(self) -> None:
        """Do everything that can be done at this instant: handle, expand, send."""
        await self.intake.run()
        await self.plans.run()
        await self.tick()
        await self.papers.run()
        await self.drain()

    async def next_at(self) -> datetime | None:
        """Say when there is something to do next, by the clock alone."""
        return await self.database.reads(self._next_at)

    def _next_at(self, tx: Tx) -> datetime | None:
        times = [
            wakes.next_at_all_schools(tx),
            inbox.next_retry_all_schools(tx, list(self.lanes)),
            papers.next_at_all_schools(tx),
        ]
        times += [lane.next_at(tx) for lane in self.lanes.values()]
        return min((at for at in times if at is not None), default=None)
