"""What goes through the lanes of this process, counted in memory as it happens.

A count is lost with its process: rows say what was sent, these numbers how fast and how late.
"""

import asyncio
import time
from datetime import datetime
from functools import cache, partial

from prometheus_client import CollectorRegistry, Counter, Histogram

from followup.ports import Failed, NotYet, Outcome, Sent, Unknown
from storage.deliveries import Delivery

REGISTRY = CollectorRegistry()
# What each outcome is counted as; "held" for a digest is what nobody saw arrive.
NAMES: dict[type[object], str] = {
    Sent: "sent",
    NotYet: "later",
    Failed: "failed",
    Unknown: "unknown",
}
SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 900, 3600)

_OUTCOMES = Counter(
    "nhacviec_messages",
    "Messages whose sending ended, by what the platform answered",
    ("bot", "kind", "outcome"),
    registry=REGISTRY,
)
_LATENESS = Histogram(
    "nhacviec_lateness_seconds",
    "From when a message was due to when its sending began",
    ("bot", "kind"),
    buckets=SECONDS,
    registry=REGISTRY,
)
_EXPANDED = Counter(
    "nhacviec_expanded",
    "Moments and promises that were due and were looked at",
    registry=REGISTRY,
)


class _Pulse:
    """When the tick came last, by a clock that nobody moves."""

    def __init__(self) -> None:
        self.ticked_at = time.monotonic()


_PULSE = _Pulse()


def begun(delivery: Delivery, stored_at: datetime, sending: asyncio.Task[Outcome]) -> None:
    """Count a message that begins now, and its outcome when it has one."""
    bot, kind = str(delivery.bot_id), str(delivery.kind)
    late = (stored_at - delivery.not_before).total_seconds()
    _lateness(bot, kind).observe(max(0.0, late))
    sending.add_done_callback(partial(_ended, bot, kind))


def expanded(count: int) -> None:
    """Count what one batch of the tick looked at."""
    _EXPANDED.inc(count)


def ticked() -> None:
    """Note that a tick came to its end."""
    _PULSE.ticked_at = time.monotonic()


def tick_age() -> float:
    """Give the seconds since the last tick ended."""
    return time.monotonic() - _PULSE.ticked_at


def _ended(bot: str, kind: str, sending: asyncio.Task[Outcome]) -> None:
    if not sending.cancelled() and sending.exception() is None:
        _outcomes(bot, kind, NAMES[type(sending.result())]).inc()


# Looking a child up by its labels takes longer than counting; there are few of them.
@cache
def _lateness(bot: str, kind: str) -> Histogram:
    return _LATENESS.labels(bot, kind)


@cache
def _outcomes(bot: str, kind: str, outcome: str) -> Counter:
    return _OUTCOMES.labels(bot, kind, outcome)
