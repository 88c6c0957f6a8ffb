"""How fast the week is told, drawn and written, each beside a baseline; prints JSON lines."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.schools import NOW, PROVINCE, schools
from nhacviec.workshop import Workshop
from plan.model import Span
from plan.papers import PaperKind, Wanted
from reports.papers.gather import Call, call_for
from reports.province import roll_up
from reports.rollup import roll_up_all_schools
from reports.weekly import week
from storage import tables
from storage.database import Database, Tx
from storage.provinces import Province
from storage.school_day import SchoolDay
from texts.render import render, somebody

ROOT = Path(__file__).resolve().parents[1]
MILLI = 1000
RUNS = 7
TASKS, MANY_TASKS, SCHOOLS = 200, 500, 40
PROVINCE_TASKS, PROVINCE_SCHOOLS = 40, 500
# What anybody would write first: a bar chart by pyplot, in a process of its own.
BARE_CHART = """
import io, matplotlib
matplotlib.use("Agg")
from matplotlib import pyplot
pyplot.figure(figsize=(10.8, 19), dpi=100)
pyplot.barh(range(6), range(6))
pyplot.savefig(io.BytesIO())
"""


def best_ms(run: Callable[[], object], runs: int = RUNS) -> dict[str, float]:
    """Give the best and the median of several runs, in milliseconds."""
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        took.append((time.perf_counter() - start) * MILLI)
    return {"best_ms": round(min(took), 1), "median_ms": round(statistics.median(took), 1)}


def measured(
    name: str, ours: Callable[[], object], baseline: tuple[str, Callable[[], object]], target: str
) -> Iterator[dict[str, Any]]:
    """Give our line and the baseline's, with how many times the baseline ours takes."""
    base_name, base = baseline
    theirs, own = best_ms(base), best_ms(ours)
    ratio = round(own["best_ms"] / theirs["best_ms"], 2)
    yield {"bench": f"papers.{name}", "of": "ours", **own, "ratio": ratio, "target": target}
    yield {"bench": f"papers.{name}", "of": base_name, **theirs}


def rows_read(tx: Tx) -> int:
    """Read every row the week is made of, and do nothing with it."""
    read = (tables.tasks, tables.occurrences, tables.assignments, tables.reports, tables.evidence)
    return sum(len(tx.execute(select(table)).all()) for table in read)


def told(tx: Tx) -> str:
    """Say the week of the first school."""
    day = SchoolDay.of(tx, 1, NOW)
    message = week(day, day.staff.principal or somebody())
    return "" if message is None else render(message)


def gathered(database: Database, kind: PaperKind, ending: str) -> Call:
    """Give what the child is asked for, of the first school."""

    def gather(tx: Tx) -> Call | None:
        day = SchoolDay.of(tx, 1, NOW)
        span = Span(day.today - timedelta(days=4), day.today)
        return call_for(day, Wanted(kind, ending, span), day.staff.principal or somebody())

    found = database.read(gather)
    if found is None:
        raise LookupError(kind)
    return found


def made_cold(call: Call) -> None:
    """Make one document in a child that has to be started for it."""
    with closing(Workshop()) as workshop:
        made(workshop, call)


def made(workshop: Workshop, call: Call) -> None:
    """Make one document."""
    args = (call.template, None, *call.args) if call.template else call.args
    if "file" not in workshop.make(call.function, *args):
        raise LookupError(call.file_name)


def bare_chart() -> None:
    """Draw the baseline's chart in a new process, as ours is drawn."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", BARE_CHART], check=True, env=environment)  # noqa: S603 - our own code


def measures() -> Iterator[dict[str, Any]]:
    """Give every measure."""
    with schools(PROVINCE_SCHOOLS, PROVINCE_TASKS) as database:
        yield from measured(
            "province_500x40",
            lambda: database.read(lambda tx: roll_up(tx, Province(1, PROVINCE), NOW)),
            ("rows_read", lambda: database.read(rows_read)),
            "median <= 1000 ms",
        )
    with schools(1, TASKS) as database:
        yield from measured(
            "summary_200",
            lambda: database.read(told),
            ("rows_read", lambda: database.read(rows_read)),
            "median <= 50 ms",
        )
        picture = gathered(database, PaperKind.WEEK_PICTURE, "png")
        yield from measured(
            "picture_cold",
            lambda: made_cold(picture),
            ("bare_pyplot", bare_chart),
            "median <= 1500 ms",
        )
    with schools(SCHOOLS, MANY_TASKS) as database:
        yield from measured(
            "rollup_40x500",
            lambda: database.read(lambda tx: roll_up_all_schools(tx, NOW)),
            ("rows_read", lambda: database.read(rows_read)),
            "median <= 500 ms",
        )
        with closing(Workshop()) as workshop:
            for ending in ("docx", "pdf", "xlsx"):
                call = gathered(database, PaperKind.YEAR, ending)
                took = best_ms(partial(made, workshop, call), runs=3)
                yield {"bench": f"papers.year_500_{ending}", "of": "ours", **took}


def main() -> None:
    """Print every measure as a line of JSON."""
    for measure in measures():
        sys.stdout.write(json.dumps(measure, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
