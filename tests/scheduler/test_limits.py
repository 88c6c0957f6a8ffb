"""The pace of a lane: overall, to one chat, to one group, with room left for answers."""

from followup.ports import Rates
from scheduler.limits import MOST_CHATS, Limits


def send(limits: Limits, chats: list[str], *, is_answer: bool = False) -> list[float]:
    """Send one message to each chat as soon as it may go; gives when each began, in seconds."""
    now, begun = 1000.0, []
    for chat in chats:
        is_group = chat.startswith("g")
        now += max(
            limits.wait(now, 0, is_answer=is_answer),
            limits.wait_for(chat, now, is_group=is_group),
        )
        limits.note(chat, now, is_group=is_group)
        begun.append(now)
    return begun


def busiest_second(begun: list[float]) -> int:
    return max(sum(start <= t < start + 1 for t in begun) for start in begun)


def test_digests_come_to_the_limit_and_not_above() -> None:
    begun = send(Limits(Rates()), [str(n) for n in range(28 * 20 + 1)])
    assert 28 * 20 / (begun[-1] - begun[0]) >= 0.98 * 28
    # One place in a second is left for an answer, whatever was caught up on.
    assert busiest_second(begun) < Rates().most


def test_steps_that_come_late_are_caught_up_on() -> None:
    limits, now, begun = Limits(Rates()), 1000.0, []
    for number in range(28 * 20 + 1):
        # What may begin is begun when its transaction is over, now sooner, now later.
        now += limits.wait(now, 0, is_answer=False) + number % 5 * 0.01
        limits.note(f"c{number}", now, is_group=False)
        begun.append(now)
    assert 28 * 20 / (begun[-1] - begun[0]) >= 0.98 * 28
    assert busiest_second(begun) < Rates().most


def test_answers_and_digests_together_never_pass_thirty_in_a_second() -> None:
    limits, now, begun = Limits(Rates()), 1000.0, []
    for number in range(400):
        is_answer = number % 3 == 0
        now += limits.wait(now, 0, is_answer=is_answer)
        limits.note(f"c{number}", now, is_group=False)
        begun.append(now)
    assert 28 < busiest_second(begun) <= 30


def test_an_answer_need_not_wait_for_the_digests() -> None:
    limits = Limits(Rates())
    begun = send(limits, [f"d{n}" for n in range(56)])
    assert limits.wait(begun[-1], 0, is_answer=False) > 0
    assert limits.wait(begun[-1], 0, is_answer=True) == 0
    assert limits.wait(begun[-1], 4, is_answer=True) > 0


def test_one_chat_gets_a_small_burst_then_one_a_second() -> None:
    begun = send(Limits(Rates()), ["one"] * 6)
    assert begun[2] - begun[0] < 0.5
    assert begun[5] - begun[2] >= 2.9


def test_a_group_gets_twenty_a_minute() -> None:
    begun = send(Limits(Rates()), ["g"] * 21)
    assert begun[20] - begun[0] >= 60


def test_without_rates_nothing_waits() -> None:
    assert send(Limits(None), ["one"] * 100)[-1] == 1000.0


def test_what_is_remembered_of_chats_and_groups_does_not_grow_with_them() -> None:
    limits = Limits(Rates())
    for number in range(3 * MOST_CHATS):
        limits.note(f"g{number}", 1000.0 + number / 28, is_group=True)
    assert limits.remembered <= 2 * (MOST_CHATS + 1)
    # A group just written to still waits its turn.
    last = 1000.0 + 3 * MOST_CHATS / 28
    for _ in range(20):
        limits.note("g", last, is_group=True)
    assert limits.wait_for("g", last + 30, is_group=True) > 0


def test_some_a_second_of_no_school_go_before_the_schools() -> None:
    limits, now, first = Limits(Rates()), 1000.0, 0
    for _ in range(28 * 10):
        now += limits.wait(now, 0, is_answer=False)
        limits.note(f"c{now}", now, is_group=False)
        if limits.is_turn_of_outside(now):
            limits.note_outside(now)
            first += 1
    assert Rates().outside * 9 <= first <= Rates().outside * 11 + 1


def test_a_quiet_lane_lent_to_strangers_costs_them_no_later_turn() -> None:
    limits, now = Limits(Rates()), 1000.0
    for _ in range(28 * 60):
        now += limits.wait(now, 0, is_answer=False)
        limits.note(f"c{now}", now, is_group=False)
        limits.note_outside(now)
    assert limits.is_turn_of_outside(now + 1)
