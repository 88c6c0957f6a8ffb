"""Forms, links and uploads beyond their pace: one plain line, and nobody else is held."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.routing import Route

from storage.database import Database
from tests.loopback import Loopback
from tests.web.pages import Browser, Pages, served
from web.app import application
from web.pace import MOST_POSTS, MOST_REFUSED, Pace
from web.uploads import Desk, HandedIn, uploads


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    with served(database, tmp_path) as found:
        yield found


def is_told_to_wait(answer: httpx.Response) -> bool:
    if answer.status_code != 429:
        return False
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert "Gửi hơi nhanh" in answer.text
    return True


def test_one_who_is_in_posts_too_fast_and_a_colleague_of_the_same_address_does_not_wait(
    pages: Pages,
) -> None:
    fast, other = pages.browser("thầy Nam"), pages.browser("cô Hà")
    fast.get("/")
    answers = [fast.post_alone("/ke-hoach/ban-cho", y="drop") for _ in range(MOST_POSTS + 5)]
    assert sum(is_told_to_wait(answer) for answer in answers) == 5
    assert not is_told_to_wait(other.post("/ke-hoach/ban-cho", y="drop"))
    # What is only looked at goes on.
    assert fast.get("/").status_code == 200


def test_who_guesses_links_is_held_and_who_is_in_or_comes_in_elsewhere_is_not(
    pages: Pages,
) -> None:
    known = pages.browser("thầy Nam")
    known.get("/")
    stranger = pages.browser()
    answers = [stranger.post_alone("/vao", ma=f"sai-{n}") for n in range(MOST_REFUSED + 5)]
    assert sum(is_told_to_wait(answer) for answer in answers) == 5
    # A cookie that was made up opens no other count.
    stranger.client.cookies.set("nhacviec", "bia-ra")
    stranger.get("/")
    assert is_told_to_wait(stranger.post_alone("/vao", ma="sai"))
    assert not is_told_to_wait(known.post("/ke-hoach/ban-cho", y="drop"))


def test_a_whole_staff_room_comes_in_at_once(pages: Pages) -> None:
    for _ in range(MOST_REFUSED + 10):
        answer = pages.browser().post_alone("/vao", ma=pages.link("cô Hà"))
        assert answer.status_code == 303


def test_addresses_that_take_a_file_cannot_be_guessed_fast() -> None:
    async def waits(token: str) -> bool:
        return token == "dung"  # noqa: S105 - opens nothing

    async def take(_token: str, _file: HandedIn) -> bool:
        return True

    route = uploads(Desk(waits, take))
    assert isinstance(route, Route)
    with Loopback(application(Pace(refused=5).over([route]))) as server:
        browser = Browser(server.url)
        assert browser.get("/u/dung").status_code == 200
        answers = [browser.get(f"/u/sai{n}") for n in range(7)]
        assert [is_told_to_wait(answer) for answer in answers] == [False] * 5 + [True] * 2
        browser.client.close()
