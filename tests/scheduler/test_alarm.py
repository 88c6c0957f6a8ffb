"""The alarm that wakes the service: what it was set for is never lost by setting it anew."""

import asyncio
from datetime import timedelta

from scheduler.alarm import Alarm
from scheduler.clock import SystemClock

SOON = timedelta(milliseconds=20)
LATER = timedelta(hours=1)


def test_an_alarm_that_is_due_rings_though_it_is_set_anew_before_it_could() -> None:
    rang = asyncio.run(_rings(is_busy=True))

    assert rang


def test_an_alarm_that_is_set_for_later_does_not_ring() -> None:
    assert not asyncio.run(_rings(is_busy=False))


async def _rings(*, is_busy: bool) -> bool:
    """Set an alarm, let its time pass while the loop is busy or not at all, and set it anew."""
    rings: list[bool] = []
    clock = SystemClock()
    alarm = Alarm(clock, lambda: rings.append(True))
    alarm.start()
    try:
        alarm.set(clock.now() + SOON)
        until = clock.now() + 2 * SOON
        while is_busy and clock.now() < until:
            pass
        alarm.set(clock.now() + LATER)
        await asyncio.sleep(2 * SOON.total_seconds())
    finally:
        alarm.stop()
    return bool(rings)
