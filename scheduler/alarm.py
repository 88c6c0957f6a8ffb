"""Waking up when something is due: APScheduler only rings, the row is the truth."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.clock import Clock

# Whatever was missed by a lost alarm is found by this one.
AT_LEAST_EVERY = timedelta(seconds=30)
# The wall clock may move against the time that really passed; an alarm set before is then wrong.
DRIFT = timedelta(seconds=2)
WATCH_EVERY = 1.0


class Alarm:
    """Rings by calling `ring`: at the time set, and at least every half minute."""

    def __init__(self, clock: Clock, ring: Callable[[], None]) -> None:
        self._clock = clock
        self._ring = ring
        # Memory only: an alarm that is lost is set again from the rows at the next start.
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def start(self) -> None:
        """Begin to ring; call it inside the event loop."""
        always = IntervalTrigger(seconds=AT_LEAST_EVERY.seconds)
        self._scheduler.add_job(self._ring, always, id="always")
        self._scheduler.start()

    def set(self, at: datetime | None) -> None:
        """Ring at an instant, in place of the one set before; None only takes that one away.

        Whoever sets it has looked at what comes after now: what is due already, but could not
        ring yet, rings at once.
        """
        now = self._clock.now()
        before = self._scheduler.get_job("next")
        if before is not None:
            before.remove()
            if before.next_run_time <= now:
                self._ring()
        if at is not None:
            self._scheduler.add_job(self._ring, DateTrigger(max(at, now)), id="next")

    async def watch(self) -> None:
        """Ring when the wall clock jumped; APScheduler would sleep through a jump back."""
        apart = self._apart()
        while True:
            await asyncio.sleep(WATCH_EVERY)
            now = self._apart()
            if abs(now - apart) > DRIFT:
                apart = now
                self._scheduler.wakeup()
                self._ring()

    def stop(self) -> None:
        """Ring no more."""
        self._scheduler.shutdown(wait=False)

    def _apart(self) -> timedelta:
        since_epoch = self._clock.now() - datetime.fromtimestamp(0, UTC)
        return since_epoch - timedelta(seconds=time.monotonic())
