"""What may be asked of the running service over loopback: is it alive, and its numbers."""

import asyncio
import socket
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from nhacviec.backup import newest_backup
from nhacviec.memory import resident_bytes
from nhacviec.settings import BadSettingError, Settings
from scheduler import meter
from scheduler.clock import Clock
from storage import health
from storage.database import Database, Tx
from storage.health import DueState, InboxState, LaneState
from web.app import application
from web.health import health_routes
from web.server import listening, serve

HERE = "127.0.0.1"
# The tick comes at least twice a minute.
TICK_SECONDS = 90.0
# An empty transaction takes its turn behind everything that is being written.
WRITE_SECONDS = 10.0
# Longer than any pause between two sends of a lane that is allowed to send.
LANE_SECONDS = 120.0


def take_port(settings: Settings) -> socket.socket | None:
    """Take the port before anything else starts; None when none is asked for.

    Raises:
        BadSettingError: somebody else has it.
    """
    if not settings.metrics_port:
        return None
    try:
        return listening(HERE, settings.metrics_port)
    except OSError:
        raise BadSettingError("NHACVIEC_METRICS_PORT") from None


class Watched(Protocol):
    """What a process that sends has to look at: the service's engine, or a worker."""

    @property
    def database(self) -> Database:
        """Where its rows are."""
        ...

    @property
    def lanes(self) -> Mapping[int, object]:
        """The lanes it may send on, by bot."""
        ...

    @property
    def clock(self) -> Clock:
        """What tells it the time."""
        ...


async def watch(
    engine: Watched, settings: Settings, place: socket.socket | None, *, ticks: bool = True
) -> None:
    """Answer who watches, until cancelled; at once when no port was asked for.

    `ticks` is False for a process that only sends: nothing is due for it but what others queued.
    """
    if place is not None:
        watched = Service(engine, settings, ticks=ticks)
        await serve(application(health_routes(watched)), place)


class Service:
    """The running service as somebody outside sees it."""

    def __init__(self, engine: Watched, settings: Settings, *, ticks: bool = True) -> None:
        self._engine = engine
        self._ticks = ticks
        self._settings = settings

    async def faults(self) -> Sequence[str]:
        """List what is not alive: the tick, the writer, a lane that lets due messages wait."""
        found = []
        if self._ticks and (age := meter.tick_age()) > TICK_SECONDS:
            found.append(f"tick: {age:.0f} s ago")
        try:
            async with asyncio.timeout(WRITE_SECONDS):
                await self._engine.database.writes(_nothing)
                lanes, due, _ = await self._engine.database.reads(self._look)
        except TimeoutError:
            return [*found, f"writer: no answer within {WRITE_SECONDS:.0f} s"]
        except Exception as error:  # noqa: BLE001 - whatever it is, the database does not take it
            return [*found, f"writer: {type(error).__name__}"]
        return [*found, *self._stuck(lanes, due)]

    def _stuck(self, lanes: Iterable[LaneState], due: Iterable[DueState]) -> Iterable[str]:
        now = self._engine.clock.now()
        lag = _lag(due, now)
        for lane in lanes:
            waits = lag.get(lane.bot_id, 0.0)
            since = _seconds(now, lane.sent_at)
            is_resting = lane.penalty_until is not None and lane.penalty_until > now
            ours = lane.bot_id in self._engine.lanes
            if ours and not is_resting and min(waits, since) > LANE_SECONDS:
                yield f"lane {lane.bot_id}: due for {waits:.0f} s, last send {since:.0f} s ago"

    def _look(self, tx: Tx) -> tuple[list[LaneState], list[DueState], InboxState]:
        now = self._engine.clock.now()
        return (
            health.lanes_all_schools(tx),
            health.due_all_schools(tx, now),
            health.inbox_all_schools(tx),
        )

    async def metrics(self) -> bytes:
        """Give what was counted in memory, and what the rows say at this moment."""
        lanes, due, inbox = await self._engine.database.reads(self._look)
        newest = await asyncio.to_thread(newest_backup, self._settings.backups)
        now = self._engine.clock.now()
        made = CollectorRegistry()
        if self._ticks:
            age = meter.tick_age()
            _gauge(made, "nhacviec_tick_age_seconds", "Since the last tick", [((), age)])
        _gauge(
            made,
            "nhacviec_due",
            "Messages due and not begun",
            [((str(d.bot_id), d.kind), d.count) for d in due],
            ("bot", "kind"),
        )
        lag = _lag(due, now)
        _gauge(
            made,
            "nhacviec_lane_lag_seconds",
            "Age of the oldest message that is due",
            [((str(lane.bot_id),), lag.get(lane.bot_id, 0.0)) for lane in lanes],
            ("bot",),
        )
        penalties = [((str(lane.bot_id),), -_seconds(now, lane.penalty_until)) for lane in lanes]
        _gauge(
            made,
            "nhacviec_lane_penalty_seconds",
            "How long the platform still asks a bot to wait",
            [(labels, max(0.0, seconds)) for labels, seconds in penalties],
            ("bot",),
        )
        for name, words, count in (
            ("nhacviec_inbox_waiting", "Updates stored and not handled", inbox.waiting),
            ("nhacviec_inbox_poison", "Updates given up", len(inbox.poison)),
        ):
            _gauge(made, name, words, [((), count)])
        if (held := resident_bytes()) is not None:
            _gauge(made, "nhacviec_memory_bytes", "Memory this process holds", [((), held)])
        if newest is not None:
            age = _seconds(now, newest[1].data_at)
            _gauge(made, "nhacviec_backup_age_seconds", "Age of the newest backup", [((), age)])
        return generate_latest(meter.REGISTRY) + generate_latest(made)


def _nothing(_tx: Tx) -> None:
    """Write nothing: whether a transaction comes to its end is the question."""


def _lag(due: Iterable[DueState], now: datetime) -> dict[int, float]:
    lag: dict[int, float] = {}
    for one in due:
        lag[one.bot_id] = max(lag.get(one.bot_id, 0.0), _seconds(now, one.oldest_at))
    return lag


def _seconds(now: datetime, at: datetime | None) -> float:
    return float("inf") if at is None else (now - at).total_seconds()


def _gauge(
    registry: CollectorRegistry,
    name: str,
    words: str,
    values: Iterable[tuple[tuple[str, ...], float]],
    labels: tuple[str, ...] = (),
) -> None:
    gauge: Any = Gauge(name, words, labels, registry=registry)
    for given, value in values:
        (gauge.labels(*given) if labels else gauge).set(value)
