"""At the platform's limit a transaction carries what it can: it costs most of itself."""

import asyncio
import time

from sqlalchemy import Connection, event

from bench.load import MORNING, Size, fill
from bench.senders import drained
from bench.stub import Stub
from followup.ports import Rates
from nhacviec.engine import lane_maker
from scheduler.clock import ManualClock
from scheduler.drain import AT_ONCE
from scheduler.stepping import APART
from storage.database import Database

ANSWERS_AFTER = 0.1


def _sent(database: Database, bots: int, people: int) -> tuple[int, float]:
    """Send a morning at the limit of each bot; gives (transactions, seconds) of it."""
    fill(database, Size(bots, 1, people), queued=True)
    commits: list[Connection] = []

    @event.listens_for(database.engine, "commit")
    def count(tx: Connection) -> None:
        # A read ends so too, with nothing for the disk.
        if not tx.get_execution_options().get("nhacviec_reads"):
            commits.append(tx)

    platforms = {bot: Stub(Rates(), ANSWERS_AFTER) for bot in range(1, bots + 1)}
    lane_of = lane_maker(database, ManualClock(MORNING))
    began = time.monotonic()
    asyncio.run(drained([lane_of(bot, platform) for bot, platform in platforms.items()]))
    assert [len(platform.began) for platform in platforms.values()] == [people] * bots
    assert max(platform.most for platform in platforms.values()) <= AT_ONCE
    return len(commits), time.monotonic() - began


def test_an_outcome_is_recorded_with_the_next_that_begins(database: Database) -> None:
    commits, _ = _sent(database, bots=1, people=60)
    assert commits < 60 * 1.3


def test_the_steps_of_many_lanes_share_transactions(database: Database) -> None:
    bots, people = 10, 20
    commits, seconds = _sent(database, bots, people)
    # Taking each lane is a transaction of its own.
    assert commits <= bots + seconds / APART + 5
    assert commits < bots * people / 2
