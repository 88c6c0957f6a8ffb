"""Schools that have something to say are asked for together, and each is spoken of by itself."""

import asyncio
from datetime import timedelta
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bench.load import DAY, FIRST_CHAT, MORNING, Size, fill
from bench.stub import Stub
from followup.ports import Outcome, Prompt, Target
from nhacviec.engine import COMPOSERS, lane_maker
from plan.model import TaskState
from scheduler.clock import ManualClock
from scheduler.preparing import Preparing, Upcoming, addressed
from storage import people, schools, sending, tasks
from storage.database import Database, Tx
from storage.history import Actor
from storage.school_day import SchoolDay
from tests.databases import fresh_postgresql, fresh_sqlite

PREPARING = Preparing(COMPOSERS)
ALL = (1, 2, 3)
PEOPLE = 4


def _look(tx: Tx, *school_ids: int) -> list[Upcoming]:
    due = [
        one
        for number in school_ids
        for one in sending.due_of_school_all_schools(tx, (1, number), MORNING, 100)
    ]
    return PREPARING.compose(tx, addressed(tx, due, MORNING)[0], MORNING)


def _texts(seen: list[Upcoming]) -> dict[int, str | None]:
    return {one.number: one.composed.text if one.composed else None for one in seen}


def _differ(tx: Tx) -> None:
    """Give the second school another calendar; in the third somebody left, a task is over."""
    deed = SchoolDay.of(tx, 2, MORNING).deed("calendar", Actor(None, "test"))
    off = (DAY + timedelta(days=3)).isoformat()
    schools.override_calendar(deed, 2024, {"extra_days_off": [off]})
    deed = SchoolDay.of(tx, 3, MORNING).deed("change", Actor(None, "test"))
    people.change_member(deed, 2 * PEOPLE + 1, left_at=MORNING)
    tasks.change(deed, 2 * PEOPLE + 2, state=str(TaskState.CANCELLED))


def test_what_is_said_of_a_school_does_not_depend_on_the_others(database: Database) -> None:
    fill(database, Size(1, 3, PEOPLE), queued=True)
    database.write(_differ)
    together = database.read(lambda tx: _texts(_look(tx, *ALL)))
    alone = database.read(lambda tx: [_texts(_look(tx, number)) for number in ALL])
    assert together == alone[0] | alone[1] | alone[2]
    said = [sum(bool(text) for text in texts.values()) for texts in alone]
    assert said == [PEOPLE, PEOPLE, PEOPLE - 2]
    # The day itself is off in the second alone, which its people are told.
    moved = [any("hạn ghi" in (text or "") for text in texts.values()) for texts in alone]
    assert moved == [False, True, False]


def _questions(database: Database, count: int) -> int:
    fill(database, Size(1, count, PEOPLE), queued=True)
    asked: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    def look(tx: Tx) -> None:
        whose = range(1, count + 1)
        due = [sending.due_of_school_all_schools(tx, (1, n), MORNING, 100) for n in whose]
        event.listen(database.engine, "before_cursor_execute", keep)
        PREPARING.compose(tx, addressed(tx, list(chain(*due)), MORNING)[0], MORNING)
        event.remove(database.engine, "before_cursor_execute", keep)

    database.read(look)
    return len(asked)


def test_ten_schools_are_asked_for_with_as_many_questions_as_one(
    database: Database, tmp_path: Path
) -> None:
    one = _questions(database, 1)
    with fresh_sqlite(tmp_path) if database.is_sqlite else fresh_postgresql() as another:
        assert _questions(another, 10) == one > 0


class Ordered(Stub):
    """Keeps to whom it was told to send."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[int] = []

    async def send(self, target: Target, prompt: Prompt) -> Outcome:
        self.told.append(int(target.chat) - FIRST_CHAT)
        return await super().send(target, prompt)


def _turns(database: Database, size: Size) -> list[tuple[int, int]]:
    """Give (school, how many of its people in a row) in the order they were told."""
    fill(database, size, queued=True)
    platform = Ordered()
    lane = lane_maker(database, ManualClock(MORNING))(1, platform)
    asyncio.run(lane.drain())
    assert sorted(platform.told) == list(range(1, size.messages + 1))
    schools_told = [(person - 1) // size.people + 1 for person in platform.told]
    return [(school, len(list(run))) for school, run in groupby(schools_told)]


def test_small_schools_follow_each_other(database: Database) -> None:
    assert _turns(database, Size(1, 25, 15)) == [(school, 15) for school in range(1, 26)]


def test_no_large_school_goes_before_all_of_another(database: Database) -> None:
    turns = _turns(database, Size(1, 3, 150))
    assert turns[:3] == [(1, 100), (2, 100), (3, 100)]
    assert {school for school, _ in turns[3:]} == set(ALL)
