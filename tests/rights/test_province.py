"""A province's officer sees the schools in numbers: in chat, on a page, as a workbook; no name."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from followup.forget_made import forget_made_all_schools
from followup.province import CONSENT_VERSION, invite_officer
from nhacviec.sample import open_sample
from plan.rights import Kind, Role, table
from reports.province import roll_up
from reports.rollup import roll_up_all_schools
from storage import provinces, schools
from storage.database import Database, Tx
from storage.tables import officers
from tests.school import SampleSchool, at
from tests.web.pages import Pages, served

OFFICER = "s1"


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    with served(database, tmp_path) as found:
        found.school.engine.intake.pages_at = "http://127.0.0.1"
        yield found


def made(school: SampleSchool) -> str:
    """Put the sample school and an empty one in a province, a third outside; gives the code."""

    def done(tx: Tx) -> str:
        now = school.clock.now()
        second = open_sample(tx, "Trường hai", school.bot.bot_id, now)
        open_sample(tx, "Trường ngoài", school.bot.bot_id, now)
        province = provinces.ensure_all_schools(tx, "Tỉnh mẫu", now)
        provinces.take_in_all_schools(tx, province.province_id, [school.school_id, second])
        return invite_officer(tx, province, "Bà Hạnh", now)

    return school.database.write(done)


def joins(school: SampleSchool, chat: str = OFFICER) -> str:
    """Use a new invite and agree; gives what was answered."""
    says(school, made(school), chat)
    return presses(school, "Đồng ý", chat)


def presses(school: SampleSchool, label: str, chat: str = OFFICER) -> str:
    keys = [
        c.key
        for to, p in school.platform.sent
        if to == chat
        for c in p.choices
        if c.label == label
    ]
    return says(school, "", chat, kind="choice", choice=keys[-1])


def says(school: SampleSchool, text: str, chat: str = OFFICER, **more: object) -> str:
    before = len(school.platform.sent)
    school.arrives({"chat": chat, "text": text, **more})
    school.settle()
    return "\n".join(said.text for to, said in school.platform.sent[before:] if to == chat)


def names(school: SampleSchool) -> list[str]:
    members = school.read(lambda day: day.staff.members)
    return [member.full_name for member in members if member.full_name]


def test_an_invite_works_once_and_shows_the_schools(pages: Pages) -> None:
    school = pages.school
    code = made(school)
    assert "đồng ý chứ ạ" in says(school, code)
    assert "kế hoạch" not in says(school, "các trường"), "nothing is shown before the consent"
    assert "không lưu gì" in presses(school, "Không tham gia")
    assert "đồng ý chứ ạ" in says(school, code), "the invite stays good"
    assert "Tỉnh mẫu" in presses(school, "Đồng ý")
    said = says(school, "các trường")
    assert "2 trường, 1 kế hoạch đang chạy, 1 trường chưa có kế hoạch" in said
    whole = school.database.read(lambda tx: roll_up_all_schools(tx, school.clock.now()))[0]
    assert f"xong {whole.done}/{whole.total}" in said
    assert not [name for name in names(school) if name in said]
    school.arrives({"chat": "s2", "text": code})
    school.settle()
    assert "Tỉnh mẫu" not in [said.text for to, said in school.platform.sent if to == "s2"][-1]


def test_consent_is_kept_with_its_version_and_time_and_asked_again_when_it_changes(
    pages: Pages,
) -> None:
    school = pages.school
    joins(school)
    query = select(officers.c.officer_id, officers.c.consent_version, officers.c.agreed_at)
    row = school.database.read(lambda tx: tx.execute(query).one())
    assert (row.consent_version, row.agreed_at) == (CONSENT_VERSION, school.clock.now())
    older = CONSENT_VERSION - 1
    now = school.clock.now()
    school.database.write(lambda tx: provinces.agree_all_schools(tx, row.officer_id, older, now))
    assert "đồng ý chứ ạ" in says(school, "các trường")
    presses(school, "Đồng ý")
    assert "2 trường" in says(school, "các trường")
    school.database.write(lambda tx: provinces.agree_all_schools(tx, row.officer_id, older, now))
    says(school, "các trường")
    assert "mọi lối vào đã đóng" in presses(school, "Không tham gia")
    assert "2 trường" not in says(school, "các trường")


def test_the_schools_come_as_a_picture_too_and_its_file_is_let_go(pages: Pages) -> None:
    school = pages.school
    joins(school)
    says(school, "các trường")
    (file,) = school.platform.sent[-1][1].attachments
    assert file.name.endswith(".png")
    place = school.files / file.reference
    assert place.read_bytes().startswith(b"\x89PNG")
    # Who is no officer is drawn nothing.
    assert not [f for said in school.says("thầy Nam", "các trường") for f in said.attachments]
    later = school.clock.now() + timedelta(days=31)
    gone = school.database.write(lambda tx: forget_made_all_schools(tx, later))
    assert [digest for digest, _ in gone.files] == [place.name]


def test_an_invite_agreed_to_in_one_chat_lets_no_second_one_in(pages: Pages) -> None:
    school = pages.school
    code = made(school)
    for chat in (OFFICER, "s2"):
        says(school, code, chat)
    presses(school, "Đồng ý")
    presses(school, "Đồng ý", "s2")
    assert "kế hoạch" not in says(school, "các trường", "s2")


def test_the_page_and_the_workbook_name_no_person(pages: Pages) -> None:
    school = pages.school
    joins(school)
    link = says(school, "các trường").split("/cac-truong/vao/")[1].split()[0]
    browser = pages.browser()
    assert browser.get("/cac-truong").status_code == 401
    assert browser.get(f"/cac-truong/vao/{link}").status_code == 200
    assert browser.post_alone("/cac-truong/vao", ma=link).status_code == 303
    assert pages.browser().post_alone("/cac-truong/vao", ma=link).status_code == 410
    html = browser.get("/cac-truong").text
    assert "Trường hai" in html
    assert "Trường ngoài" not in html
    book = load_workbook(io.BytesIO(browser.get("/cac-truong.xlsx").content))
    picture = browser.get("/cac-truong.png")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    cells = [str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row]
    assert "Trường mẫu" in cells
    shown = html + "\n".join(cells)
    assert not [name for name in names(school) if name in shown]


def test_an_officer_opens_no_page_of_a_school_and_no_member_the_officers(pages: Pages) -> None:
    school = pages.school
    joins(school)
    link = says(school, "các trường").split("/cac-truong/vao/")[1].split()[0]
    officer = pages.browser()
    officer.post_alone("/cac-truong/vao", ma=link)
    for name, row in table()[Kind.PAGE].items():
        method, path = name.split(" ")
        if Role.STRANGER in row or Role.OFFICER in row or "{" in path:
            continue
        found = officer.get(path) if method == "GET" else officer.post_alone(path)
        assert found.status_code == 401, name
    principal = pages.browser("thầy Nam")
    assert principal.get("/cac-truong").status_code == 401
    assert principal.get("/cac-truong.xlsx").status_code == 401
    assert principal.get("/cac-truong.png").status_code == 401


def test_who_was_ended_sees_nothing_at_once(pages: Pages) -> None:
    school = pages.school
    joins(school)
    link = says(school, "các trường").split("/cac-truong/vao/")[1].split()[0]
    browser = pages.browser()
    browser.post_alone("/cac-truong/vao", ma=link)
    assert browser.get("/cac-truong").status_code == 200

    def ended(tx: Tx) -> None:
        province = provinces.by_name_all_schools(tx, "Tỉnh mẫu")
        assert province is not None
        found = provinces.officers_named_all_schools(tx, province.province_id, "Bà Hạnh")
        provinces.end_all_schools(tx, [one.officer_id for one in found], school.clock.now())

    school.database.write(ended)
    assert browser.get("/cac-truong").status_code == 401
    assert "kế hoạch" not in says(school, "các trường")


def test_the_numbers_are_the_schools_own(pages: Pages) -> None:
    school = pages.school
    made(school)
    school.says("cô Đào", "xong V4")
    school.says("thầy Nam", "chi V4 1tr")
    school.clock.move_to(at("2025-02-14 09:00"))

    def looked(tx: Tx) -> None:
        now = school.clock.now()
        province = provinces.by_name_all_schools(tx, "Tỉnh mẫu")
        assert province is not None
        found = roll_up(tx, province, now)
        own = {count.school: count for count in roll_up_all_schools(tx, now)}
        assert {line.count.school: line.count for line in found.schools} == {
            name: own[name] for name in ("Trường hai", "Trường mẫu")
        }
        whole = found.whole
        of_criteria = [count for _, count in found.criteria]
        assert whole.total == sum(count.total for count in of_criteria)
        assert whole.done == sum(count.done for count in of_criteria) > 0
        assert found.spent == 1_000_000
        assert len(schools.of_province_all_schools(tx, province.province_id)) == 2

    school.database.read(looked)
