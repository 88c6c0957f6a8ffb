"""Many machines: workers add lanes, and one that dies is replaced."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.tables import lanes
from tests.databases import fresh_postgresql
from tests.faults.ground import Ground
from tests.service.installed import Service
from tests.telegram_server import TelegramServer

# In seconds: the promise holds on a machine that does nothing else, which is where --chaos runs.
REPLACED_WITHIN = 5.0
REPLACED_ON_A_BUSY_MACHINE = 15.0


@pytest.fixture
def ground(server: TelegramServer, tmp_path: Path, *, is_long: bool) -> Iterator[Ground]:
    with fresh_postgresql() as database:
        made = Ground(server, database, tmp_path, people=900 if is_long else 240)
        yield made
        made.service.kill()


@pytest.fixture
def workers(ground: Ground, tmp_path: Path) -> Iterator[list[Service]]:
    made = []
    for number in (1, 2):
        folder = tmp_path / f"worker{number}"
        folder.mkdir()
        made.append(Service(folder, "worker", **ground.settings))
    yield made
    for worker in made:
        worker.kill()


def owner(ground: Ground) -> int:
    """Give the process that holds the lane, 0 for none."""
    name = ground.database.read(lambda tx: tx.execute(select(lanes.c.owner)).scalar_one())
    return int(name.split(":")[1]) if name else 0


@pytest.mark.timeout(300)
def test_a_worker_takes_the_lane_and_another_replaces_it(
    ground: Ground, workers: list[Service], *, is_long: bool
) -> None:
    for worker in workers:
        worker.start()
    ground.waits(lambda: all("working" in worker.log.read_text("utf-8") for worker in workers))
    ground.service.start()
    by_process = {worker.pid: worker for worker in workers}
    ground.waits(lambda: owner(ground) in by_process and ground.states()["SENT"] > 5)
    killed = owner(ground)
    by_process[killed].kill()
    at = time.monotonic()
    sent = ground.states()["SENT"]
    ground.waits(lambda: owner(ground) not in {0, killed} and ground.states()["SENT"] > sent)
    took = time.monotonic() - at
    sys.stdout.write(f"replaced after {took:.1f} s\n")
    assert took <= (REPLACED_WITHIN if is_long else REPLACED_ON_A_BUSY_MACHINE)
    ground.people[0].says("việc của tôi")
    ground.runs_to_the_end(most_held=5)


@pytest.mark.timeout(300)
def test_without_workers_the_service_sends_alone(ground: Ground) -> None:
    ground.service.start()
    ground.runs_to_the_end(most_held=0)


@pytest.mark.timeout(300)
def test_a_worker_told_to_end_leaves_nothing_unknown(
    ground: Ground, workers: list[Service]
) -> None:
    workers[0].start()
    ground.waits(lambda: "working" in workers[0].log.read_text("utf-8"))
    ground.service.start()
    ground.waits(lambda: owner(ground) == workers[0].pid and ground.states()["SENT"] > 5)
    assert workers[0].ends() == 0
    ground.runs_to_the_end(most_held=0)
