"""The pace of a lane: overall, to one chat, to one group, with room kept for answers."""

from followup.ports import Rates
from scheduler.limits import Limits


def send(limits: Limits, chats: list[str], *, is_answer: bool = False) -> list[float]:
    """Send one message to each chat as soon as it may go; gives when each began, in seconds."""
    now, begun = 1000.0, []
    for chat in chats:
        now += limits.wait(chat, now, is_answer=is_answer, is_group=chat.startswith("g"))
        limits.note(chat, now, is_answer=is_answer, is_group=chat.startswith("g"))
        begun.append(now)
    return begun


def busiest_second(begun: list[float]) -> int:
    return max(sum(start <= t < start + 1 for t in begun) for start in begun)


def test_overall_pace_leaves_room_for_answers() -> None:
    begun = send(Limits(Rates()), [str(n) for n in range(240)])
    assert 240 / (begun[-1] - begun[0]) >= 0.98 * 24
    assert busiest_second(begun) <= 28


def test_answers_and_digests_together_never_pass_thirty_in_a_second() -> None:
    limits, now, begun = Limits(Rates()), 1000.0, []
    for number in range(300):
        is_answer = number % 5 == 0
        chat = f"c{number}"
        now += limits.wait(chat, now, is_answer=is_answer, is_group=False)
        limits.note(chat, now, is_answer=is_answer, is_group=False)
        begun.append(now)
    assert busiest_second(begun) <= 30


def test_an_answer_need_not_wait_for_the_digests() -> None:
    limits = Limits(Rates())
    now = 1000.0 + 60 / 24
    begun = send(limits, [f"d{n}" for n in range(60)])
    assert begun[-1] >= now - 0.1
    assert limits.wait("d99", begun[-1], is_answer=False, is_group=False) > 0.03
    assert limits.wait("a", begun[-1], is_answer=True, is_group=False) == 0


def test_one_chat_gets_a_small_burst_then_one_a_second() -> None:
    begun = send(Limits(Rates()), ["one"] * 6)
    assert begun[2] - begun[0] < 0.5
    assert begun[5] - begun[2] >= 2.9


def test_a_group_gets_twenty_a_minute() -> None:
    begun = send(Limits(Rates()), ["g"] * 21)
    assert begun[20] - begun[0] >= 60
