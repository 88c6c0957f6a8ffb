"""A plan comes in by the page: read, looked at beside its source, taken or not, asked about."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from nhacviec.sample import PLAN, sample_file
from storage import plans, tasks
from storage.database import Database
from storage.plans import Doubt
from storage.school_day import SchoolDay
from tests.web.pages import Browser, Pages, served
from web.forms import MOST_FILE_BYTES


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    with served(database, tmp_path) as found:
        yield found


def uploads(browser: Browser, name: str, content: bytes, path: str = "/ke-hoach") -> int:
    proof = browser.proof("/")
    return browser.post_alone(path, files={"tep": (name, content)}, dau=proof).status_code


def edited() -> bytes:
    """Give the sample plan with one row's time changed and the last row gone."""
    text = sample_file(PLAN).read_text("utf-8")
    return text.replace("HKI", "20/01/2025", 1).encode()


def test_the_same_file_changes_nothing(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    assert uploads(browser, PLAN, sample_file(PLAN).read_bytes()) == 303
    assert browser.get("/ke-hoach/ban-cho").status_code == 404
    assert "không khác gì" in browser.get("/ke-hoach?roi=same").text


def test_an_edited_file_is_shown_as_a_difference(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    assert uploads(browser, PLAN, edited()) == 303
    html = browser.get("/ke-hoach/ban-cho").text
    (key,) = re.findall(r'name="nhan" value="([^"]+)" checked', html)
    assert "<del>HKI</del> → <ins>20/01/2025</ins>" in html
    draft = re.findall(r'name="ban" value="(\d+)"', html)[0]
    assert browser.post("/ke-hoach/ban-cho", ban=draft, y="accept", nhan=key).status_code == 303
    assert "20/01/2025" in browser.get("/ke-hoach/1/in").text
    again = browser.post("/ke-hoach/ban-cho", ban=draft, y="accept", nhan=key)
    assert again.status_code == 409


def test_a_change_that_is_not_ticked_is_left(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    uploads(browser, PLAN, edited())
    html = browser.get("/ke-hoach/ban-cho").text
    draft = re.findall(r'name="ban" value="(\d+)"', html)[0]
    assert browser.post("/ke-hoach/ban-cho", ban=draft, y="accept").status_code == 303
    assert "<td>20/01/2025</td>" not in browser.get("/ke-hoach/1/in").text


def test_a_draft_may_be_dropped(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    uploads(browser, PLAN, edited())
    html = browser.get("/ke-hoach/ban-cho").text
    draft = re.findall(r'name="ban" value="(\d+)"', html)[0]
    browser.post("/ke-hoach/ban-cho", ban=draft, y="drop")
    assert pages.school.read(lambda day: plans.drafts(day.tx, day.school_id)) == []


def test_a_file_that_is_no_plan(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    for name, content, status in (
        ("a.exe", b"MZ" + b"\0" * 100, 415),
        ("a.docx", b"PK\x03\x04 khong phai", 415),
        ("../../a.txt", b"chi la ba dong", 415),
        ("rong.docx", b"", 400),
        ("to.txt", b"x" * (MOST_FILE_BYTES + 1), 413),
    ):
        assert uploads(browser, name, content) == status, name
    assert browser.get("/ke-hoach/ban-cho").status_code == 404


def test_only_the_office_brings_plans_in(pages: Pages) -> None:
    assert uploads(pages.browser("cô Hà"), PLAN, edited()) == 403
    stranger = pages.browser()
    assert stranger.post_alone("/ke-hoach", files={"tep": (PLAN, edited())}).status_code == 401
    forged = pages.browser("thầy Nam").post_alone("/ke-hoach", files={"tep": (PLAN, edited())})
    assert forged.status_code == 403
    assert pages.school.read(lambda day: plans.drafts(day.tx, day.school_id)) == []


def test_doubtful_cells_are_answered_beside_their_source(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    html = browser.get("/ke-hoach").text
    asked = re.findall(r'action="(/ke-hoach/hoi/\d+)"', html)
    assert len(asked) == len(pages.school.read(unanswered))
    past = next(path for path in asked if "Làm trong năm học này" in part(html, path))
    for words in ("không rõ", ""):
        assert browser.post(past, y="typed", loi=words).status_code == 400
    assert pages.browser("thầy Khánh").post(past, y="drop").status_code == 403
    assert browser.post(past, y="typed", loi="30/4/2025").status_code == 303
    assert browser.post(past, y="drop").status_code == 409
    number = re.findall(r'href="/viec/(\d+)"', before(html, past))[-1]
    task = pages.school.read(lambda day: tasks.by_number(day.tx, day.school_id, int(number)))
    assert task is not None
    assert str(task.state) == "active"


def unanswered(day: SchoolDay) -> list[Doubt]:
    return plans.unanswered(day.tx, day.school_id)


def part(html: str, path: str) -> str:
    return html.split(path)[1].split("</form>", maxsplit=1)[0]


def before(html: str, path: str) -> str:
    return html.split(path, maxsplit=1)[0]
