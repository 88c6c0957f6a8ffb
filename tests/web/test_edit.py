"""Changing a task on its page: the deed of chat, once, by who may; the second of two is told."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.database import Database
from tests.web.pages import Browser, Pages, served

TRICK = "</textarea><script>alert(1)</script>"
FORM = "/viec/3/sua"


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    with served(database, tmp_path) as found:
        yield found


def filled(browser: Browser, html: str = "") -> dict[str, str]:
    html = html or browser.get(FORM).text
    found = dict(re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', html))
    return found | {"ban": re.findall(r'name="ban" value="(\w+)"', html)[0]}


def test_a_time_is_changed_and_taken_back_in_chat(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    was = filled(browser)
    answer = browser.post(FORM, **(was | {"time": "20/02/2025", "solution": TRICK}))
    assert answer.headers["location"] == "/viec/3?roi=edited"
    html = browser.get("/viec/3").text
    assert "20/02/2025" in html
    assert TRICK not in html + browser.get(FORM).text
    assert "sửa việc" in html
    pages.school.says("thầy Nam", "hoàn tác")
    assert filled(browser) == was
    assert browser.post(FORM, **was).headers["location"] == "/viec/3?roi=same"


def test_of_two_people_the_second_is_told_and_loses_nothing(pages: Pages) -> None:
    first, second = pages.browser("thầy Khánh"), pages.browser("thầy Nam")
    was = filled(second)
    assert first.post(FORM, **(was | {"conditions": "Có 2 máy chiếu"})).is_redirect
    told = second.post(FORM, **(was | {"solution": "Mượn phòng của tổ Toán"}))
    assert told.status_code == 409
    assert "thầy Khánh đã sửa việc này" in told.text
    assert "Mượn phòng của tổ Toán" in told.text
    assert "Đang có: Có 2 máy chiếu" in told.text
    assert filled(first)["solution"] == was["solution"]
    # Having seen both, the second may keep what is meant.
    meant = filled(second, told.text) | {"conditions": "Có 2 máy chiếu"}
    assert second.post(FORM, **meant).is_redirect
    now = filled(first)
    assert (now["conditions"], now["solution"]) == ("Có 2 máy chiếu", "Mượn phòng của tổ Toán")


def test_of_two_at_the_same_instant_one_is_told(pages: Pages) -> None:
    both = [pages.browser("thầy Nam") for _ in range(2)]
    was = filled(both[0])
    proofs = [browser.proof(FORM) for browser in both]

    def posts(number: int) -> int:
        typed = was | {"conditions": f"Bản {number}", "dau": proofs[number]}
        return both[number].post_alone(FORM, **typed).status_code

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(posts, range(2))) == [303, 409]
    assert filled(both[0])["conditions"] in {"Bản 0", "Bản 1"}


def test_what_cannot_be_kept_is_said_and_not_lost(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    was = filled(browser)
    wrong = browser.post(FORM, **(was | {"time": "32/13/2025", "solution": "Thuê thợ"}))
    assert wrong.status_code == 400
    assert "chưa đọc được thời gian" in wrong.text
    assert filled(browser, wrong.text)["solution"] == "Thuê thợ"
    assert browser.post(FORM, **(was | {"work": " "})).status_code == 400
    assert filled(browser) == was


def test_who_may(pages: Pages) -> None:
    for name in ("cô Hà", "cô Mai"):
        browser = pages.browser(name)
        assert browser.get(FORM).status_code == 404
        assert browser.post(FORM, work="x").status_code == 403
    browser = pages.browser("thầy Nam")
    assert browser.get("/viec/999/sua").status_code == 404
    assert browser.post("/viec/999/sua", work="x").status_code == 403
    pages.school.says("thầy Nam", "bỏ V3")
    pages.school.presses("thầy Nam", "Bỏ việc này")
    assert browser.get(FORM).status_code == 404
