"""Answers to one chat keep their order, also where the chat's own limit lets them wait."""

import asyncio
from functools import partial

from bench.load import MORNING, Size, fill
from bench.stub import Stub
from followup.ports import Outcome, Prompt, Rates, Target
from nhacviec.engine import lane_maker
from scheduler.clock import ManualClock
from storage import deliveries
from storage.database import Database, Tx
from storage.deliveries import Kind, NewDelivery, Rank

AT_FIRST = 3
LATER = 2


class Listening(Stub):
    """A platform that takes ten a second of one chat, one after another."""

    def __init__(self, begun: asyncio.Event) -> None:
        super().__init__(Rates(per_chat=10.0, chat_burst=1.0))
        self.told: list[str] = []
        self._begun = begun

    async def send(self, target: Target, prompt: Prompt) -> Outcome:
        self.told.append(prompt.text)
        self._begun.set()
        return await super().send(target, prompt)


def _queue(number: int, tx: Tx) -> None:
    content = {"text": str(number)}
    key = f"answer:{number}:1"
    new = NewDelivery(1, 1, None, Kind.ANSWER, Rank.ANSWER, key, MORNING, content)
    deliveries.queue(tx, 1, new, MORNING)


def test_a_new_answer_goes_behind_those_that_wait_for_their_chat(database: Database) -> None:
    fill(database, Size(1, 1, 1), queued=False)
    for number in range(AT_FIRST):
        database.write(partial(_queue, number))

    told = asyncio.run(_told(database))

    assert told == [str(number) for number in range(AT_FIRST + LATER)]


async def _told(database: Database) -> list[str]:
    begun = asyncio.Event()
    platform = Listening(begun)
    lane = lane_maker(database, ManualClock(MORNING))(1, platform)
    async with asyncio.TaskGroup() as group:
        group.create_task(lane.drain())
        await begun.wait()
        for number in range(AT_FIRST, AT_FIRST + LATER):
            await database.writes(partial(_queue, number), chat=True)
            lane.nudge()
    return platform.told
