"""The platform is slow, down, asks to wait, or takes a message and does not say so."""

from http import HTTPStatus

import pytest

from scheduler.drain import AT_ONCE
from tests.faults.ground import Ground, passes
from tests.telegram_server.faults import fails, flood, hangup, reset, silent


@pytest.mark.timeout(600)
def test_asked_to_wait(ground: Ground, *, is_long: bool) -> None:
    ground.service.start()
    ground.waits(lambda: ground.states()["SENT"] > 5)
    wait = 300 if is_long else 5
    ground.server.play(flood(wait))
    ground.runs_to_the_end(most_held=0, seconds=wait + 120)
    # The others that were on their way when the first was refused.
    assert len(ground.server.calls_in_penalty()) < AT_ONCE


@pytest.mark.timeout(900)
def test_down_for_a_while(ground: Ground, *, is_long: bool) -> None:
    ground.service.start()
    ground.waits(lambda: ground.states()["SENT"] > 5)
    ground.server.down()
    passes(300 if is_long else 4)
    ground.server.up()
    ground.runs_to_the_end(most_held=5, seconds=180)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("fault", ["fails", "reset", "hangup"])
def test_taken_or_not_nobody_says(ground: Ground, fault: str) -> None:
    for stored in (True, False):
        faults = {
            "fails": fails(HTTPStatus.BAD_GATEWAY, stored=stored, times=2),
            "reset": reset(stored=stored, times=2),
            "hangup": hangup(stored=stored, times=2),
        }
        ground.server.play(faults[fault])
    ground.service.start()
    ground.runs_to_the_end(most_held=4 * 5, seconds=120)


@pytest.mark.timeout(900)
def test_a_fifth_is_taken_and_never_answered(ground: Ground, *, is_long: bool) -> None:
    ground.server.play(silent(stored=True, times=20 if is_long else 2, share=0.2))
    ground.service.start()
    ground.runs_to_the_end(most_held=100, seconds=600)
