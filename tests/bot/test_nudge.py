"""Who may have whom reminded at once, and of whom nobody is reminded."""

from sqlalchemy import update

from storage.tables import addresses
from tests.school import SampleSchool


def test_a_head_reminds_the_own_unit_and_nobody_beyond_it(school: SampleSchool) -> None:
    school.says("thầy Nam", "giao cô Lan soạn đề cương trước 13/12")
    school.presses("thầy Nam", "cô Lan (tổ Ngữ văn)")
    school.presses("thầy Nam", "Giao")
    code = school.told("cô Lan (Văn)")[-1].split("<b>V")[1].split("<")[0]
    (prompt,) = school.says("cô Lan (Toán)", f"nhắc V{code}")
    assert "Đã nhắc" not in prompt.text, "she heads another unit"
    (prompt,) = school.says("cô Hà", f"nhắc V{code}")
    assert prompt.text.startswith("Đã nhắc cô Lan (tổ Ngữ văn)")
    assert "cô Hà nhờ nhắc" in school.told("cô Lan (Văn)")[-1]


def test_who_cannot_be_reached_is_named(school: SampleSchool) -> None:
    chat = school.chat("cô Đào")
    blocked = update(addresses).where(addresses.c.chat == chat).values(state="blocked")
    school.database.write(lambda tx: tx.execute(blocked))
    before = school.told("cô Đào")
    (prompt,) = school.says("thầy Nam", "nhắc V4")
    assert prompt.text == "Chưa nhắn được cô Đào: đã chặn Nhắc Việc ạ."
    assert school.told("cô Đào") == before


def test_who_has_not_joined_yet_has_blocked_nothing(school: SampleSchool) -> None:
    school.says("thầy Nam", "thêm cô Trần Thị Bưởi, GV, tổ Toán")
    school.says("thầy Nam", "giao cô Bưởi soạn đề cương trước 13/12")
    (prompt,) = school.presses("thầy Nam", "Giao")
    code = prompt.text.split("<b>V")[1].split("<")[0]
    (prompt,) = school.says("thầy Nam", f"nhắc V{code}")
    assert prompt.text == "Chưa nhắn được cô Bưởi: chưa tham gia Nhắc Việc ạ."


def test_what_is_done_is_not_reminded_of(school: SampleSchool) -> None:
    school.says("cô Đào", "xong V4")
    before = school.told("cô Đào")
    (prompt,) = school.says("thầy Nam", "nhắc V4")
    assert "Đã nhắc" not in prompt.text
    assert school.told("cô Đào") == before


def test_reported_without_marks_is_no_order(school: SampleSchool) -> None:
    # «báo» and «bảo» are one word without marks.
    (prompt,) = school.says("thầy Nam", "bao V12 xong roi")
    assert [choice.label for choice in prompt.choices] == ["Xong cả việc", "Xong một phần"]


def test_everybody_who_is_late_is_reminded_once_after_a_look(school: SampleSchool) -> None:
    school.forward("2025-01-06 09:00")
    people = ("thầy Định", "cô Hà", "thầy Bách")
    before = {name: school.told(name) for name in people}
    (asked,) = school.says("thầy Nam", "nhắc những ai chưa nộp")
    assert "Thầy Định: V6, V17" in asked.text
    assert {name: school.told(name) for name in people} == before, (
        "nobody before the word is given"
    )
    school.presses("thầy Nam", "Nhắc")
    for name in people:
        (said,) = school.told(name)[len(before[name]) :]
        assert "thầy Nam nhờ nhắc" in said
    # Both of his in one message.
    assert "<b>V6</b>" in school.told("thầy Định")[-1]
    assert "<b>V17</b>" in school.told("thầy Định")[-1]
    told = {name: school.told(name) for name in people}
    (again,) = school.says("thầy Nam", "nhắc V17")
    assert again.text.startswith("Hôm nay đã nhắc")
    school.says("thầy Nam", "đôn đốc các việc quá hạn")
    (again,) = school.says("thầy Nam", "có")
    assert again.text.startswith("Hôm nay đã nhắc")
    assert {name: school.told(name) for name in people} == told


def test_who_was_reminded_of_one_task_today_hears_of_the_other_alone(school: SampleSchool) -> None:
    school.forward("2025-01-06 09:00")
    school.says("thầy Nam", "nhắc V17")
    before = school.told("thầy Định")
    school.says("thầy Nam", "nhắc tất cả người trễ")
    school.says("thầy Nam", "có")
    (said,) = school.told("thầy Định")[len(before) :]
    assert "<b>V6</b>" in said
    assert "V17" not in said


def test_a_head_reminds_who_is_late_in_the_own_unit(school: SampleSchool) -> None:
    for unit in ("Ngữ văn", "Toán - Tin"):
        school.says("thầy Nam", "giao cô Lan soạn đề cương trước 13/12")
        school.presses("thầy Nam", f"cô Lan (tổ {unit})")
        school.presses("thầy Nam", "Giao")
    school.forward("2024-12-16 09:00")
    (asked,) = school.says("cô Hà", "nhắc những người chưa nộp")
    assert "Cô Lan (tổ Ngữ văn): V" in asked.text
    assert "Toán" not in asked.text
    (asked,) = school.says("cô Đào", "nhắc những người chưa nộp")
    assert asked.text.startswith("Không có việc quá hạn nào chờ người khác")
