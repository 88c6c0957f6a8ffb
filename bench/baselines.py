"""What the same morning costs with an engine that keeps one job for each message."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from procrastinate import App, PsycopgConnector

from scheduler.cluster import SCHEMA, tables
from storage.database import sqlite_url
from storage.migrate import install
from tests.databases import fresh_postgresql

Row = dict[str, Any]
_fired: list[int] = []
# The end of a run, in the loop of that run.
_ends: list[asyncio.Event] = []


async def nothing(number: int, most: int) -> None:
    """Stand for a message sent: the cheapest there is."""
    _fired.append(number)
    if len(_fired) == most:
        _ends[-1].set()


def apscheduler_fires(count: int) -> Row:
    """Fire a job for each message out of APScheduler's SQLAlchemyJobStore."""
    return asyncio.run(_fires(count, "apscheduler.SQLAlchemyJobStore", stored=True))


def job_queue_fires(count: int) -> Row:
    """Fire a job for each message as python-telegram-bot's JobQueue does: out of memory."""
    return asyncio.run(_fires(count, "python-telegram-bot.JobQueue", stored=False))


async def _fires(count: int, engine: str, *, stored: bool) -> Row:
    stores = {}
    if stored:
        place = Path(tempfile.mkdtemp(prefix="nhacviec-bench-")) / "jobs.sqlite"
        stores = {"default": SQLAlchemyJobStore(url=sqlite_url(place))}
    scheduler = AsyncIOScheduler(
        jobstores=stores, job_defaults={"misfire_grace_time": None}, timezone=UTC
    )
    scheduler.start(paused=True)
    due = DateTrigger(datetime(2024, 10, 16, tzinfo=UTC))
    start = time.perf_counter()
    for number in range(count):
        scheduler.add_job(nothing, due, args=[number, count], id=str(number))
    added = time.perf_counter() - start
    _fired.clear()
    _ends.append(asyncio.Event())
    start = time.perf_counter()
    scheduler.resume()
    await _ends[-1].wait()
    took = time.perf_counter() - start
    scheduler.shutdown(wait=False)
    return _row(engine, count, added, took)


def procrastinate_runs(count: int) -> Row:
    """Run a job for each message on PostgreSQL, deferred in one batch."""
    with fresh_postgresql() as database:
        install(database, SCHEMA, tables())
        return asyncio.run(_runs(database.conninfo, count))


async def _runs(conninfo: str, count: int) -> Row:
    kwargs = {"options": f"-c search_path={SCHEMA}"}
    app = App(connector=PsycopgConnector(conninfo=conninfo, kwargs=kwargs))
    job = app.task(name="message", queue="messages")(nothing)
    async with app.open_async():
        start = time.perf_counter()
        tasks: list[dict[str, Any]] = [{"number": n, "most": count} for n in range(count)]
        await job.batch_defer_async(*tasks)
        added = time.perf_counter() - start
        _fired.clear()
        _ends.append(asyncio.Event())
        start = time.perf_counter()
        await app.run_worker_async(
            queues=["messages"], concurrency=5, wait=False, install_signal_handlers=False
        )
        took = time.perf_counter() - start
    return _row("procrastinate, a job a message", len(_fired), added, took)


def _row(engine: str, count: int, added: float, took: float) -> Row:
    return {
        "bench": "delivery.morning",
        "engine": engine,
        "messages": count,
        "expanded_per_s": round(count / added),
        "sent_per_s": round(count / took),
        "note": "fires a function that does nothing: no text, no state, no record",
    }
