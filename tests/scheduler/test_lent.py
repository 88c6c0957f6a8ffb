"""A lane that is given back after each message, as where workers may come, keeps its pace."""

import asyncio
from functools import partial

from bench.load import MORNING, Size, fill
from bench.stub import Stub
from followup.ports import Rates
from nhacviec.engine import lane_maker
from scheduler.clock import ManualClock
from storage import deliveries
from storage.database import Database, Tx
from storage.deliveries import Kind, NewDelivery, Rank

PEOPLE = 10


def _queue(number: int, tx: Tx) -> None:
    content = {"text": "chào"}
    key = f"notice:{number}"
    new = NewDelivery(1, number, None, Kind.NOTICE, Rank.NOTICE, key, MORNING, content)
    deliveries.queue(tx, 1, new, MORNING)


def test_what_one_sent_itself_is_not_counted_again_when_it_takes_its_lane_again(
    database: Database,
) -> None:
    fill(database, Size(1, 1, PEOPLE), queued=False)
    platform = Stub(Rates())
    asyncio.run(_lent(database, platform))
    assert len(platform.began) == PEOPLE
    # Counted twice each time, ten would fill the second of 28 and wait for the next.
    assert platform.began[-1] - platform.began[0] < 1.0


async def _lent(database: Database, platform: Stub) -> None:
    lane = lane_maker(database, ManualClock(MORNING))(1, platform)
    for number in range(1, PEOPLE + 1):
        await database.writes(partial(_queue, number))
        await lane.lend()
