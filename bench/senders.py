"""Senders on stubs: here, or in processes of their own, each with its share of the bots."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from bench.load import MORNING
from bench.stub import Stub
from followup.ports import Rates
from nhacviec.engine import lane_maker
from nhacviec.memory import settle_memory
from nhacviec.turns import take_short_turns
from scheduler.clock import ManualClock
from scheduler.lane import LaneRunner
from storage.database import Database
from tests.databases import KEYRING


@dataclass(frozen=True, slots=True)
class Platform:
    """What the stubs are: their limits, None for none, and their seconds for one message."""

    rates: Rates | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Sent:
    """What one process sent: when (monotonic seconds, by bot), at what cost of its CPU."""

    began: dict[int, list[float]]
    most_on_the_way: int
    busiest: int
    cpu: float

    @property
    def count(self) -> int:
        """How many messages."""
        return sum(map(len, self.began.values()))


def send(database: Database, bots: Sequence[int], platform: Platform) -> Sent:
    """Send all that some bots have to send."""
    stubs = {bot: Stub(platform.rates, platform.seconds) for bot in bots}
    settle_memory()
    take_short_turns()
    cpu = time.process_time()
    lane_of = lane_maker(database, ManualClock(MORNING))
    asyncio.run(drained([lane_of(bot_id, stub) for bot_id, stub in stubs.items()]))
    return Sent(
        {bot: stub.began for bot, stub in stubs.items()},
        max(stub.most for stub in stubs.values()),
        max(stub.busiest() for stub in stubs.values()),
        time.process_time() - cpu,
    )


async def drained(lanes: Iterable[LaneRunner]) -> None:
    """Drain lanes beside each other."""
    async with asyncio.TaskGroup() as group:
        for lane in lanes:
            group.create_task(lane.drain())


def send_in_processes(url: str, bots: int, processes: int, platform: Platform) -> list[Sent]:
    """Let each of some processes send for its share of the bots."""
    shares = [range(1 + first, bots + 1, processes) for first in range(processes)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        going = [pool.submit(_send_alone, url, list(share), platform) for share in shares]
        return [one.result() for one in going]


def _send_alone(url: str, bots: list[int], platform: Platform) -> Sent:
    database = Database(url, KEYRING)
    try:
        return send(database, bots, platform)
    finally:
        database.close()


def rate(sent: Sequence[Sent]) -> float:
    """Give the messages a second, from the first that began to the last."""
    times = [at for one in sent for began in one.began.values() for at in began]
    return len(times) / max(max(times) - min(times), 1e-9)
