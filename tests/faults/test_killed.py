"""The process is killed, or stopped for a while, in the middle of everything."""

import random
import signal
import sys

import pytest
from sqlalchemy import select

from storage.deliveries import Kind, State
from storage.tables import addresses, deliveries
from tests.faults.ground import Ground, passes

ASKS = "việc của tôi"
# So many kills may meet an answer at both of its tries once.
KILLS_FOR_ONE = 5


def asks_and_answers(ground: Ground, number: int) -> None:
    """Let somebody ask something while the morning goes out."""
    ground.people[number % len(ground.people)].says(ASKS)


def answers(ground: Ground, number: int) -> int:
    person = ground.people[number % len(ground.people)]
    return sum("đến đâu rồi" not in seen.text for seen in person.inbox if seen.sender is None)


@pytest.mark.timeout(900)
def test_killed_again_and_again(ground: Ground, *, is_long: bool) -> None:
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    kills = 25 if is_long else 4
    for number in range(kills):
        ground.service.start()
        asks_and_answers(ground, number)
        passes(1 + chance.random() * 1.5)
        ground.service.kill()
    ground.service.start()
    ground.waits(lambda: all(answers(ground, n) or twice_unknown(ground, n) for n in range(kills)))
    ground.runs_to_the_end(most_held=5 * kills)
    # An answer may come twice, once for each kill that left it unknown; each person asked once.
    asked = range(min(kills, len(ground.people)))
    assert all(answers(ground, number) <= 2 for number in asked)
    # Killed at both tries, between its intent and the platform, it is not tried a third time.
    gone = sum(not answers(ground, number) for number in asked)
    sys.stdout.write(f"answers {len(asked)}, killed at both tries {gone}\n")
    assert gone <= kills // KILLS_FOR_ONE


def twice_unknown(ground: Ground, number: int) -> bool:
    """Whether somebody's answer was begun twice, and nobody knows of either."""
    chat = str(ground.people[number % len(ground.people)].chat.chat_id)
    query = (
        select(deliveries.c.delivery_id)
        .join(addresses, addresses.c.address_id == deliveries.c.address_id)
        .where(
            addresses.c.chat == chat,
            deliveries.c.kind == str(Kind.ANSWER),
            deliveries.c.state == str(State.UNKNOWN),
            deliveries.c.tries == 2,
        )
    )
    return ground.database.read(lambda tx: tx.execute(query).first()) is not None


@pytest.mark.timeout(300)
def test_stopped_for_a_while_then_going_on(ground: Ground, *, is_long: bool) -> None:
    ground.service.start()
    ground.waits(lambda: ground.states()["SENT"] > 5)
    ground.service.signal(signal.SIGSTOP)
    passes(60 if is_long else 6)
    ground.service.signal(signal.SIGCONT)
    ground.runs_to_the_end(most_held=5)


@pytest.mark.timeout(300)
def test_told_to_end_it_leaves_nothing_unknown(ground: Ground) -> None:
    ground.service.start()
    ground.waits(lambda: ground.states()["SENT"] > 5)
    assert ground.service.ends() == 0
    assert not ground.states()["ATTEMPT"]
    ground.service.start()
    ground.settles()
    ground.law(most_held=0)
