"""A province in rows: bots, schools, people, tasks that fall due; stored really, in bulk."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select, text

from plan.folding import fold
from plan.hours import ZONE, instant, local
from storage.database import Database, Tx
from storage.tables import (
    addresses,
    assignments,
    bots,
    deliveries,
    duties,
    lanes,
    members,
    metadata,
    moments,
    occurrences,
    persons,
    reminders,
    schools,
    tasks,
)

# A school day without a feast near it, before the default hour of digests.
DAY = date(2024, 10, 16)
MORNING = datetime.combine(DAY, time(6, 30), ZONE)
CHUNK = 5_000
FIRST_CHAT = 1_000_000
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How many bots, schools a bot, people a school; each person has one task falling due."""

    bots: int
    schools: int
    people: int
    morning: datetime = MORNING
    channel: str = "stub"
    # The platform's number of the first bot; the others follow.
    account: int = 1

    @property
    def day(self) -> date:
        """The day on which everybody is to be told something."""
        return local(self.morning).date()

    @property
    def messages(self) -> int:
        """How many people are to be told something this morning."""
        return self.bots * self.schools * self.people

    def everybody(self) -> Iterator[tuple[int, int, int]]:
        """Give (bot, school, person) for each person, all counted from 1."""
        school = person = 0
        for bot in range(1, self.bots + 1):
            for _ in range(self.schools):
                school += 1
                for _ in range(self.people):
                    person += 1
                    yield bot, school, person


def store(database: Database, table: Any, rows: Iterator[Row]) -> None:
    """Store many rows, a transaction a chunk."""
    while chunk := list(islice(rows, CHUNK)):
        database.write(partial(_run, insert(table), chunk))


def fill(database: Database, size: Size, *, queued: bool) -> None:
    """Store a province on its morning: with its digests queued, or its moments due."""
    made = size.morning - timedelta(days=30)
    due = size.day + timedelta(days=3)
    people = list(size.everybody())
    in_order: list[tuple[Any, Callable[[], Iterator[Row]]]] = [
        (
            schools,
            lambda: (
                {
                    "school_id": n,
                    "name": f"Trường {n}",
                    "created_at": made,
                    "started_at": made,
                    "last_number": size.people,
                }
                for n in range(1, size.bots * size.schools + 1)
            ),
        ),
        (
            bots,
            lambda: (
                {
                    "bot_id": n,
                    "channel": size.channel,
                    "account": str(size.account + n - 1),
                    "created_at": made,
                }
                for n in range(1, size.bots + 1)
            ),
        ),
        (lanes, lambda: ({"bot_id": n} for n in range(1, size.bots + 1))),
        (persons, lambda: ({"person_id": n, "created_at": made} for _, _, n in people)),
        (members, lambda: (_member(school, n, made) for _, school, n in people)),
        (
            duties,
            lambda: (
                {
                    "school_id": school,
                    "member_id": n,
                    "first_year": 2024,
                    "role": "HT" if n % size.people == 1 else "GV",
                }
                for _, school, n in people
            ),
        ),
        (
            addresses,
            lambda: (
                {
                    "address_id": n,
                    "bot_id": bot,
                    "person_id": n,
                    "kind": "person",
                    "chat": str(FIRST_CHAT + n),
                    "state": "open",
                    "created_at": made,
                }
                for bot, _, n in people
            ),
        ),
        (tasks, lambda: (_task(school, n, size.people, made) for _, school, n in people)),
        (
            assignments,
            lambda: (
                {"school_id": school, "task_id": n, "part": "lead", "member_id": n}
                for _, school, n in people
            ),
        ),
        (
            occurrences,
            lambda: (
                {
                    "occurrence_id": n,
                    "school_id": school,
                    "task_id": n,
                    "first_on": due,
                    "due_on": due,
                    "shape": "plain",
                }
                for _, school, n in people
            ),
        ),
        (moments, lambda: (_moment(size, school, n, queued=queued) for _, school, n in people)),
    ]
    if queued:
        in_order += [
            (deliveries, lambda: (_digest(size, bot, school, n) for bot, school, n in people)),
            (
                reminders,
                lambda: (
                    {
                        "school_id": school,
                        "moment_id": n,
                        "member_id": n,
                        "delivery_id": n,
                        "state": "queued",
                    }
                    for _, school, n in people
                ),
            ),
        ]
    for table, rows in in_order:
        store(database, table, rows())
    settle(database)


def wait_for_tomorrow(database: Database, count: int) -> None:
    """Store so many moments of one school that are not due yet."""
    fill(database, Size(1, 1, 1), queued=True)
    rows = (
        {
            "school_id": 1,
            "occurrence_id": 1,
            "rung": "before:3",
            "on_day": DAY + timedelta(days=1 + n % 300),
            "next_at": instant(DAY + timedelta(days=1 + n % 300), time(0)),
            "state": "waiting",
        }
        for n in range(count)
    )
    store(database, moments, rows)
    settle(database)


def settle(database: Database) -> None:
    """Let the database know how its rows lie, as its own upkeep would in time."""
    statement = "PRAGMA optimize=0x10002" if database.is_sqlite else "ANALYZE"
    database.write(partial(_run, text(statement), None))
    if database.is_sqlite:
        return
    # The rows brought their numbers: the sequences go on after them.
    for table in metadata.sorted_tables:
        key = next(iter(table.primary_key))
        if key.autoincrement is True:
            number = func.pg_get_serial_sequence(table.name, key.name)
            last = select(func.setval(number, func.coalesce(func.max(key), 0) + 1))
            database.write(partial(_run, last.select_from(table), None))


def _run(statement: Any, rows: list[Row] | None, tx: Tx) -> None:
    tx.execute(statement, rows)


def _member(school: int, n: int, made: datetime) -> Row:
    name = f"Nguyễn Thị Tên{n}"
    return {
        "member_id": n,
        "school_id": school,
        "person_id": n,
        "full_name": name,
        "folded": fold(name),
        "call_name": f"Tên{n}",
        "address_word": "cô",
        "joined_at": made,
        "created_at": made,
    }


def _task(school: int, n: int, people: int, made: datetime) -> Row:
    work = f"Hoàn thiện hồ sơ minh chứng số {n} của tổ chuyên môn"
    return {
        "task_id": n,
        "school_id": school,
        "number": (n - 1) % people + 1,
        "state": "active",
        "completion": "lead",
        "work": work,
        "folded_work": fold(work),
        "contact_id": n,
        "created_at": made,
    }


def _moment(size: Size, school: int, n: int, *, queued: bool) -> Row:
    return {
        "moment_id": n,
        "school_id": school,
        "occurrence_id": n,
        "rung": "before:3",
        "on_day": size.day,
        "next_at": None if queued else instant(size.day, time(0)),
        "state": "expanded" if queued else "waiting",
    }


def _digest(size: Size, bot: int, school: int, n: int) -> Row:
    return {
        "delivery_id": n,
        "school_id": school,
        "bot_id": bot,
        "address_id": n,
        "member_id": n,
        "kind": "digest",
        "rank": 2,
        "dedup_key": f"digest:{n}:{size.day.isoformat()}",
        "not_before": size.morning,
        "created_at": size.morning,
        "state": "QUEUED",
    }


def printed(measure: Row) -> str:
    """Give a measure as its line of JSON."""
    return json.dumps(measure, ensure_ascii=False)
