"""The process is killed while a long plan is being stored: it is gone on with, once and whole."""

from functools import partial

import pytest
from sqlalchemy import func, select, update

from plan.school_years import first_year_of
from scheduler.clock import SystemClock
from storage.tables import duties, plans, tasks
from tests.faults.ground import Ground, passes
from tests.followup.test_long_plan import long_plan

ROWS = 3_000


def stored(ground: Ground) -> int:
    query = select(func.count()).select_from(tasks).where(tasks.c.plan_id.is_not(None))
    return ground.database.read(lambda tx: tx.execute(query).scalar_one())


def states(ground: Ground) -> list[str]:
    query = select(plans.c.state)
    return ground.database.read(lambda tx: list(tx.execute(query).scalars()))


def grows(ground: Ground, before: int) -> bool:
    return stored(ground) > before or "active" in states(ground)


@pytest.mark.timeout(600)
def test_killed_while_a_long_plan_is_stored(ground: Ground, *, is_long: bool) -> None:
    this_year = update(duties).values(first_year=first_year_of(SystemClock().now().date()))
    ground.database.write(lambda tx: tx.execute(this_year))
    principal = ground.people[0]
    # What is sent in answer to a reminder is evidence.
    passes(3)
    ground.service.start()
    principal.sends_file("ke-hoach.txt", long_plan(ROWS))
    ground.waits(lambda: any("Đã đọc" in seen.text for seen in principal.inbox))
    principal.presses("Nhận kế hoạch")
    ground.waits(lambda: stored(ground) > 0)
    for _ in range(8 if is_long else 2):
        ground.service.kill()
        more = partial(grows, ground, stored(ground))
        ground.service.start()
        ground.waits(more)
    ground.waits(lambda: "active" in states(ground))
    ground.waits(lambda: any("Đã nhận" in seen.text for seen in principal.inbox))
    passes(1)
    told = [seen.text for seen in principal.inbox if "Đã nhận" in seen.text]
    assert len(told) <= 2
    assert f"Đã nhận {ROWS} việc" in told[0]
    assert stored(ground) == ROWS
    assert ground.service.ends() == 0
