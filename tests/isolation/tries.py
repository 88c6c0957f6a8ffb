"""A row for each address of the application: how it is tried across the three schools."""

from collections.abc import Callable
from functools import partial

import httpx

from tests.isolation.ground import ABSENT, OWN, Ground
from tests.isolation.three import others

Try = Callable[[Ground], None]
TRIES: dict[str, Try] = {}


def tries(*addresses: str) -> Callable[[Try], Try]:
    """Say which addresses a function tries."""

    def known(tried: Try) -> Try:
        for address in addresses:
            assert address not in TRIES, address
            TRIES[address] = tried
        return tried

    return known


def holds_nothing_of_others(answer: httpx.Response, own: str = OWN) -> None:
    """Hold an answer to no word of another school, also in where it leads."""
    assert answer.status_code < 500
    shown = answer.content + str(answer.headers).encode()
    assert not [other for other in others(own) if other.encode() in shown], answer.url


def shown(answer: httpx.Response, asked: str = "") -> tuple[int, str]:
    """Give what an answer says, without the words that were asked for."""
    return answer.status_code, answer.text.replace(asked, "") if asked else answer.text


def is_as_if_absent(
    ground: Ground, numbers: list[int], ask: Callable[[int], httpx.Response]
) -> None:
    """Hold the rows of others to the answer for a row that nobody has; nothing is changed."""
    with ground.nobody():
        absent = shown(ask(ABSENT))
        assert absent[0] in {403, 404}
        for number in numbers:
            answer = ask(number)
            holds_nothing_of_others(answer)
            assert shown(answer) == absent, number


def posts(ground: Ground, path: str, **fields: str) -> Callable[[int], httpx.Response]:
    """Give a form that is posted, with its proof, to a path about a number."""
    browser = ground.browser()
    return lambda number: browser.post(path.format(number), **fields)


def every_try(ground: Ground) -> list[tuple[str, Callable[[], None]]]:
    """List each try once, with the addresses it tries."""
    named: dict[Try, list[str]] = {}
    for address, tried in TRIES.items():
        named.setdefault(tried, []).append(address)
    return [(", ".join(names), partial(tried, ground)) for tried, names in named.items()]
