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
