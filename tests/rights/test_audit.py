"""The log says what was changed, by whom and from where; it is only added to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import audit, tasks
from storage.database import Database
from tests.web.pages import Pages, served


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    with served(database, tmp_path) as found:
        yield found


def test_the_log_names_who_what_and_where(pages: Pages) -> None:
    school = pages.school
    school.says("cô Đào", "V4 được 40%")
    (said,) = school.says("thầy Nam", "nhật ký")
    first = said.text.splitlines()[1]
    assert "cô Đào: báo tiến độ V4" in first
    assert len(said.text.splitlines()) <= 12
    (more,) = school.presses("thầy Nam", "Xem tiếp")
    assert "trang 2/" in more.text


def test_a_deed_on_a_page_is_said_to_be_of_a_page(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    browser.post("/lich")
    html = browser.get("/nhat-ky").text
    row = html.split("Mở lịch")[1].split("</tr>")[0]
    assert "trang" in row
    assert pages.browser("cô Thủy").get("/nhat-ky").status_code == 404
    assert 'href="/nhat-ky"' not in pages.browser("cô Thủy").get("/").text


def test_taking_back_adds_a_line_and_loses_none(pages: Pages) -> None:
    school = pages.school
    school.says("cô Đào", "V4 được 40%")
    before = school.read(lambda day: audit.count(day.tx, day.school_id))
    school.says("cô Đào", "hoàn tác")
    after = school.read(lambda day: audit.count(day.tx, day.school_id))
    assert after == before + 1
    found = school.read(lambda day: audit.page(day.tx, day.school_id, 0, 2))
    assert [one.name for one in found] == ["take_back", "report_progress"]
    number = school.read(lambda day: tasks.by_number(day.tx, day.school_id, 4))
    assert number is not None
