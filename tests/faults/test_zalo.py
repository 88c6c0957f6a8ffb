"""The same law on a Zalo lane: killed, the platform down, silent, or taking without a word."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from storage.database import Database
from tests.faults.ground import ZaloGround, passes
from tests.zalo_server import ZaloServer, fails, hangup, refuses, reset

KILLS = 3


@pytest.fixture
def zalo() -> Iterator[ZaloServer]:
    with ZaloServer(people=1000) as running:
        yield running
    assert running.violations == []


@pytest.fixture
def ground(
    zalo: ZaloServer, database: Database, tmp_path: Path, *, is_long: bool
) -> Iterator[ZaloGround]:
    made = ZaloGround(zalo, database, tmp_path, people=200 if is_long else 24)
    yield made
    made.service.kill()


@pytest.mark.timeout(600)
def test_killed_again_and_again(ground: ZaloGround) -> None:
    for number in range(KILLS):
        ground.service.start()
        ground.people[number].says("việc của tôi")
        passes(1.5 + number / 4)
        ground.service.kill()
    ground.service.start()
    ground.runs_to_the_end(most_held=5 * KILLS, seconds=180)


@pytest.mark.timeout(600)
def test_down_for_a_while(ground: ZaloGround, *, is_long: bool) -> None:
    ground.service.start()
    ground.waits(lambda: ground.states()["SENT"] > 5)
    ground.server.down()
    passes(120 if is_long else 3)
    ground.server.up()
    ground.runs_to_the_end(most_held=5, seconds=180)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("fault", ["fails", "reset", "hangup"])
def test_taken_or_not_nobody_says(ground: ZaloGround, fault: str) -> None:
    for stored in (True, False):
        faults = {
            "fails": fails(HTTPStatus.BAD_GATEWAY, stored=stored, times=2),
            "reset": reset(stored=stored, times=2),
            "hangup": hangup(stored=stored, times=2),
        }
        ground.server.play(faults[fault])
    ground.service.start()
    ground.runs_to_the_end(most_held=4 * 5, seconds=180)


@pytest.mark.timeout(600)
def test_asked_to_wait_without_a_time(ground: ZaloGround, *, is_long: bool) -> None:
    if not is_long:
        pytest.skip("thirty seconds are waited; part of make chaos")
    ground.server.play(refuses(429, "Quota exceeded"))
    ground.service.start()
    ground.runs_to_the_end(most_held=0, seconds=180)
