"""/healthz and /metrics of a running service, on loopback, and what they say when it is unwell."""

import asyncio
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert

from followup.ports import Unknown
from nhacviec.settings import Settings
from nhacviec.watching import Service as Watched
from scheduler import meter
from storage.database import Database
from storage.tables import deliveries
from tests.school import SampleSchool
from tests.service.installed import Service, free_port, run
from tests.telegram_server import TelegramServer

PATIENCE = 30.0


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running


def numbers(text: str) -> dict[tuple[str, ...], float]:
    """Give every sample by its name and the values of its labels."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_running_service(server: TelegramServer, tmp_path: Path) -> None:
    port = free_port()
    settings = {
        "TELEGRAM_BOT_TOKEN": server.token,
        "TELEGRAM_API_BASE": server.url,
        "NHACVIEC_METRICS_PORT": str(port),
    }
    stranger = server.person(503, "Ai đó")
    with Service(tmp_path, **settings) as service:
        stranger.says("chào")
        stranger.waits(1, PATIENCE)
        well = httpx.get(f"http://127.0.0.1:{port}/healthz")
        assert (well.status_code, well.text) == (200, "ok\n")
        seen = numbers(httpx.get(f"http://127.0.0.1:{port}/metrics").text)
        assert seen["nhacviec_messages_total", "1", "answer", "sent"] == 1
        assert seen["nhacviec_lateness_seconds_count", "1", "answer"] == 1
        assert seen["nhacviec_lane_lag_seconds", "1"] == 0
        assert seen[("nhacviec_tick_age_seconds",)] < 40
        assert seen[("nhacviec_inbox_waiting",)] == 0
        assert service.ends() == 0


def test_a_port_that_is_taken_stops_the_start(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = run(tmp_path, "run", TELEGRAM_BOT_TOKEN="7:AAE", NHACVIEC_METRICS_PORT=port)  # noqa: S106 - made up
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert "NHACVIEC_METRICS_PORT" in line


@pytest.fixture
def school(database: Database, tmp_path: Path) -> SampleSchool:
    return SampleSchool(database, tmp_path, "2024-12-02 09:00")


def faults(school: SampleSchool) -> list[str]:
    return list(asyncio.run(Watched(school.engine, Settings()).faults()))


def test_a_lane_that_lets_messages_wait(school: SampleSchool) -> None:
    assert school.says("cô Hà", "viec")
    assert faults(school) == []
    now = school.clock.now()
    late = {"not_before": now, "created_at": now, "kind": "digest", "rank": 2, "tries": 0}
    row = {"bot_id": school.bot.bot_id, "address_id": 1, "state": "QUEUED", "dedup_key": "x"}
    school.database.write(lambda tx: tx.execute(insert(deliveries).values(**row, **late)))
    school.clock.move_to(now + timedelta(seconds=100))
    assert faults(school) == [], "a wave may take so long"
    school.clock.move_to(now + timedelta(seconds=200))
    assert faults(school) == ["lane 1: due for 200 s, last send 200 s ago"]


def test_a_tick_that_stopped(school: SampleSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nhacviec.watching.TICK_SECONDS", -1.0)
    (fault,) = faults(school)
    assert fault.startswith("tick: ")


def test_a_database_that_takes_nothing(school: SampleSchool) -> None:
    away = "sqlite:////nowhere/x.sqlite"
    if not school.database.is_sqlite:
        away = "postgresql://a:b@127.0.0.1:1/x"
    broken = Database(away)
    school.engine.database = broken
    (fault,) = faults(school)
    assert fault == "writer: DatabaseDownError"
    broken.close()


def test_what_became_of_messages_is_counted(school: SampleSchool) -> None:
    def counted(outcome: str) -> float:
        labels = {"bot": str(school.bot.bot_id), "kind": "answer", "outcome": outcome}
        return meter.REGISTRY.get_sample_value("nhacviec_messages_total", labels) or 0.0

    before = {name: counted(name) for name in ("sent", "unknown")}
    school.platform.rule = lambda _target, _prompt: Unknown("reset")
    school.says("cô Hà", "viec")
    school.platform.rule = lambda _target, _prompt: None
    school.wait(minutes=1)
    assert counted("unknown") > before["unknown"]
    school.says("cô Hà", "viec")
    assert counted("sent") > before["sent"]
