"""What is shown, to whom: the board, tasks, the year, people, evidence, documents, plans."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from nhacviec.sample import open_sample
from reports.board import A_PAGE
from storage import people
from storage.database import Database, Tx
from storage.history import Actor
from tests.followup.test_long_plan import long_plan
from tests.web.pages import Pages, served

TRICK = "<script>alert(1)</script>"


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    with served(database, tmp_path) as found:
        yield found


def codes(html: str) -> list[str]:
    """List the tasks of the board."""
    return re.findall(r'<a class="ten" href="/viec/\d+"><b>(V\d+)</b>', html)


def test_the_principal_sees_every_task_a_member_the_own(pages: Pages) -> None:
    everything = codes(pages.browser("thầy Nam").get("/").text)
    assert len(everything) == 21
    own = codes(pages.browser("cô Hà").get("/").text)
    assert 0 < len(own) < len(everything)
    chat = pages.school.says("cô Hà", "việc của tôi")[0].text
    assert set(re.findall(r"V\d+", chat)) <= set(own)


def test_words_owner_state_and_standard_stand_in_the_address(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    everything = codes(browser.get("/").text)
    third = codes(browser.get("/?tc=3").text)
    assert 0 < len(third) < len(everything)
    assert codes(browser.get("/?q=thu vien").text) == codes(browser.get("/?q=thư+viện").text) != []
    assert codes(browser.get("/?q=V3").text)[0] == "V3"
    number = pages.school.member("cô Hà").member_id
    assert codes(browser.get(f"/?ai={number}").text) == codes(
        browser.get(f"/?ai={number}&tt=khong-co&han=9").text
    )
    assert len(codes(browser.get("/?tt=doubtful").text)) == 3
    assert "Không có việc nào hợp" in browser.get("/?q=khong-co-dau").text


def test_a_long_plan_is_turned_page_by_page_and_searched_as_a_whole(pages: Pages) -> None:
    school = pages.school
    school.platform.files["long"] = long_plan(A_PAGE + 50)
    file = {"reference": "long", "name": "ke-hoach.txt"}
    school.says("thầy Nam", "", kind="file", files=[file])
    school.presses("thầy Nam", "Nhận kế hoạch")
    browser = pages.browser("thầy Nam")
    first, second = browser.get("/").text, browser.get("/?trang=2").text
    count = 21 + A_PAGE + 50
    assert f"Có {count} việc" in first
    assert "trang 1/2" in first
    shown = codes(first) + codes(second)
    assert (len(codes(first)), len(set(shown))) == (A_PAGE, count)
    assert codes(browser.get("/?trang=99").text) == codes(second)
    assert codes(browser.get(f"/?q={codes(second)[-1]}").text) == codes(second)[-1:]
    found = browser.get("/?q=việc số&tt=silent").text
    (link,) = set(re.findall(r'href="(/\?[^"]*trang=2)"', found))
    assert set(codes(browser.get(link.replace("&amp;", "&")).text)) <= set(shown)
    assert "tt=silent" in link


def test_a_search_is_no_way_in_for_a_script(pages: Pages) -> None:
    html = pages.browser("thầy Nam").client.get("/", params={"q": TRICK + '"'}).text
    assert TRICK not in html
    assert "&lt;script&gt;" in html


def test_a_task_tells_its_story(pages: Pages) -> None:
    school = pages.school
    code = codes(pages.browser("cô Hà").get("/").text)[0]
    school.says("cô Hà", f"{code} vướng: chưa có báo giá")
    html = pages.browser("thầy Nam").get(f"/viec/{code[1:]}").text
    assert "báo vướng" in html
    assert "chưa có báo giá" in html
    assert "Cô Hà" in html


def test_what_is_not_there(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    for path in ("/viec/0", "/viec/99", "/viec/x", f"/viec/{'9' * 20}", "/viec/1%00", "/x"):
        answer = browser.get(path)
        assert answer.status_code == 404, path
        assert "Không có trang này" in answer.text


def test_anothers_task_is_not_there(pages: Pages) -> None:
    browser = pages.browser("cô Hà")
    own = set(codes(browser.get("/").text))
    every = codes(pages.browser("thầy Nam").get("/").text)
    other = next(code for code in every if code not in own)
    assert browser.get(f"/viec/{other[1:]}").status_code == 404


def test_every_page_opens_for_who_may_see_it(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    for path in ("/nam-hoc", "/cho-quyet", "/minh-chung", "/van-ban", "/nguoi", "/ke-hoach"):
        assert browser.get(path).status_code == 200, path
    assert "Tháng 9/2024" in browser.get("/nam-hoc").text
    assert "Huỳnh Minh Triết" in browser.get("/nguoi").text
    teacher = pages.browser("cô Hà")
    assert teacher.get("/ke-hoach").status_code == 404
    assert teacher.get("/ke-hoach/1/in").status_code == 404
    assert teacher.get("/van-ban/progress.docx").status_code == 404
    assert pages.browser().get("/nam-hoc").status_code == 401


def test_a_plan_on_paper_has_its_official_head(pages: Pages) -> None:
    html = pages.browser("thầy Nam").get("/ke-hoach/1/in").text
    assert "Độc lập - Tự do - Hạnh phúc" in html
    assert "TRƯỜNG MẪU" in html
    assert html.count("<tr>") > 20


def test_a_file_is_shown_and_never_run(pages: Pages) -> None:
    school = pages.school
    html = b"<script>alert(1)</script>"
    school.platform.files |= {"x": html, "y": b"\x89PNG\r\n\x1a\n" + html}
    trick = [{"reference": "x", "name": f"{TRICK}.html", "mime": "text/html"}]
    picture = [{"reference": "y", "name": "ảnh.png", "mime": "image/png"}]
    school.says("cô Hà", f"xong V1 {TRICK}", kind="file", files=trick)
    school.says("cô Hà", "V1 minh chứng", kind="photo", files=picture)
    browser = pages.browser("thầy Nam")
    for path in ("/minh-chung", "/viec/1"):
        assert TRICK not in browser.get(path).text
    links = re.findall(r'href="(/minh-chung/\d+)"', browser.get("/minh-chung").text)
    photo, page = (browser.get(link) for link in links[:2])
    assert page.headers["content-type"] == "application/octet-stream"
    assert page.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in page.headers["content-security-policy"]
    assert photo.headers["content-type"] == "image/png"
    stranger = pages.browser("cô Mỹ Linh")
    assert stranger.get(links[1]).status_code == 404


def test_a_script_in_a_name_is_only_a_name(pages: Pages) -> None:
    school = pages.school
    who = school.member("cô Hà").member_id
    school.do(
        lambda day: people.change_member(
            day.deed("x", Actor(None, "operator")), who, full_name=TRICK, call_name=TRICK
        )
    )
    browser = pages.browser("thầy Nam")
    for path in ("/", "/viec/1", "/nam-hoc", "/cho-quyet", "/nguoi", "/ke-hoach", "/truong"):
        assert TRICK not in browser.get(path).text, path
    assert "&lt;script&gt;" in browser.get("/nguoi").text


def test_another_schools_numbers_open_nothing(pages: Pages) -> None:
    other = pages.school.school_id + 1
    school = pages.school
    school.says("cô Hà", "xong V1")

    def opened(tx: Tx) -> int:
        return open_sample(tx, "Trường khác", school.bot.bot_id, school.clock.now())

    assert school.database.write(opened) == other
    where = school.school_id
    school.school_id = other
    browser = pages.browser("thầy Nam")
    school.school_id = where
    assert "Trường khác" in browser.get("/").text
    for path in ("/viec/1", "/viec/1/sua", "/minh-chung/1", "/ke-hoach/1/in", "/ke-hoach/ban-cho"):
        assert browser.get(path).status_code == 404, path
    assert browser.post("/de-nghi/1", y="agree").status_code == 403
    assert browser.post("/cau-hoi/1", loi="x").status_code == 403
    assert browser.post("/viec/1/sua", work="x").status_code == 403
    assert browser.post("/ke-hoach/hoi/1", nguoi="1").status_code == 404


def test_a_document_is_made_at_once(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    made = browser.get("/van-ban/progress.xlsx?tu=1/11/2024&den=30/11/2024")
    assert made.content.startswith(b"PK")
    assert "filename*=UTF-8''" in made.headers["content-disposition"]
    assert browser.get("/van-ban/progress.exe").status_code == 404
    assert browser.get("/van-ban/khac.docx").status_code == 404


def test_the_feed_is_open_to_who_has_its_address(pages: Pages) -> None:
    browser = pages.browser("cô Hà")
    html = browser.post("/lich").text
    secret = re.search(r"/lich/([\w-]+)\.ics", html)
    assert secret is not None
    phone = pages.browser()
    assert phone.get(secret[0]).text.startswith("BEGIN:VCALENDAR")
    browser.post("/lich")
    assert phone.get(secret[0]).status_code == 404
    assert phone.get("/lich/x.ics").status_code == 404


def test_leaders_alone_see_who_has_not_joined(pages: Pages) -> None:
    school = pages.school
    who = school.member("cô Hà").member_id
    school.do(
        lambda day: people.change_member(
            day.deed("x", Actor(None, "operator")), who, joined_at=None, person_id=None
        )
    )
    assert "chưa tham gia" in pages.browser("thầy Nam").get("/nguoi").text
    assert "chưa tham gia" not in pages.browser("thầy Lực").get("/nguoi").text
