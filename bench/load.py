"""A province in rows: bots, schools, people, tasks that fall due; stored really, in bulk."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count, islice
from typing import Any, NamedTuple

from sqlalchemy import Column, Executable, Table, func, insert, select, text

from plan.folding import fold
from plan.hours import ZONE, instant, local
from scheduler.due import expand
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
    prompts,
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


class Somebody(NamedTuple):
    """A person, the school and its bot, all counted from 1."""

    bot: int
    school: int
    person: int


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

    def everybody(self) -> Iterator[Somebody]:
        """Give each person."""
        school = person = 0
        for bot in range(1, self.bots + 1):
            for _ in range(self.schools):
                school += 1
                for _ in range(self.people):
                    person += 1
                    yield Somebody(bot, school, person)


def store(database: Database, table: Table, rows: Iterator[Row]) -> None:
    """Store many rows, a transaction a chunk."""
    while chunk := list(islice(rows, CHUNK)):
        work = partial(_run, insert(table)) if database.is_sqlite else partial(_copy, table)
        database.write(partial(work, chunk))


def _copy(table: Table, rows: list[Row], tx: Tx) -> None:
    """Store rows the way PostgreSQL takes many, with what our own column types make of them."""
    given = rows[0].keys()
    columns = [c for c in table.c if c.name in given or c.default is not None]
    turns = [c.type.dialect_impl(tx.dialect).bind_processor(tx.dialect) for c in columns]
    names = ", ".join(c.name for c in columns)
    cursor: Any = tx.connection.cursor()
    with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            values = [row[c.name] if c.name in given else _default(c) for c in columns]
            copy.write_row(
                [v if turn is None else turn(v) for v, turn in zip(values, turns, strict=True)]
            )


def _default(column: Column[Any]) -> Any:
    made: Any = column.default
    return made.arg(None) if made.is_callable else made.arg


def fill(database: Database, size: Size, *, queued: bool) -> None:
    """Store a province on its morning: with its digests queued, or its moments due."""
    made = size.morning - timedelta(days=30)
    for table, rows in (*_shared(size, made), *_people(size, made), *_work(size, made)):
        store(database, table, rows)
    store(database, moments, (_moment(size, one, queued=queued) for one in size.everybody()))
    if queued:
        store(database, deliveries, (_digest(size, one) for one in size.everybody()))
        store(database, reminders, (_reminder(one) for one in size.everybody()))
    settle(database)


def _shared(size: Size, made: datetime) -> Iterator[tuple[Table, Iterator[Row]]]:
    """Give the schools and their bots."""
    yield (
        schools,
        (
            {
                "school_id": n,
                "name": f"Trường {n}",
                "created_at": made,
                "started_at": made,
                "last_number": size.people,
            }
            for n in range(1, size.bots * size.schools + 1)
        ),
    )
    yield (
        bots,
        (
            {
                "bot_id": n,
                "channel": size.channel,
                "account": str(size.account + n - 1),
                "created_at": made,
            }
            for n in range(1, size.bots + 1)
        ),
    )
    yield lanes, ({"bot_id": n} for n in range(1, size.bots + 1))


def _people(size: Size, made: datetime) -> Iterator[tuple[Table, Iterator[Row]]]:
    """Give who works there, the first of each school its principal, and their chats."""
    yield persons, ({"person_id": one.person, "created_at": made} for one in size.everybody())
    yield members, (_member(one, made) for one in size.everybody())
    yield (
        duties,
        (
            {
                "school_id": one.school,
                "member_id": one.person,
                "first_year": 2024,
                "role": "HT" if one.person % size.people == 1 else "GV",
            }
            for one in size.everybody()
        ),
    )
    yield (
        addresses,
        (
            {
                "address_id": one.person,
                "bot_id": one.bot,
                "person_id": one.person,
                "kind": "person",
                "chat": str(FIRST_CHAT + one.person),
                "state": "open",
                "created_at": made,
            }
            for one in size.everybody()
        ),
    )


def _work(size: Size, made: datetime) -> Iterator[tuple[Table, Iterator[Row]]]:
    """Give each of them a task that falls due in three days."""
    due = size.day + timedelta(days=3)
    yield tasks, (_task(one, size.people, made) for one in size.everybody())
    yield (
        assignments,
        (
            {
                "school_id": one.school,
                "task_id": one.person,
                "part": "lead",
                "member_id": one.person,
            }
            for one in size.everybody()
        ),
    )
    yield (
        occurrences,
        (
            {
                "occurrence_id": one.person,
                "school_id": one.school,
                "task_id": one.person,
                "first_on": due,
                "due_on": due,
                "shape": "plain",
            }
            for one in size.everybody()
        ),
    )


def store_for_later(database: Database, count: int, day: date) -> None:
    """Store so many moments of the first school, each on one of the 300 days after a day."""
    days = [day + timedelta(days=1 + n) for n in range(300)]
    rows = (
        {
            "school_id": 1,
            "occurrence_id": 1,
            "rung": "before:3",
            "on_day": days[n % len(days)],
            "next_at": instant(days[n % len(days)], time(0)),
            "state": "waiting",
        }
        for n in range(count)
    )
    store(database, moments, rows)
    settle(database)


def remember(database: Database, size: Size, days: int) -> None:
    """Store what everybody was told on so many days before: a digest and an answer on each."""
    for table, made in ((deliveries, told_before), (prompts, _asked), (reminders, _reminded)):
        store(database, table, made(size, days))
    settle(database)


def _before(size: Size, days: int) -> Iterator[tuple[int, Somebody, datetime, bool]]:
    """Give each message of the days before, in their order: number, to whom, when, a digest."""
    numbers = count(size.messages + 1)
    for day in range(days, 0, -1):
        at = size.morning - timedelta(days=day)
        for is_digest in (True, False):
            for one in size.everybody():
                yield next(numbers), one, at, is_digest


def told_before(size: Size, days: int) -> Iterator[Row]:
    """Give the messages of so many days before, sent: a digest and an answer to each on each."""
    for number, one, at, is_digest in _before(size, days):
        yield _digest(size, one) | {
            "delivery_id": number,
            "kind": "digest" if is_digest else "answer",
            "rank": 2 if is_digest else 0,
            "dedup_key": f"before:{number}",
            "state": "SENT",
            "content": {"text": f"Tin số {number}, đã gửi.", "rows": []},
            "not_before": at,
            "created_at": at,
            "began_at": at,
            "ended_at": at,
            "message_id": str(number),
        }


def _asked(size: Size, days: int) -> Iterator[Row]:
    for number, one, at, _ in _before(size, days):
        yield {
            "prompt_id": number,
            "school_id": one.school,
            "member_id": one.person,
            "delivery_id": number,
            "kind": "task",
            "nonce": "a" * 12,
            "payload": {"occurrence": one.person},
            "options": [["done", "Xong"]],
            "takes_text": False,
            "state": "old",
            "created_at": at,
            "answered_at": at,
        }


def _reminded(size: Size, days: int) -> Iterator[Row]:
    for number, one, _, is_digest in _before(size, days):
        if is_digest:
            told = {"reminder_id": number, "delivery_id": number, "state": "told"}
            yield _reminder(one) | told


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


def expand_all(database: Database, now: datetime) -> None:
    """Look at everything that is due."""
    while database.write(lambda tx: expand(tx, now)):
        pass


def _run(statement: Executable, rows: list[Row] | None, tx: Tx) -> None:
    tx.execute(statement, rows)


def _member(one: Somebody, made: datetime) -> Row:
    name = f"Nguyễn Thị Tên{one.person}"
    return {
        "member_id": one.person,
        "school_id": one.school,
        "person_id": one.person,
        "full_name": name,
        "folded": fold(name),
        "call_name": f"Tên{one.person}",
        "address_word": "cô",
        "joined_at": made,
        "created_at": made,
    }


def _task(one: Somebody, people: int, made: datetime) -> Row:
    work = f"Hoàn thiện hồ sơ minh chứng số {one.person} của tổ chuyên môn"
    return {
        "task_id": one.person,
        "school_id": one.school,
        "number": (one.person - 1) % people + 1,
        "state": "active",
        "completion": "lead",
        "work": work,
        "folded_work": fold(work),
        "contact_id": one.person,
        "created_at": made,
    }


def _moment(size: Size, one: Somebody, *, queued: bool) -> Row:
    return {
        "moment_id": one.person,
        "school_id": one.school,
        "occurrence_id": one.person,
        "rung": "before:3",
        "on_day": size.day,
        "next_at": None if queued else instant(size.day, time(0)),
        "state": "expanded" if queued else "waiting",
    }


def _digest(size: Size, one: Somebody) -> Row:
    return {
        "delivery_id": one.person,
        "school_id": one.school,
        "bot_id": one.bot,
        "address_id": one.person,
        "member_id": one.person,
        "kind": "digest",
        "rank": 2,
        "dedup_key": f"digest:{one.person}:{size.day.isoformat()}",
        "not_before": size.morning,
        "created_at": size.morning,
        "state": "QUEUED",
    }


def _reminder(one: Somebody) -> Row:
    return {
        "school_id": one.school,
        "moment_id": one.person,
        "member_id": one.person,
        "delivery_id": one.person,
        "state": "queued",
    }


def printed(measure: Row) -> str:
    """Give a measure as its line of JSON."""
    return json.dumps(measure, ensure_ascii=False)
