"""The school's settings: dates of its year, hours and ladder, places of its bots."""

import re
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from storage import usage
from storage.database import Database
from tests.web.pages import Browser, Pages, served


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    with served(database, tmp_path) as found:
        yield found


def fields(browser: Browser, action: str, place: int = 0) -> dict[str, str]:
    """Give what a form of the settings is filled with."""
    html = browser.get("/truong").text
    form = html.split(f'action="/truong/{action}"')[place + 1].split("</form>")[0]
    found = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    del found["dau"]
    chosen = re.findall(r'<select name="(\w+)">.*?value="(\w+)" selected', form, re.DOTALL)
    return found | dict(chosen)


def due(pages: Pages, number: int) -> str:
    html = pages.browser("thầy Nam").get(f"/viec/{number}").text
    return str(re.findall(r"\d\d/\d\d/\d{4}", html)[0])


def test_dates_are_shown_asked_about_and_kept(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    filled = fields(browser, "khung")
    assert filled["first_semester_end"] == "17/01/2025"
    new = filled | {"first_semester_end": "10/01/2025", "second_semester_start": "13/01/2025"}
    asked = browser.post("/truong/khung", **new)
    assert asked.status_code == 200
    assert "việc đổi hạn theo" in asked.text
    assert due(pages, 3) == "17/01/2025"
    assert browser.post("/truong/khung", **new, chac="1").status_code == 303
    assert due(pages, 3) == "10/01/2025"
    assert fields(browser, "khung")["first_semester_end"] == "10/01/2025"
    pages.school.says("thầy Nam", "hoàn tác")
    assert due(pages, 3) == "17/01/2025"


def test_days_off_come_and_go(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")

    def is_off(on: date) -> bool:
        return pages.school.read(lambda day: day.years.year(2024).is_day_off(on))

    days = {"tu": "3/2/2025", "den": "05/02/2025"}
    off = fields(browser, "khung", -2) | {"loai": "extra_days_off", "y": "add"} | days
    assert browser.post("/truong/khung", **off).is_redirect
    assert is_off(date(2025, 2, 4))
    assert "thứ Hai 03/02/2025 đến thứ Tư 05/02/2025" in browser.get("/truong").text
    gone = fields(browser, "khung", 1) | {"y": "drop"}
    assert browser.post("/truong/khung", **gone).is_redirect
    assert not is_off(date(2025, 2, 4))


def test_dates_that_are_none(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    filled, off = fields(browser, "khung"), {"loai": "extra_days_off", "tu": "05/02/2025"}
    for wrong in (
        {"year_end": "01/09/2024"},
        {"opening": "30/2"},
        {"opening": ""},
        {**off, "den": "03/02/2025"},
        {**off, "den": "03/02/2026"},
        off,
    ):
        answer = browser.post("/truong/khung", **(filled | wrong), chac="1")
        assert answer.status_code == 400, wrong
        assert "Chưa ghi gì" in answer.text
    assert fields(browser, "khung") == filled


def test_hours_and_ladder_decide_when_people_are_written_to(pages: Pages) -> None:
    school, browser = pages.school, pages.browser("thầy Nam")
    school.says("thầy Nam", "bắt đầu nhắc")
    school.says("thầy Nam", "giao cô Hà nộp báo cáo CSVC trước 27/12")
    school.presses("thầy Nam", "Giao")
    filled = fields(browser, "nhac")
    assert (filled["digest_at"], filled["handed_out"]) == ("06:30", "1")
    new = filled | {"digest_at": "17:15", "weekly_at": "15:00", "handed_out": "3; 2"}
    assert browser.post("/truong/nhac", **new).is_redirect
    school.says("thầy Nam", "hoàn tác")
    assert fields(browser, "nhac") == filled
    assert browser.post("/truong/nhac", **new).is_redirect
    assert fields(browser, "nhac")["handed_out"] == "3, 2"

    def is_told() -> bool:
        return any("nộp báo cáo CSVC" in text for text in school.told("cô Hà")[before:])

    before = len(school.told("cô Hà"))
    school.forward("2024-12-23 17:14")
    assert not is_told()
    school.forward("2024-12-23 17:15")
    assert is_told()


def test_of_two_people_the_second_is_told(pages: Pages) -> None:
    first, second = pages.browser("thầy Nam"), pages.browser("thầy Nam")
    hours, dates = fields(second, "nhac"), fields(second, "khung")
    assert first.post("/truong/nhac", **(hours | {"digest_at": "07:00"})).is_redirect
    told = second.post("/truong/nhac", **(hours | {"digest_at": "08:00"}))
    assert told.status_code == 409
    assert "người khác đã đổi" in told.text
    assert pages.school.read(lambda day: day.hours.digest_at) == time(7)
    assert first.post("/truong/khung", **(dates | {"saturday_works": "0"}), chac="1").is_redirect
    assert second.post("/truong/khung", **(dates | {"saturday_works": "1"})).status_code == 409


def test_hours_and_days_that_are_none(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    filled = fields(browser, "nhac")
    for wrong in (
        *({"digest_at": typed} for typed in ("25:00", "", "21:00")),
        {"weekly_at": "05:00"},
        {"quiet_from": "05:00"},
        *({"short": typed} for typed in ("1, 3, 7", "", "bảy", "121", "9" * 22, "3, 3")),
        *({"after": typed} for typed in ("1, 3", "7, 3, 1")),
    ):
        assert browser.post("/truong/nhac", **(filled | wrong)).status_code == 400, wrong
    assert fields(browser, "nhac") == filled


def test_who_may(pages: Pages) -> None:
    teacher, office = pages.browser("cô Hà"), pages.browser("cô Mai")
    assert teacher.get("/truong").status_code == 404
    assert teacher.post("/truong/khung").status_code == 403
    assert "Ghi giờ và mốc nhắc" in pages.browser("thầy Khánh").get("/truong").text
    assert "Ghi giờ và mốc nhắc" not in office.get("/truong").text
    assert office.post("/truong/nhac", **fields(office, "nhac")).status_code == 403


def test_places_and_messages_of_the_bots(pages: Pages) -> None:
    school = pages.school
    number = school.bot.bot_id
    school.database.write(lambda tx: usage.set_limits_all_schools(tx, number, (50, 3, 3000)))
    html = pages.browser("thầy Nam").get("/truong").text
    people = school.read(lambda day: len(day.staff.members))
    assert f"{people}/50 chỗ" in html
    assert "dự kiến cả tháng" in html
