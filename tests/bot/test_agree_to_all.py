"""What waits is agreed to at one word, after one look; questions about it log nothing."""

import pytest

from tests.school import SampleSchool


@pytest.fixture
def two_wait(school: SampleSchool) -> SampleSchool:
    """Have two requests wait for the principal."""
    for said in ("V4 xin lùi đến 10/2/2025", "V12 xin lùi đến 20/1/2026"):
        school.says("cô Đào", said)
        school.presses("cô Đào", "Đúng")
    return school


def due(school: SampleSchool, code: str) -> str:
    """Give what is said of a task's due day."""
    (said,) = school.says("thầy Nam", code)
    return said.text.splitlines()[1]


@pytest.mark.parametrize(
    "said", ["duyệt hết", "đồng ý tất cả", "dong y het cac de nghi nhe", "đồng ý cả"]
)
def test_several_are_shown_and_agreed_to_by_a_tap(two_wait: SampleSchool, said: str) -> None:
    school = two_wait
    (shown,) = school.says("thầy Nam", said)
    assert "quyết: 2" in shown.text
    assert "31/01/2025" in due(school, "V4")
    before = len(school.told("cô Đào"))
    (kept,) = school.presses("thầy Nam", "Đồng ý cả 2")
    assert kept.text.startswith("Đã ghi: đồng ý V4, V12")
    assert len(school.told("cô Đào")) == before + 2
    assert "10/02/2025" in due(school, "V4")
    assert "20/01/2026" in due(school, "V12")
    # They were one deed.
    school.says("thầy Nam", "hoàn tác")
    assert "31/01/2025" in due(school, "V4")
    assert "31/12/2025" in due(school, "V12")


def test_one_is_agreed_to_at_once(school: SampleSchool) -> None:
    school.says("cô Đào", "V4 xin lùi đến 10/2/2025")
    school.presses("cô Đào", "Đúng")
    school.says("thầy Nam", "duyệt hết")
    assert "10/02/2025" in due(school, "V4")


def test_only_what_was_seen_is_agreed_to(two_wait: SampleSchool) -> None:
    school = two_wait
    school.says("thầy Nam", "duyệt hết")
    school.says("cô Đào", "hoàn tác")
    school.says("cô Yến", "V12 xin lùi đến 1/3/2026")
    (kept, *_) = school.presses("thầy Nam", "Đồng ý cả 2")
    assert kept.text.startswith("Đã ghi: đồng ý V4,")
    assert "31/12/2025" in due(school, "V12")


def test_what_lacks_a_day_or_a_person_waits(two_wait: SampleSchool) -> None:
    school = two_wait
    school.forward("2025-02-11 09:00")
    (shown, *_) = school.says("thầy Nam", "duyệt hết")
    # The day asked for V4 is over by now: one alone is no "both".
    assert [choice.label[:3] for choice in shown.choices] == ["V4 ", "V12"]
    assert "quyết: 2" in shown.text


@pytest.mark.parametrize(
    "said",
    [
        "còn đề nghị nào chưa duyệt",
        "có gì cần duyệt không",
        "ai xin lùi hạn",
        "có ai xin gì không",
        "tôi phải duyệt gì",
        "đề nghị nào đang chờ duyệt",
        "hôm nay có gì cần tôi duyệt không",
    ],
)
def test_what_waits_is_shown_when_asked_for(two_wait: SampleSchool, said: str) -> None:
    (shown,) = two_wait.says("thầy Nam", said)
    assert "quyết: 2" in shown.text


def test_a_day_that_is_no_later_is_said_to_be_none(school: SampleSchool) -> None:
    (asked,) = school.says("cô Đào", "V12 xin lùi đến 20/1/2025")
    assert "Hạn hiện nay của <b>V12</b> là thứ Tư 31/12/2025" in asked.text
    (kept, *_) = school.says("cô Đào", "20/1/2026")
    assert "20/01/2026" in kept.text
