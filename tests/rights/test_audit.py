"""The log says what was changed, by whom and from where; it is only added to."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest

from followup.set_reminding import set_reminding
from plan.hours import Hours
from storage import audit, tasks
from storage.database import Database
from storage.history import Actor
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
    assert len(said.text.splitlines()) == 6
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


def lines_of(pages: Pages) -> list[str]:
    """Give the newest lines of the log, as the principal reads them in chat."""
    (said,) = pages.school.says("thầy Nam", "nhật ký")
    return said.text.splitlines()[1:]


def test_it_says_what_was_before_and_after(pages: Pages) -> None:
    school = pages.school
    school.says("cô Đào", "V4 được 40%")
    school.says("cô Đào", "V4 được 60%")
    assert "báo tiến độ V4, tiến độ 40 % → 60 %" in lines_of(pages)[0]
    school.says("thầy Nam", "sửa V4 thời gian: 15/6/2025")
    school.presses("thầy Nam", "Đúng")
    assert "sửa việc V4, hạn 31/1 → 15/6/2025" in lines_of(pages)[0]
    school.says("thầy Nam", "sửa V4 kinh phí: 12tr")
    school.presses("thầy Nam", "Đúng")
    assert "kinh phí 1,5 tr → 12 tr" in lines_of(pages)[0]
    school.says("thầy Nam", "giao V4 cho cô Yến")
    school.says("thầy Nam", "giao V4 cho cô Đào")
    assert "đầu mối cô Yến → cô Đào" in lines_of(pages)[0]
    school.says("thầy Nam", "chi V4 8tr")
    assert "khoản chi: 8 tr" in lines_of(pages)[0]
    school.says("thầy Nam", "hoàn tác")
    assert "khoản chi đã ghi → đã rút" in lines_of(pages)[0]


def test_it_says_whose_role_and_which_setting_became_what(pages: Pages) -> None:
    school, browser = pages.school, pages.browser("thầy Nam")
    school.says("thầy Nam", "bàn giao cô Hà cho thầy Tuấn")
    school.presses("thầy Nam", "Ở lại trường")
    assert any("Tổ trưởng tổ Ngữ văn cô Hà → thầy Tuấn" in line for line in lines_of(pages))
    hours = Hours(digest_at=time(6, 45))
    who = Actor(school.member("thầy Nam").member_id, "web")
    school.do(lambda day: set_reminding(day, who, hours, day.ladder))
    (line, *_) = lines_of(pages)
    assert "giờ nhắc 06:30 → 06:45 (trang)" in line
    assert "nghỉ từ" not in line
    ladder = school.read(lambda day: day.ladder.changed({"short": [5, 1]}))
    school.do(lambda day: set_reminding(day, who, hours, ladder))
    assert "mốc việc ngắn 7, 3, 1 → 5, 1" in lines_of(pages)[0]
    row = browser.get("/nhat-ky").text.split("<tbody>")[1].split("</tr>")[0]
    assert "mốc việc ngắn 7, 3, 1 → 5, 1" in row


def test_who_was_erased_is_not_named_by_what_they_were_called(pages: Pages) -> None:
    school = pages.school
    tuan = school.member("thầy Tuấn")
    school.says("thầy Nam", "giao V4 cho thầy Tuấn")
    school.says("thầy Tuấn", "xoá dữ liệu của tôi")
    school.presses("thầy Tuấn", "Xoá")
    html = pages.browser("thầy Nam").get("/nhat-ky").text
    assert tuan.full_name not in html
    assert "thầy Tuấn" not in html
    assert f"số {tuan.member_id}" in html
