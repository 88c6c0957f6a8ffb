"""What the alerts ask, held to what a running service and a running worker really show."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.databases import fresh_postgresql, postgresql_programs
from tests.faults.ground import Ground
from tests.service.installed import Service, free_port, run
from tests.telegram_server import TelegramServer

ROOT = Path(__file__).parents[2]
RULES = ROOT / "deploy" / "prometheus" / "nhacviec.rules.yml"
PEOPLE = 60
_EXPRESSION = re.compile(r"- alert: (\w+)\n\s+expr: (.+)")
_METRIC = re.compile(r"\bnhacviec_[a-z_]+")
# What only the service does, and where no backup is kept there is none to be old.
SERVICE_ONLY = {"nhacviec_tick_age_seconds", "nhacviec_backup_age_seconds"}

Samples = dict[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Watched:
    """A service and its worker while a morning goes out, by the ports they are asked at."""

    service: int
    worker: int
    process: Service


def samples(port: int) -> Samples:
    """Give every sample by its name and the values of its labels, asked for over HTTP."""
    answer = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=30)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def names(port: int) -> set[str]:
    return {name for name, *_ in samples(port)}


def counted(port: int, outcome: str) -> float:
    return samples(port).get(("nhacviec_messages_total", "1", "digest", outcome), 0.0)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """Give both once a morning has gone out and an answer after it; a backup was made before."""
    path = f"{postgresql_programs()}{os.pathsep}{os.environ['PATH']}"
    ports = (free_port(), free_port())
    beside = tmp_path / "worker"
    beside.mkdir()
    with fresh_postgresql() as database, TelegramServer() as server:
        ground = Ground(server, database, tmp_path, PEOPLE)
        settings = {"NHACVIEC_DATA_DIR": str(tmp_path / "data"), "PATH": path}
        ground.service.set(**settings, NHACVIEC_METRICS_PORT=str(ports[0]))
        assert run(tmp_path, "backup", **ground.settings, **settings).returncode == 0
        worker = Service(beside, "worker", **ground.settings)
        worker.set(NHACVIEC_METRICS_PORT=str(ports[1]))
        with worker:
            ground.waits(lambda: "working" in worker.log.read_text("utf-8"))
            ground.service.start()
            try:
                ground.settles()
                # Answers are the service's own.
                ground.people[0].says("việc của tôi")
                ground.waits(lambda: ground.states()["SENT"] > PEOPLE)
                yield Watched(*ports, worker)
            finally:
                ground.service.kill()


@pytest.mark.timeout(300)
def test_a_worker_tells_what_it_sent_and_no_alert_asks_for_what_is_not_there(
    watched: Watched,
) -> None:
    well = httpx.get(f"http://127.0.0.1:{watched.worker}/healthz", timeout=30)
    assert (well.status_code, well.text) == (200, "ok\n")
    # Whoever sent it counted it, and nobody counted it twice.
    by_worker, by_service = counted(watched.worker, "sent"), counted(watched.service, "sent")
    assert by_worker > 0
    assert by_worker + by_service == PEOPLE
    shown = samples(watched.worker)
    assert shown["nhacviec_lateness_seconds_count", "1", "digest"] == by_worker
    assert shown["nhacviec_lane_lag_seconds", "1"] == 0
    assert shown["nhacviec_lane_penalty_seconds", "1"] == 0
    assert 50e6 < shown[("nhacviec_memory_bytes",)] < 300e6

    asked = _EXPRESSION.findall(RULES.read_text("utf-8"))
    assert len(asked) == RULES.read_text("utf-8").count("- alert:")
    metrics = {name: set(_METRIC.findall(expression)) for name, expression in asked}
    wanted = set().union(*metrics.values())
    assert wanted - names(watched.service) == set()
    lacking = wanted - names(watched.worker)
    assert lacking <= SERVICE_ONLY
    assert watched.process.ends() == 0
