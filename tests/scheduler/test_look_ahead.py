"""What was composed ahead of its turn is said only while it is true."""

import asyncio
from collections import Counter

from bench.load import FIRST_CHAT, MORNING, Size, fill
from bench.stub import Stub
from followup.ports import Outcome, Prompt, Target
from nhacviec.engine import lane_maker
from plan.model import TaskState
from scheduler.clock import ManualClock
from storage import tasks
from storage.database import Database, Tx
from storage.history import Actor
from storage.school_day import SchoolDay

PEOPLE = 12
CANCELLED = 9


class Interrupted(Stub):
    """While the third message is on its way, somebody's task is cancelled."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.told: list[str] = []
        self._database = database
        self._is_cancelled = asyncio.Event()

    async def send(self, target: Target, prompt: Prompt) -> Outcome:
        self.told.append(target.chat)
        if len(self.told) == 3:
            await self._database.writes(_cancel, chat=True)
            self._is_cancelled.set()
        # Nobody is answered before, so that no more than these are on their way.
        await self._is_cancelled.wait()
        return await super().send(target, prompt)


def _cancel(tx: Tx) -> None:
    deed = SchoolDay.of(tx, 1, MORNING).deed("cancel", Actor(None, "test"))
    tasks.change(deed, CANCELLED, state=str(TaskState.CANCELLED))


def test_what_was_cancelled_meanwhile_is_not_said_and_the_rest_is_said_once(
    database: Database,
) -> None:
    fill(database, Size(1, 1, PEOPLE), queued=True)
    platform = Interrupted(database)
    lane = lane_maker(database, ManualClock(MORNING))(1, platform)
    asyncio.run(lane.drain())
    everybody = {str(FIRST_CHAT + n) for n in range(1, PEOPLE + 1)}
    assert Counter(platform.told) == Counter(everybody - {str(FIRST_CHAT + CANCELLED)})
