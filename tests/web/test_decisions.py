"""Deciding on the page: the same deeds as in chat, once, by who may, from our own form."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import requests
from storage.database import Database
from tests.web.pages import Pages, served


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    with served(database, tmp_path) as found:
        # Papers of the week and digests are not what is looked at here.
        found.school.says("thầy Nam", "bắt đầu nhắc")
        found.school.says("thầy Nam", "giao cô Hà nộp báo cáo CSVC trước 27/12")
        found.school.presses("thầy Nam", "Giao")
        yield found


def code(pages: Pages) -> str:
    found = re.findall(r"<b>(V\d+)</b> nộp báo cáo CSVC", pages.browser("cô Hà").get("/").text)
    return str(found[0])


def asks(pages: Pages, words: str) -> str:
    """Let cô Hà ask for something; gives where the decision goes."""
    pages.school.says("cô Hà", words.format(code=code(pages)))
    pages.school.presses("cô Hà", "Đúng")
    html = pages.browser("thầy Nam").get("/cho-quyet").text
    return str(re.findall(r'action="(/de-nghi/\d+)"', html)[0])


def states(pages: Pages) -> list[str]:
    return pages.school.read(lambda day: [r.state for r in requests.lately(day.tx, day.school_id)])


def test_agreeing_moves_the_day_and_tells_the_asker(pages: Pages) -> None:
    where = asks(pages, "xin lùi {code} đến 30/12")
    browser = pages.browser("thầy Nam")
    answer = browser.post(where, y="agree")
    assert answer.headers["location"] == "/cho-quyet?roi=agreed"
    assert states(pages) == ["agreed"]
    pages.school.settle()
    assert "30/12" in pages.school.told("cô Hà")[-1]
    assert "30/12/2024" in browser.get(f"/viec/{code(pages)[1:]}").text
    assert "Không có gì đang chờ" in browser.get("/cho-quyet").text


def test_another_day_may_be_chosen_that_is_later_than_now(pages: Pages) -> None:
    where = asks(pages, "xin lùi {code} đến 30/12")
    browser = pages.browser("thầy Nam")
    for day in ("19/12/2024", "26/12/2024", "30/12", "99/99/9999", "2/13/2025"):
        assert browser.post(where, y="agree", den=day).status_code == 400, day
    assert states(pages) == ["waiting"]
    assert browser.post(where, y="agree", den="3/1/2025").status_code == 303
    assert "03/01/2025" in browser.get(f"/viec/{code(pages)[1:]}").text


def test_of_two_people_the_second_is_told(pages: Pages) -> None:
    where = asks(pages, "xin lùi {code} đến 30/12")
    first, second = pages.browser("thầy Nam"), pages.browser("thầy Nam")
    proof = second.proof("/cho-quyet")
    pages.school.says("thầy Nam", "không vì cần gấp")
    told = second.post_alone(where, dau=proof, y="agree")
    assert told.status_code == 409
    assert "chưa ghi gì" in told.text
    assert states(pages) == ["refused"]
    assert first.post(where, y="refuse").status_code == 409


def test_who_may_not_decide_changes_nothing(pages: Pages) -> None:
    where = asks(pages, "xin lùi {code} đến 30/12")
    for name in ("cô Hà", "thầy Lực"):
        browser = pages.browser(name)
        assert where not in browser.get("/cho-quyet").text
        assert browser.post(where, y="agree").status_code == 403
    assert pages.browser("thầy Nam").post_alone(where, y="agree").status_code == 403
    assert pages.browser("thầy Nam").post(where, y="x").status_code == 400
    assert pages.browser("thầy Nam").post("/de-nghi/999", y="agree").status_code == 403
    assert states(pages) == ["waiting"]


def test_giving_it_to_another_needs_a_person(pages: Pages) -> None:
    where = asks(pages, "nhờ người khác làm thay {code}")
    browser = pages.browser("thầy Nam")
    assert browser.post(where, y="agree").status_code == 400
    taker = pages.school.member("thầy Lực")
    assert browser.post(where, y="agree", nguoi=str(taker.member_id)).status_code == 303
    assert code_in(pages.browser("thầy Lực").get("/").text)


def code_in(html: str) -> bool:
    return "nộp báo cáo CSVC" in html


def test_a_question_is_answered(pages: Pages) -> None:
    pages.school.says("cô Hà", f"{code(pages)} làm theo mẫu nào ạ?")
    browser = pages.browser("thầy Nam")
    where = re.findall(r'action="(/cau-hoi/\d+)"', browser.get("/cho-quyet").text)[0]
    assert pages.browser("thầy Lực").post(where, loi="mẫu 2").status_code == 403
    assert browser.post(where, loi=" ").status_code == 400
    assert browser.post(where, loi="mẫu 2 của Sở").status_code == 303
    pages.school.settle()
    assert "mẫu 2 của Sở" in pages.school.told("cô Hà")[-1]
    assert browser.post(where, loi="mẫu 3").status_code == 409
