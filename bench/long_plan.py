"""How long what a school does with a plan of thousands of rows holds the one writer.

    python -m bench.long_plan [--scale 1]     prints JSON lines; at 1: 5,000 rows

Each deed is done and undone again, beside writing as many rows once, one after another.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select, update

from bench.lines import Benches, run
from bench.service import MILLI, databases
from followup.edit_plan import apply_difference
from followup.import_plan import draft_plan
from followup.new_year import GROUPS, start_new_year
from followup.set_calendar import set_calendar
from followup.set_reminding import set_reminding
from followup.start_reminding import start_reminding
from followup.take_back import take_back
from nhacviec.memory import settle_memory
from plan.documents import Document, read_document
from plan.ladder import DEFAULT_LADDER
from storage.database import Database, Tx
from storage.history import Actor
from storage.school_day import SchoolDay
from storage.tables import tasks
from tests.followup.test_long_plan import long_plan
from tests.school import SampleSchool, at

Row = dict[str, Any]
ROWS = 5_000
RUNS = 3
START = "2025-01-02 07:00"
JUNE = at("2025-06-02 07:00")
TARGET = "best <= 1000 ms"


class _UndoneError(Exception):
    """What was measured is not kept."""


def _best_ms(database: Database, work: Callable[[Tx], object]) -> float:
    """Give how long a transaction takes that is rolled back, at best, in milliseconds."""
    took: list[float] = []

    def timed(tx: Tx) -> None:
        start = time.perf_counter()
        work(tx)
        took.append((time.perf_counter() - start) * MILLI)
        raise _UndoneError

    for _ in range(RUNS):
        try:
            database.write(timed)
        except _UndoneError:
            continue
    return round(min(took), 1)


def _imported(database: Database, rows: int) -> SampleSchool:
    school = SampleSchool(database, Path(tempfile.mkdtemp(prefix="nhacviec-bench-")), START)
    school.platform.files["long"] = long_plan(rows)
    file = {"reference": "long", "name": "ke-hoach.txt"}
    school.says("thầy Nam", "", kind="file", files=[file])
    school.presses("thầy Nam", "Nhận kế hoạch")
    return school


def _writes_each(tx: Tx) -> None:
    """Write every task once, by its key."""
    rows = [{"of_row": number} for number in tx.execute(select(tasks.c.task_id)).scalars()]
    statement = update(tasks).where(tasks.c.task_id == bindparam("of_row"))
    tx.execute(statement.values(result="x"), rows)


def _edits(day: SchoolDay, actor: Actor, document: Document) -> None:
    """Take in the plan with every row on another day; it is read before, by another process."""
    draft = draft_plan(day, actor, document, ("ke-hoach.txt", "0" * 64))
    apply_difference(day, actor, draft)


Deed = Callable[[SchoolDay, Actor], object]


def _deeds(rows: int) -> dict[str, tuple[Deed, datetime]]:
    ladder = DEFAULT_LADDER.changed({"short": [5, 2, 0]})
    text = long_plan(rows).replace(b"/1/2025", b"/3/2025").replace(b"/2/2025", b"/4/2025")
    moved = read_document("ke-hoach.txt", text)
    now, calendar = at(START), {"first_semester_end": "2025-01-10"}
    return {
        "ladder": (lambda day, actor: set_reminding(day, actor, day.hours, ladder), now),
        "calendar": (lambda day, actor: set_calendar(day, actor, 2024, calendar), now),
        "take back": (take_back, now),
        "edit": (lambda day, actor: _edits(day, actor, moved), now),
        "next year": (lambda day, actor: start_new_year(day, actor, GROUPS), JUNE),
    }


def _holds(name: str, database: Database, rows: int) -> Iterator[Row]:
    school = _imported(database, rows)
    actor = Actor(school.member("thầy Nam").member_id, "bench")
    base = _best_ms(database, _writes_each)

    def line(what: str, took: float) -> Row:
        found = {"bench": "long_plan.holds", "database": name, "rows": rows, "deed": what}
        return found | {"best_ms": took, "ratio": round(took / base, 2), "target": TARGET}

    def held(deed: Deed, now: datetime) -> float:
        def does(tx: Tx) -> None:
            deed(SchoolDay.of(tx, school.school_id, now), actor)

        return _best_ms(database, does)

    # As the service does: the cycle collector looks less often.
    settle_memory()
    yield line("start", held(start_reminding, at(START)))
    school.do(lambda day: start_reminding(day, actor))
    for what, (deed, now) in _deeds(rows).items():
        yield line(what, held(deed, now))
    yield line("each row written once", base)


def holds(scale: float) -> Iterator[Row]:
    """Time each deed on both databases."""
    for name, opened in databases():
        with opened as database:
            yield from _holds(name, database, round(ROWS * scale))


BENCHES: Benches = {"holds": holds}


if __name__ == "__main__":
    run(BENCHES)
