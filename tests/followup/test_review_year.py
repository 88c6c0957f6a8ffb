"""The two official reviews of the year are asked for once, of who makes them."""

from followup.ports import Choice
from tests.school import SampleSchool


def asked(school: SampleSchool, name: str, words: str = "đến lúc") -> list[str]:
    return [text for text in school.told(name) if words in text]


def test_each_review_is_asked_for_a_week_before_its_end(school: SampleSchool) -> None:
    school.imports_the_sample_plan()
    school.forward("2025-01-10 06:00")
    assert asked(school, "thầy Nam") == []
    school.forward("2025-01-31 12:00")
    (half,) = asked(school, "thầy Nam")
    assert "Học kỳ I kết thúc thứ Sáu 17/01/2025" in half
    assert len(asked(school, "cô Mai")) == 1
    assert asked(school, "cô Hà") == []
    school.forward("2025-06-10 12:00")
    _, year = asked(school, "thầy Nam")
    assert "Năm học kết thúc thứ Bảy 31/05/2025" in year


def test_one_tap_gives_the_document_again_and_again(school: SampleSchool) -> None:
    school.imports_the_sample_plan()
    school.forward("2025-01-10 12:00")
    for _ in range(2):
        said = school.presses("thầy Nam", "Sơ kết HKI .docx")
        assert "Đang làm: Sơ kết học kỳ I" in said[0].text
    (open_ones,) = school.presses(
        "thầy Nam", next(c.label for c in _choices(school) if "báo cáo" in c.label)
    )
    assert "Chưa có báo cáo" in open_ones.text


def _choices(school: SampleSchool) -> list[Choice]:
    chat = school.chat("thầy Nam")
    sent = [p for to, p in school.platform.sent if to == chat and "đến lúc" in p.text]
    return list(sent[-1].choices)


def test_it_moves_with_the_schools_own_frame_and_stays_one(school: SampleSchool) -> None:
    school.imports_the_sample_plan()
    school.says("thầy Nam", "khung hết HKI 28/12/2024")
    for said in [p for p in school.platform.sent[-1:] if p[1].choices]:
        school.says("thầy Nam", "", kind="choice", choice=said[1].choices[0].key)
    school.forward("2024-12-22 12:00")
    (half,) = asked(school, "thầy Nam")
    assert "thứ Bảy 28/12/2024" in half
    school.says("thầy Nam", "khung hết HKI 17/1/2025")
    for said in [p for p in school.platform.sent[-1:] if p[1].choices]:
        school.says("thầy Nam", "", kind="choice", choice=said[1].choices[0].key)
    school.forward("2025-01-20 12:00")
    assert len(asked(school, "thầy Nam")) == 1


def test_what_was_missed_is_asked_for_once_outside_the_quiet_hours(school: SampleSchool) -> None:
    school.imports_the_sample_plan()
    school.clock.move_to(school.clock.now().replace(year=2025, month=1, day=15, hour=21))
    school.settle()
    assert asked(school, "thầy Nam") == []
    school.forward("2025-01-16 06:10")
    assert len(asked(school, "thầy Nam")) == 1


def test_without_a_plan_nothing_is_asked(school: SampleSchool) -> None:
    school.forward("2025-02-01 12:00")
    assert asked(school, "thầy Nam") == []


def test_who_is_done_is_asked_for_what_is_missing_once(school: SampleSchool) -> None:
    school.imports_the_sample_plan()
    school.says("cô Đào", "xong V4")
    school.forward("2025-06-02 12:00")
    (asked_for,) = asked(school, "cô Đào", "còn thiếu minh chứng")
    assert "V4" in asked_for
    assert asked(school, "cô Hà", "còn thiếu minh chứng") == []
    (first,) = school.presses("cô Đào", "Đi từng việc")
    assert "V4" in first.text
    assert "chưa có minh chứng" in first.text
