"""Who sends keeps its lane once a second, and never begins anything on the end of its lease."""

import asyncio
from datetime import timedelta
from functools import partial

from bench.load import MORNING, Size, fill
from nhacviec.engine import COMPOSERS
from scheduler.clock import ManualClock
from scheduler.preparing import Preparing, Upcoming, addressed
from scheduler.stepping import LEASE, Stepper, Turn
from storage import lanes, sending
from storage.database import Database, Tx
from storage.lanes import Lane

BOT = 1
SECOND = timedelta(seconds=1)
# A step's intents begin within a second, and the platform's own second has to be over before
# another owner sends: so much of the lease is left when anything is stored.
LEFT = timedelta(seconds=2)


def test_a_lane_is_kept_once_a_second_while_it_sends(database: Database) -> None:
    steps = (0.0, 0.4, 0.9, 1.0, 1.5, 2.1, 2.2)
    fill(database, Size(1, 1, len(steps)), queued=True)
    clock = ManualClock(MORNING)
    stepper = Stepper(database, clock, "me", Preparing(COMPOSERS))
    until = MORNING + LEASE
    taken = database.write(lambda tx: lanes.take_all_schools(tx, BOT, "me", MORNING, until))
    assert taken is not None
    ends = []
    for seconds, one in zip(steps, database.read(partial(_due, stepper)), strict=True):
        clock.move_to(MORNING + seconds * SECOND)
        step = asyncio.run(stepper.step(Turn(taken, [one], [], wants_answers=False)))
        assert [ready.upcoming.number for ready in step.ready] == [one.number]
        lane = database.write(_lane)
        assert lane.lease_until is not None
        assert lane.lease_until - clock.now() >= LEFT
        ends.append(lane.lease_until)
    assert sorted({end - LEASE for end in ends}) == [
        MORNING,
        MORNING + SECOND,
        MORNING + 2.1 * SECOND,
    ]


def test_a_clock_set_back_does_not_leave_a_lane_unkept(database: Database) -> None:
    fill(database, Size(1, 1, 1), queued=True)
    sent = MORNING + timedelta(hours=1)
    database.write(lambda tx: lanes.keep_sending_all_schools(tx, [BOT], sent, sent + LEASE))
    lane = database.write(_lane)
    assert lane.was_kept(sent + SECOND / 2)
    assert not lane.was_kept(sent + SECOND)
    assert not lane.was_kept(MORNING), "what was written an hour ahead keeps nothing"


def _due(stepper: Stepper, tx: Tx) -> list[Upcoming]:
    found = sending.due_of_school_all_schools(tx, (BOT, 1), MORNING, 100)
    return stepper.preparing.compose(tx, addressed(tx, found, MORNING)[0], MORNING)


def _lane(tx: Tx) -> Lane:
    return lanes.locked_all_schools(tx, [BOT])[BOT]
