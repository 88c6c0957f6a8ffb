"""Whoever belongs to no school is answered some a second first, then where room is left."""

import asyncio
from functools import partial

from bench.load import MORNING, Size, fill
from bench.stub import Stub
from followup.ports import Outcome, Prompt, Rates, Target
from nhacviec.engine import lane_maker
from scheduler.clock import ManualClock
from scheduler.drain import AT_ONCE
from storage import bots, deliveries
from storage.database import Database, Tx
from storage.deliveries import Kind, NewDelivery, Rank

STRANGERS = 120
RATES = Rates(overall=100, most=110, outside=10, per_chat=1000.0, chat_burst=1000.0)


class Listening(Stub):
    """A platform that remembers to which chats it wrote."""

    def __init__(self) -> None:
        super().__init__(RATES)
        self.chats: list[str] = []

    async def send(self, target: Target, prompt: Prompt) -> Outcome:
        self.chats.append(target.chat)
        return await super().send(target, prompt)


def _asks(number: int, tx: Tx) -> None:
    place = (f"stranger {number}", "")
    address = bots.ensure_address_all_schools(tx, 1, place, "person", MORNING)
    key, content = f"answer:{number}:1", {"text": "?"}
    new = NewDelivery(
        1, address.address_id, None, Kind.ANSWER, Rank.OUTSIDE, key, MORNING, content
    )
    deliveries.queue(tx, None, new, MORNING)


def _sent(database: Database, people: int) -> list[tuple[float, bool]]:
    """Give for each message in its order when it began, and whether it went to a stranger."""
    fill(database, Size(1, 1, people), queued=True)
    for number in range(STRANGERS):
        database.write(partial(_asks, number))
    platform = Listening()
    lane = lane_maker(database, ManualClock(MORNING))(1, platform)
    asyncio.run(lane.drain())
    assert len(set(platform.chats)) == people + STRANGERS
    to_strangers = [chat.startswith("stranger") for chat in platform.chats]
    return list(zip(platform.began, to_strangers, strict=True))


def test_the_schools_go_on_beside_hundreds_of_strangers(database: Database) -> None:
    sent = _sent(database, people=200)
    # Strangers alone go until the school's first messages are composed; then some a second.
    first = next(at for at, is_stranger in sent if not is_stranger)
    during = [(at, is_stranger) for at, is_stranger in sent if at >= first][:150]
    strangers = sum(is_stranger for _, is_stranger in during)
    seconds = during[-1][0] - first
    assert 5 <= strangers <= RATES.outside * (seconds + 1) + AT_ONCE


def test_strangers_alone_have_the_whole_lane(database: Database) -> None:
    sent = _sent(database, people=1)
    assert sum(is_stranger for _, is_stranger in sent) == STRANGERS
