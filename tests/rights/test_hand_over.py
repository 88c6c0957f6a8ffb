"""Handing over: roles and work go on, nothing is lost, who leaves is out at once."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from followup.hand_over import hand_over
from nhacviec.handover import hand_over_school
from plan.model import Member
from plan.rights import Role, roles_of
from storage import tasks
from storage.database import Database
from storage.history import Actor
from storage.school_day import SchoolDay
from tests.school import SampleSchool
from tests.web.pages import Pages, served


@pytest.fixture
def school(database: Database, tmp_path: Path) -> SampleSchool:
    made = SampleSchool(database, tmp_path, "2024-12-02 09:00")
    made.imports_the_sample_plan()
    made.presses("thầy Nam", "Để sau")
    made.says("thầy Nam", "bắt đầu nhắc")
    return made


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    with served(database, tmp_path) as found:
        yield found


def roles(school: SampleSchool, name: str) -> frozenset[Role]:
    number = school.member(name).member_id
    return school.read(lambda day: roles_of(day.staff, number))


def contact(number: int, day: SchoolDay) -> Member | None:
    task = tasks.by_number(day.tx, day.school_id, number)
    assert task is not None
    people = day.responsible(task.task_id)
    assert people is not None
    return people.contact


def test_a_role_goes_to_another_and_both_stay(school: SampleSchool) -> None:
    (asked,) = school.says("thầy Nam", "bàn giao cô Hà cho thầy Tuấn")
    assert "tổ trưởng" in asked.text.lower()
    (done,) = school.presses("thầy Nam", "Ở lại trường")
    assert "thầy Tuấn nhận" in done.text
    assert roles(school, "cô Hà") == {Role.MEMBER}
    assert Role.HEAD in roles(school, "thầy Tuấn")
    assert any("nhận việc của cô" in text for text in school.told("thầy Tuấn"))


def test_reports_and_tasks_stay_where_they_are(school: SampleSchool) -> None:
    school.says("cô Đào", "V4 được 40%")
    school.says("thầy Nam", "giao V4 cho cô Đào")
    school.says("thầy Nam", "bàn giao cô Đào cho cô Yến")
    school.presses("thầy Nam", "Rời trường")
    found = school.read(partial(contact, 4))
    assert found is not None
    assert found.full_name == "Bùi Thị Kim Yến"
    (seen,) = school.says("thầy Nam", "xem V4")
    assert "«V4 được 40%»" in seen.text


def test_who_leaves_is_out_at_once_everywhere(pages: Pages) -> None:
    school = pages.school
    browser = pages.browser("thầy Khánh")
    link = pages.link("thầy Khánh")
    feed = browser.post("/lich").text.split("/lich/")[1].split(".ics")[0]
    school.says("thầy Khánh", "xem V15")
    chat = school.chat("thầy Khánh")
    key = [c.key for to, said in school.platform.sent if to == chat for c in said.choices][-1]
    old = school.member("thầy Khánh")
    school.do(lambda day: hand_over(day, Actor(None, "operator"), old, None, leaves=True))
    assert browser.get("/").status_code == 401
    assert pages.browser().post_alone("/vao", ma=link).status_code == 410
    assert pages.browser().get(f"/lich/{feed}.ics").status_code == 404
    before = len(school.platform.sent)
    for raw in ({"text": "việc của tôi"}, {"kind": "choice", "choice": key, "text": ""}):
        school.arrives({"chat": chat, **raw})
        school.settle()
    said = [prompt.text for to, prompt in school.platform.sent[before:] if to == chat]
    assert not [text for text in said if "V15" in text]


def test_who_leaves_on_the_due_day_is_followed_by_who_answers_now(school: SampleSchool) -> None:
    school.says("thầy Nam", "giao V4 cho cô Yến")
    school.forward("2025-01-23 20:00")
    leaver = school.member("cô Yến")
    before = len(school.told("cô Yến"))
    school.forward("2025-01-24 06:00")
    school.do(lambda day: hand_over(day, Actor(None, "operator"), leaver, None, leaves=True))
    school.forward("2025-01-24 18:00")
    chat = [text for to, text in said_to(school) if to == f"m{leaver.member_id}"]
    assert len(chat) == before
    heir = school.read(partial(contact, 4))
    assert heir is not None
    told = [text for to, text in said_to(school) if to == f"m{heir.member_id}"]
    assert any("V4" in text and "nhận việc của cô Yến" in text for text in told)


def said_to(school: SampleSchool) -> list[tuple[str, str]]:
    return [(to, prompt.text) for to, prompt in school.platform.sent]


def test_a_new_principal_is_briefed_and_the_old_one_out(school: SampleSchool) -> None:
    done = school.database.write(
        lambda tx: hand_over_school(tx, "Trường mẫu", "trần thị bích thủy", school.clock.now())
    )
    assert done["code"] == ""
    school.settle()
    assert Role.PRINCIPAL in roles(school, "cô Thủy")
    briefing = next(text for text in school.told("cô Thủy") if "hiệu trưởng" in text)
    assert "Trường đang có" in briefing
    assert len(briefing.splitlines()) <= 12
    assert school.read(lambda day: day.staff.find("thầy Nam")) == ()


def test_somebody_new_takes_over_by_an_invite(school: SampleSchool) -> None:
    done = school.database.write(
        lambda tx: hand_over_school(tx, "Trường mẫu", "Lý Thị Sáu", school.clock.now())
    )
    code = done["code"].split()[-1]
    school.arrives({"chat": "new", "text": code})
    school.settle()
    assert any(to == "new" and "Sáu" in said.text for to, said in school.platform.sent)
    assert Role.PRINCIPAL in roles(school, "Lý Thị Sáu")


def test_in_august_heads_and_homerooms_are_asked_for_before_they_are_reminded(
    school: SampleSchool,
) -> None:
    school.forward("2025-08-01 09:00")
    assert Role.PRINCIPAL in roles(school, "thầy Nam")
    assert roles(school, "cô Hà") == {Role.MEMBER}
    school.forward("2025-08-08 17:00")
    asked = [text for text in school.told("thầy Nam") if "tổ trưởng mới" in text]
    assert len(asked) == 1
    (kept,) = school.presses("thầy Nam", "Giữ như năm trước")
    assert "Đã giữ" in kept.text
    assert Role.HEAD in roles(school, "cô Hà")
    assert Role.PRINCIPAL in roles(school, "thầy Nam")


def test_the_question_of_august_comes_before_any_reminder_of_those_roles(
    school: SampleSchool,
) -> None:
    # Its first reminder is of Friday 1/8, hours before the week is sent.
    school.says("thầy Nam", "thêm việc nộp kế hoạch tổ; người làm: TTCM; thời gian: 4/8/2025")
    school.presses("thầy Nam", "Đúng")
    school.forward("2025-07-31 12:00")
    before = len(said_to(school))
    school.forward("2025-08-01 12:00")
    assert is_told(school, before, "thầy Nam", "tổ trưởng mới")
    assert not is_told(school, before, "thầy Nam", "Tuần ")
    assert not is_told(school, before, "cô Hà", "kế hoạch tổ")
    school.presses("thầy Nam", "Giữ như năm trước")
    school.forward("2025-08-04 12:00")
    assert is_told(school, before, "cô Hà", "kế hoạch tổ")
    questions = [text for _, text in said_to(school)[before:] if "tổ trưởng mới" in text]
    assert len(questions) == 1


def is_told(school: SampleSchool, before: int, name: str, words: str) -> bool:
    """Whether somebody was told certain words since."""
    chat = school.chat(name)
    return any(to == chat and words in text for to, text in said_to(school)[before:])
