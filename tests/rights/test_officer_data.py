"""What who speaks for no school is told and given of the own data: officers, strangers."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select, update

from followup.hand_over import hand_over
from followup.own_data import erase
from followup.province import invite_officer
from followup.retention import Retention, old_all_schools, purge_all_schools
from nhacviec.sample import chat_of, open_sample
from plan.model import Member
from storage import bots, data_requests, officer_requests, people, provinces
from storage.database import Database, Tx
from storage.files import FileStore
from storage.history import Actor
from storage.provinces import Province
from storage.school_day import SchoolDay
from storage.tables import addresses, deeds, inbox, members, metadata, officers
from tests.rights.test_province import OFFICER, joins, presses, says
from tests.school import SampleSchool
from tests.service.installed import run
from tests.web.pages import Pages, served
from tests.workshops import shared_workshop

OPERATOR = Actor(None, "operator")
KEEP = Retention(*[timedelta(days=30)] * 3)


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    with served(database, tmp_path) as found:
        found.school.engine.intake.pages_at = "http://127.0.0.1"
        found.school.engine.makes_papers(shared_workshop().make)
        yield found


@pytest.fixture
def school(pages: Pages) -> SampleSchool:
    return pages.school


def book(school: SampleSchool) -> str:
    """Give every cell of the file that was sent last."""
    (file,) = school.platform.sent[-1][1].attachments
    content = FileStore(school.files).read(file.reference.rpartition("/")[2])
    sheets = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(row) for sheet in sheets for row in sheet.iter_rows(values_only=True))


def everything(database: Database) -> str:
    """Give every value of every table as this program reads it."""

    def rows(tx: Any) -> list[str]:
        return [str(row) for table in metadata.sorted_tables for row in tx.execute(select(table))]

    return "\n".join(database.read(rows))


def states(school: SampleSchool) -> list[tuple[str, str, str]]:
    def listed(tx: Tx) -> list[tuple[str, str, str]]:
        numbers = tx.execute(select(officers.c.officer_id)).scalars().all()
        found = officer_requests.list_all_schools(tx, numbers)
        return [(str(one.kind), one.state, f"{one.done_by_on:%d/%m}") for one in found]

    return school.database.read(listed)


def joins_next(school: SampleSchool, chat: str, name: str = "Bà Mai") -> str:
    """Let one more officer of the same province join; gives what was answered."""

    def done(tx: Tx) -> str:
        province = provinces.by_name_all_schools(tx, "Tỉnh mẫu")
        assert province is not None
        return invite_officer(tx, province, name, school.clock.now())

    says(school, school.database.write(done), chat)
    return presses(school, "Đồng ý", chat)


def second_province(school: SampleSchool) -> None:
    """Let another province have an officer at another chat, who has said something."""

    def done(tx: Tx) -> str:
        province = provinces.ensure_all_schools(tx, "Tỉnh khác", school.clock.now())
        return invite_officer(tx, province, "Ông Quý", school.clock.now())

    says(school, school.database.write(done), "s9")
    presses(school, "Đồng ý", "s9")


@pytest.mark.parametrize("words", ["/dulieu", "dữ liệu của tôi", "cho em dữ liệu của tôi ạ"])
def test_an_officer_is_given_all_that_is_held(school: SampleSchool, words: str) -> None:
    joins(school)
    second_province(school)
    link = says(school, "các trường").split("/cac-truong/vao/")[1].split()[0]
    assert "tệp này" in says(school, words)
    held = book(school)
    for kept in (
        "Bà Hạnh",
        "Tỉnh mẫu",
        f"fake {OFFICER}",
        "bản 1",
        "số việc, kinh phí",
        "các trường",
    ):
        assert kept in held
    for other in ("Quý", "Tỉnh khác", "s9", link):
        assert other not in held
    assert not [
        m.full_name for m in school.read(lambda day: day.staff.members) if m.full_name in held
    ]
    assert states(school) == [("see", "done", "04/01")]


def test_what_cannot_be_made_is_noted_with_its_last_day(school: SampleSchool) -> None:
    joins(school)
    school.engine.intake.make = lambda *_: {"fault": "failed"}
    assert "thứ Bảy 04/01/2025" in says(school, "/dulieu")
    assert states(school) == [("see", "open", "04/01")]


def test_an_officer_is_erased_and_the_numbers_stay(pages: Pages) -> None:
    school = pages.school
    joins(school)
    link = says(school, "các trường").split("/cac-truong/vao/")[1].split()[0]
    browser = pages.browser()
    browser.post_alone("/cac-truong/vao", ma=link)
    says(school, "/dulieu")
    files = [path for path in school.files.rglob("*") if path.is_file()]
    assert "không lấy lại" in says(school, "/xoa")
    assert "Chưa xoá gì" in presses(school, "Thôi, giữ lại")
    assert browser.get("/cac-truong").status_code == 200
    says(school, "xoá dữ liệu của tôi")
    assert "đã đóng" in presses(school, "Xoá")
    assert browser.get("/cac-truong").status_code == 401
    assert "Hạnh" not in everything(school.database)
    assert not [path for path in files if path.exists() and path.suffix in {".png", ".xlsx"}]
    assert states(school) == [
        ("see", "done", "04/01"),
        ("erase", "dropped", "04/01"),
        ("erase", "done", "04/01"),
    ]
    (row,) = school.database.read(lambda tx: tx.execute(select(officers)).all())
    assert row.name.startswith("Cán bộ đã xoá")
    assert row.agreed_at is not None
    assert "mã mời" in says(school, "các trường")
    # The province counts the same schools for the next officer.
    joins_next(school, "s5")
    assert "trường, 1 kế hoạch đang chạy" in says(school, "các trường", "s5")


def test_the_chat_itself_is_forgotten_within_the_hour(school: SampleSchool) -> None:
    joins(school)
    says(school, "/xoa")
    presses(school, "Xoá")
    purge(school)
    held = school.database.read(
        lambda tx: (
            [*tx.execute(select(addresses.c.chat)).scalars()],
            [*tx.execute(select(inbox.c.chat)).scalars()],
        )
    )
    assert OFFICER not in held[0] + held[1]
    # Whoever comes back is somebody new, and can be invited again.
    assert "Tỉnh mẫu" in joins_next(school, OFFICER)


def purge(school: SampleSchool) -> None:
    now = school.clock.now()

    def gone(tx: Tx) -> None:
        purge_all_schools(tx, old_all_schools(tx, KEEP, now), KEEP, now)

    school.database.write(gone)


def test_nobody_else_answers_an_officers_question(school: SampleSchool) -> None:
    joins(school)
    says(school, "/xoa")
    key = school.platform.sent[-1][1].choices[0].key
    for chat in ("s2", school.chat("thầy Nam")):
        says(school, "", chat, kind="choice", choice=key)
    assert "2 trường" in says(school, "các trường")


def test_a_number_typed_long_after_erases_nobody(school: SampleSchool) -> None:
    joins(school)
    says(school, "/xoa")
    school.wait(minutes=16)
    assert "2 trường" in says(school, "1")
    says(school, "/xoa")
    assert "đã đóng" in says(school, "1")


def both(school: SampleSchool) -> str:
    """Let cô Hà be an officer as well; gives her chat."""
    ha = school.member("cô Hà")

    def done(tx: Tx) -> None:
        now = school.clock.now()
        province = Province(*tx.execute(select(officers.c.province_id, officers.c.name)).one())
        invite_officer(tx, province, "Bà Hà", now)
        (new,) = provinces.officers_named_all_schools(tx, province.province_id, "Bà Hà")
        assert ha.person_id is not None
        assert provinces.join_all_schools(tx, new.officer_id, ha.person_id, 1, now)

    school.database.write(done)
    return chat_of(ha.member_id)


def test_who_works_at_a_school_too_names_the_office(school: SampleSchool) -> None:
    joins(school)
    chat = both(school)
    ha = school.member("cô Hà")
    says(school, "/dulieu", chat)
    assert ha.full_name in book(school)
    assert "dữ liệu cán bộ" in book(school)
    says(school, "dữ liệu cán bộ", chat)
    assert "Bà Hà" in book(school)
    says(school, "/xoa", chat)
    assert "vẫn xem các trường" in presses(school, "Xoá", chat)
    assert "2 trường" in says(school, "các trường", chat), "the office is apart from the school"
    says(school, "xoá dữ liệu cán bộ", chat)
    assert "không gắn với ai" in presses(school, "Xoá", chat)
    assert "Bà Hà" not in everything(school.database)


def test_the_office_alone_is_erased_and_the_work_goes_on(school: SampleSchool) -> None:
    joins(school)
    chat = both(school)
    says(school, "xoá dữ liệu cán bộ", chat)
    assert "việc ở trường" in presses(school, "Xoá", chat)
    ha = school.member("cô Hà")
    assert ha.person_id is not None
    assert school.database.read(
        lambda tx: [m.member_id for m in people.of_person_all_schools(tx, ha.person_id or 0)]
    ) == [ha.member_id]
    assert "các trường" not in says(school, "việc", chat)


def test_a_stranger_is_told_what_is_held_and_it_goes_on_request(school: SampleSchool) -> None:
    says(school, "bí mật của tôi là hoa sen", "stranger-seven")
    assert "số của chat" in says(school, "/dulieu", "stranger-seven")
    assert "hoa sen" in everything(school.database)
    assert "Đã xoá lời nhắn" in says(school, "xoá dữ liệu của tôi", "stranger-seven")
    assert "hoa sen" not in everything(school.database)
    purge(school)
    assert "stranger-seven" not in everything(school.database)
    # Nothing of it is anybody else's.
    assert school.database.read(
        lambda tx: bots.open_address(tx, school.school_id, school.member("thầy Nam").member_id)
    )


def test_to_be_forgotten_gives_no_new_guesses(school: SampleSchool) -> None:
    for code in range(5):
        says(school, f"1234567{code}", "stranger-seven")
    assert "thử nhiều mã" in says(school, "12345678", "stranger-seven")
    assert "Đã xoá lời nhắn" in says(school, "/xoa", "stranger-seven")
    purge(school)
    assert "thử nhiều mã" in says(school, "12345679", "stranger-seven")
    school.wait(minutes=61)
    purge(school)
    assert "stranger-seven" not in everything(school.database)


def test_who_left_a_school_is_given_what_it_still_holds(school: SampleSchool) -> None:
    ha = school.member("cô Hà")
    chat = chat_of(ha.member_id)
    school.says("cô Hà", "bí mật của tôi là hoa sen")
    leaves(school, ha)
    before = len(school.platform.sent)
    assert "Đang làm tệp" in says(school, "/dulieu", chat)
    assert {to for to, _ in school.platform.sent[before:]} == {chat}
    held = book(school)
    assert ha.full_name in held
    assert "hoa sen" in held
    others = [m.full_name for m in school.read(lambda day: day.staff.members) if m.full_name]
    assert not [name for name in others if name in held]
    done = school.read(lambda day: day.tx.execute(select(deeds.c.name)).scalars().all())
    assert {"ask_own_data", "settle_own_data"} <= set(done)
    assert school.read(lambda day: data_requests.open_ones(day.tx, day.school_id)) == []


def test_who_left_two_schools_is_given_a_file_of_each(school: SampleSchool) -> None:
    ha = school.member("cô Hà")
    second = school.database.write(
        lambda tx: open_sample(tx, "Trường hai", school.bot.bot_id, school.clock.now())
    )

    def also_there(tx: Tx) -> Member:
        member = people.list_members(tx, second)[3]
        of_member = (members.c.member_id == member.member_id) & (members.c.school_id == second)
        tx.execute(update(members).where(of_member).values(person_id=ha.person_id))
        return member

    other = school.database.write(also_there)
    leaves(school, ha)
    # Who still works at one asks there, and is given what it holds.
    assert "Đang làm" in says(school, "/dulieu", chat_of(ha.member_id))
    assert other.full_name in book(school)
    school.database.write(
        lambda tx: hand_over(
            SchoolDay.of(tx, second, school.clock.now()), OPERATOR, other, None, leaves=True
        )
    )
    before = len(school.platform.sent)
    assert "mỗi trường một tệp" in says(school, "/dulieu", chat_of(ha.member_id))
    assert len([p for _, p in school.platform.sent[before:] if p.attachments]) == 2


def test_who_is_erased_while_the_file_is_made_is_sent_none(school: SampleSchool) -> None:
    ha = school.member("cô Hà")
    leaves(school, ha)
    make = school.engine.intake.make

    def erased_meanwhile(*call: object) -> dict[str, Any]:
        school.do(lambda day: erase(day, OPERATOR, ha, 0))
        return make(*call)

    school.engine.makes_papers(erased_meanwhile)
    before = len(school.platform.sent)
    says(school, "/dulieu", chat_of(ha.member_id))
    assert not [prompt for _, prompt in school.platform.sent[before:] if prompt.attachments]


def leaves(school: SampleSchool, who: Member) -> None:
    school.do(lambda day: hand_over(day, OPERATOR, who, None, leaves=True))


def test_who_left_a_school_asks_it_and_the_principal_decides(school: SampleSchool) -> None:
    ha = school.member("cô Hà")
    chat = chat_of(ha.member_id)
    leaves(school, ha)
    assert "thứ Bảy 04/01/2025" in says(school, "/xoa", chat)
    (waiting,) = school.read(lambda day: data_requests.open_ones(day.tx, day.school_id))
    assert (waiting.member_id, waiting.kind) == (ha.member_id, "erase")
    school.presses("thầy Nam", "Xoá")
    assert ha.full_name not in everything(school.database).replace("nhận việc của", "")
    assert school.read(lambda day: data_requests.open_ones(day.tx, day.school_id)) == []
    # From now on the chat is nobody's.
    assert "Đã xoá lời nhắn" in says(school, "/xoa", chat)


def test_who_leaves_and_is_invited_meanwhile_keeps_the_chat(school: SampleSchool) -> None:
    says(school, "/xoa", "stranger-seven")
    joins(school, "stranger-seven")
    purge(school)
    assert "2 trường" in says(school, "các trường", "stranger-seven")


def test_the_operator_erases_who_asked_outside_chat(tmp_path: Path) -> None:
    where = {"NHACVIEC_DATA_DIR": str(tmp_path / "data")}
    province = ("--province", "Tỉnh mẫu")
    whom = (*province, "--name", "Bà Hạnh")
    run(tmp_path, "migrate", **where)
    run(tmp_path, "school", "create", "--name", "Trường mẫu", **where)
    run(
        tmp_path,
        "province",
        "schools",
        "--province",
        "Tỉnh mẫu",
        "--school",
        "Trường mẫu",
        **where,
    )
    assert run(tmp_path, "province", "officer", *whom, **where).returncode == 0
    done = run(tmp_path, "province", "erase", *whom, **where)
    assert "Đã xoá dữ liệu của Bà Hạnh ở Tỉnh mẫu (1 lượt)" in done.stdout
    assert "(0 lượt)" in run(tmp_path, "province", "erase", *whom, **where).stdout
