"""Waking the workers of other machines, and doing their part where none comes."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from scheduler.clock import Clock
from scheduler.cluster import SCHEMA, STALLED_SECONDS, Cluster
from scheduler.lane import LaneRunner
from storage import lanes, sending, workers
from storage.database import Database, Tx

# A worker takes a lane sooner than this; after it nobody will.
GRACE = timedelta(seconds=1)
LOOK_AGAIN = timedelta(seconds=0.5)


class Waking:
    """Which lanes wait for a worker, and since when."""

    def __init__(self, database: Database, cluster: Cluster, clock: Clock) -> None:
        self._database = database
        self._cluster = cluster
        self._clock = clock
        self._since: dict[int, datetime] = {}

    async def wake(self) -> datetime | None:
        """Wake workers for what is due; gives when to look again, None when nothing is.

        A lane may be taken or given back while we look: whatever is due is looked at again.
        """
        now = self._clock.now()
        due = await self._database.reads(lambda tx: sending.bots_due_all_schools(tx, now))
        free = await self._database.reads(lambda tx: lanes.free_lanes_all_schools(tx, due, now))
        self._since = {bot_id: self._since.get(bot_id, now) for bot_id in free}
        await self._cluster.wake(free)
        return now + LOOK_AGAIN if due else None

    async def send(self, bot_id: int, runners: Mapping[int, LaneRunner]) -> None:
        """Send the answers of a lane from here; all of it where no worker is or came for it."""
        since = self._since.get(bot_id)
        is_left = since is not None and self._clock.now() - since >= GRACE
        is_left = is_left or not await self._database.reads(_is_helped)
        await runners[bot_id].lend(only_answers=not is_left)


def _is_helped(tx: Tx) -> bool:
    """Whether a worker lives, of this machine or another."""
    return workers.is_any_alive_all_schools(tx, SCHEMA, timedelta(seconds=STALLED_SECONDS))
