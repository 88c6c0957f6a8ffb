"""The one thread that writes to an SQLite file: chat first, neighbours sharing a commit."""

import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from queue import Empty, PriorityQueue
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

# So many may share one commit: a slow disk then costs each of them little, and none waits long.
MOST_TOGETHER = 32
# Nor is one begun beside others that have taken so long already, in seconds.
LONG_ENOUGH = 0.05
# Chat passes what has waited less than this, in seconds; what has waited longer keeps its place.
# An endless stream of chat would else stop every message, the answers to that chat among them.
CHAT_PASSES = 0.2
# Pages the writer keeps, in KiB: what a morning writes over and over is not read anew each time.
CACHE_KIB = 4_000


@dataclass(order=True, slots=True)
class _Job:
    due: float
    number: int
    work: Callable[[Connection], Any] | None = field(compare=False)
    done: "Future[Any]" = field(compare=False, default_factory=Future)


class Writer:
    """Runs transactions one after another; what raises is rolled back alone."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: PriorityQueue[_Job] = PriorityQueue()
        self._numbers = count()
        self._thread: threading.Thread | None = None
        self._connection: Connection | None = None
        self._starting = threading.Lock()

    def submit(self, work: Callable[[Connection], Any], *, chat: bool) -> "Future[Any]":
        """Queue a transaction; its future is done when the commit is on the disk."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()
        due = time.monotonic() + (0.0 if chat else CHAT_PASSES)
        job = _Job(due, next(self._numbers), work)
        self._jobs.put(job)
        return job.done

    def close(self) -> None:
        """Finish what is queued, then end."""
        with self._starting:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._jobs.put(_Job(math.inf, next(self._numbers), None))
            thread.join()

    @property
    def is_here(self) -> bool:
        """Whether the caller runs inside a transaction of this writer."""
        return threading.current_thread() is self._thread

    def _run(self) -> None:
        while True:
            job = self._jobs.get()
            if job.work is None:
                self._let_go()
                return
            # Who asked may have been cancelled meanwhile; from here on it is done to its end.
            if job.done.set_running_or_notify_cancel():
                self._together(job)

    def _own(self) -> Connection:
        """Give the connection that stays this thread's: it keeps more pages than a reader's."""
        if self._connection is None:
            self._connection = self._engine.connect()
            raw: Any = self._connection.connection.driver_connection
            raw.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        return self._connection

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.close()

    def _together(self, first: _Job) -> None:
        """Run a transaction, and whatever waits behind it, under one commit."""
        jobs = [first]
        results: list[tuple[_Job, Any]] = []
        try:
            tx = self._own()
            with tx.begin():
                until = time.monotonic() + LONG_ENOUGH
                results.append((first, _run(first, tx)))
                while (
                    len(jobs) < MOST_TOGETHER
                    and time.monotonic() < until
                    and (job := self._next()) is not None
                ):
                    jobs.append(job)
                    self._one_more(job, tx, results)
        except BaseException as error:  # noqa: BLE001 - it belongs to who asked, not to this thread
            for job in jobs:
                if not job.done.done():
                    job.done.set_exception(error)
            # Whatever went wrong, the next one begins on another.
            self._let_go()
            return
        for job, result in results:
            job.done.set_result(result)

    def _one_more(self, job: _Job, tx: Connection, results: list[tuple[_Job, Any]]) -> None:
        savepoint = tx.begin_nested()
        try:
            result = _run(job, tx)
        except Exception as error:  # noqa: BLE001 - as above
            savepoint.rollback()
            job.done.set_exception(error)
            return
        savepoint.commit()
        results.append((job, result))

    def _next(self) -> _Job | None:
        while True:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return None
            if job.work is None:
                self._jobs.put(job)
                return None
            if job.done.set_running_or_notify_cancel():
                return job


def _run(job: _Job, tx: Connection) -> Any:
    if job.work is None:
        raise LookupError(job.number)
    return job.work(tx)
