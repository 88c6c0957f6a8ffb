"""A yes and a no in people's own words: on Zalo nobody has a button to press."""

from datetime import UTC, date, datetime

import pytest

from bot.yes_no import yes_or_no
from plan.model import Task
from storage import occurrences, tasks
from storage.prompts import OpenPrompt
from storage.school_day import SchoolDay
from tests.school import SampleSchool

YES = """ok|OK thầy|oke ạ|đúng|đúng rồi|đúng vậy ạ|dạ đúng rồi thầy ạ|ừ|ừ đúng|uh|dạ|dạ vâng ạ|
vâng ạ|được|được rồi|thôi được rồi|được thôi|có ạ|đồng ý nhé|nhất trí|chuẩn luôn|phải rồi|👍|ok 👍|
dung roi a|vang a|dong y"""
NO = """không|không ạ|dạ không|không phải đâu|sai|sai rồi em ơi|thôi|thôi ạ|thôi khoan đã|ko|
chưa đúng|không đúng|khong a"""
NEITHER = """xong|không, ngày 25/1|được 70%|không biết|không sao|có được không|phải không|
vâng em làm ngay|đúng ngày 20|ok xong rồi|đừng nhắc nữa|cảm ơn"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("|")]


def asked(*options: tuple[str, str], kind: str = "edit") -> OpenPrompt:
    return OpenPrompt(
        prompt_id=1,
        school_id=1,
        member_id=1,
        address_id=None,
        kind=kind,
        nonce="",
        payload={},
        options=options,
        takes_text=False,
        state="open",
        created_at=datetime(2024, 12, 2, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        *((line, "yes") for line in lines(YES)),
        *((line, "no") for line in lines(NO)),
        *((line, "") for line in lines(NEITHER)),
    ],
)
def test_words_choose(line: str, wanted: str) -> None:
    assert yes_or_no(asked(("yes", "Đúng"), ("no", "Không")), line) == wanted


def test_what_is_no_question_of_yes_or_no_takes_neither() -> None:
    for options in (
        (("done", "Xong"), ("working", "Đang làm")),
        (("file", "Xếp vào 3.3"), ("later", "Để sau")),
    ):
        assert yes_or_no(asked(*options), "ok") == ""
        assert yes_or_no(asked(*options), "không") == ""


def test_of_two_meanings_a_yes_chooses_neither() -> None:
    fraction = asked(("share", "Được 67 %"), ("no", "Ý khác"))
    assert yes_or_no(fraction, "ok") == ""
    assert yes_or_no(fraction, "không ạ") == "no"


def test_only_its_own_words_give_a_consent() -> None:
    consent = asked(("agree", "Đồng ý"), ("refuse", "Không tham gia"), kind="consent")
    assert yes_or_no(consent, "dạ em đồng ý ạ") == "agree"
    assert yes_or_no(consent, "ok") == ""
    assert yes_or_no(consent, "không ạ") == "refuse"


def due(school: SampleSchool, number: int) -> date:
    def look(day: SchoolDay) -> date:
        (own,) = occurrences.of_task(day.tx, day.school_id, task(day, number).task_id)
        return own.due_on

    return school.read(look)


def task(day: SchoolDay, number: int) -> Task:
    found = tasks.by_number(day.tx, day.school_id, number)
    assert found is not None
    return found


def test_a_question_is_answered_by_a_word(school: SampleSchool) -> None:
    for said, wanted in (("không", date(2025, 1, 31)), ("dạ đúng rồi ạ", date(2025, 1, 20))):
        school.says("thầy Nam", "sửa V4 thời gian: 20/1/2025")
        school.says("thầy Nam", said)
        assert due(school, 4) == wanted


def test_a_word_after_something_else_was_said_is_not_for_the_question(
    school: SampleSchool,
) -> None:
    school.says("cô Đào", "xin lùi V4 đến 20/3")
    school.says("thầy Nam", "giao cô Đào nộp báo cáo hạn 10/12")
    school.says("thầy Nam", "ok")
    assert "giao việc" in school.told("cô Đào")[-1]
    (said,) = school.says("cô Đào", "ok")
    assert "cảm ơn" in said.text
    assert not [text for text in school.told("thầy Nam") if "xin lùi" in text]


def test_who_decides_a_request_may_say_so_shortly(school: SampleSchool) -> None:
    school.says("cô Đào", "xin lùi V4 đến 20/3")
    school.says("cô Đào", "vâng ạ")
    assert "xin lùi" in school.told("thầy Nam")[-1]
    school.says("thầy Nam", "ok em")
    assert due(school, 4) == date(2025, 3, 20)


def test_an_ok_does_not_choose_between_a_share_and_a_day(school: SampleSchool) -> None:
    school.says("cô Đào", "V4 2/3")
    (said,) = school.says("cô Đào", "ok")
    assert "Đã ghi" not in said.text


def test_who_is_named_after_a_doubt_is_taken_wherever_it_was_asked(school: SampleSchool) -> None:
    (said,) = school.says("cô Đào", "nhờ cô Lan làm thay V4")
    assert [choice.label for choice in said.choices] == [
        "cô Lan (tổ Toán - Tin)",
        "cô Lan (tổ Ngữ văn)",
    ]
    (said,) = school.says("cô Đào", "2")
    assert "cô Lan (tổ Ngữ văn)" in said.text
    assert "đề nghị giao" in school.told("thầy Nam")[-1]
    school.says("thầy Nam", "đồng ý")
    assert "cô Lan (tổ Ngữ văn)" in school.says("thầy Nam", "xem V4")[0].text


def test_the_principals_word_is_done_at_once(school: SampleSchool) -> None:
    school.says("thầy Nam", "V4 chuyển sang cô Yến")
    (said,) = school.says("thầy Nam", "đúng rồi")
    assert "Đã giao" in said.text
    assert "cô Yến" in school.says("thầy Nam", "xem V4")[0].text
    assert "thầy Nam giao việc" in school.told("cô Yến")[-1]
    (said,) = school.says("thầy Nam", "chờ quyết")
    assert "không có đề nghị nào" in said.text


def test_nobody_is_above_the_principal_to_let_him_off(school: SampleSchool) -> None:
    (said,) = school.says("thầy Nam", "V6 không phải việc của tôi")
    assert "quyết được ngay" in said.text
    assert "không có đề nghị nào" in school.says("thầy Nam", "chờ quyết")[0].text


def test_a_name_nobody_has_does_not_swallow_the_next_line(school: SampleSchool) -> None:
    school.says("thầy Nam", "giao V9 cho cô Hồng Nhung")
    (said,) = school.says("thầy Nam", "V4 70%")
    assert "70 %" in said.text
