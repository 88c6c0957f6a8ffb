"""What goes through the lanes of this process, counted in memory as it happens.

A count is lost with its process: rows say what was sent, these numbers how fast and how late.
Plain numbers, put into Prometheus's form only when asked for: a message pays some microseconds.
All of it runs in the event loop's thread.
"""

import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate

from msgspec import Struct, field
from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from followup.ports import Failed, NotYet, Outcome, Sent, Unknown
from storage.deliveries import Delivery

# What each outcome is counted as; a digest of unknown outcome is held.
NAMES: dict[type[object], str] = {
    Sent: "sent",
    NotYet: "later",
    Failed: "failed",
    Unknown: "unknown",
}
SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0)

Lane = tuple[int, str]


class _Lateness(Struct):
    """How many began within each of SECONDS (not summed up), and later; and all seconds."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(SECONDS) + 1))
    total: float = 0.0


class _Counts(Collector):
    """Every number, and its form for Prometheus."""

    def __init__(self) -> None:
        self.outcomes: defaultdict[tuple[int, str, str], int] = defaultdict(int)
        self.lateness: defaultdict[Lane, _Lateness] = defaultdict(_Lateness)
        self.expanded = 0
        self.ticked_at = time.monotonic()

    def collect(self) -> Iterator[Metric]:
        """Give the numbers as they are now."""
        ended = CounterMetricFamily(
            "nhacviec_messages",
            "Messages whose sending ended, by what the platform answered",
            labels=("bot", "kind", "outcome"),
        )
        for (bot, kind, name), count in self.outcomes.items():
            ended.add_metric((str(bot), kind, name), count)
        yield ended
        late = HistogramMetricFamily(
            "nhacviec_lateness_seconds",
            "From when a message was due to when its sending began",
            labels=("bot", "kind"),
        )
        bounds = [*map(str, SECONDS), "+Inf"]
        for (bot, kind), seen in self.lateness.items():
            buckets = list(zip(bounds, accumulate(seen.counts), strict=True))
            late.add_metric((str(bot), kind), buckets, sum_value=seen.total)
        yield late
        yield CounterMetricFamily(
            "nhacviec_expanded",
            "Moments and promises that were due and were looked at",
            value=self.expanded,
        )


_COUNTS = _Counts()
REGISTRY = CollectorRegistry()
REGISTRY.register(_COUNTS)


def begun(delivery: Delivery, stored_at: datetime) -> None:
    """Count a message that begins now."""
    late = max(0.0, (stored_at - delivery.not_before).total_seconds())
    seen = _COUNTS.lateness[delivery.bot_id, str(delivery.kind)]
    seen.counts[bisect_left(SECONDS, late)] += 1
    seen.total += late


def ended(delivery: Delivery, outcome: Outcome) -> None:
    """Count what became of one."""
    _COUNTS.outcomes[delivery.bot_id, str(delivery.kind), NAMES[type(outcome)]] += 1


def expanded(count: int) -> None:
    """Count what one batch of the tick looked at."""
    _COUNTS.expanded += count


def ticked() -> None:
    """Note that a tick came to its end."""
    _COUNTS.ticked_at = time.monotonic()


def tick_age() -> float:
    """Give the seconds since the last tick ended."""
    return time.monotonic() - _COUNTS.ticked_at
