"""Who asks to be reminded once more is, on that day; what sounds alike is something else."""

import pytest
from sqlalchemy import func, select

from storage.tables import moments, reminders, tasks
from tests.school import SampleSchool


def asked(school: SampleSchool) -> list[tuple[str, str]]:
    """List (day, state) of what was asked for."""
    found = select(moments).where(moments.c.member_id.is_not(None)).order_by(moments.c.moment_id)
    return [
        (row.on_day.isoformat(), row.state)
        for row in school.read(lambda day: day.tx.execute(found).all())
    ]


@pytest.mark.parametrize(
    ("said", "on"),
    [
        ("nhắc em V4 thứ 5", "2024-12-05"),
        ("thu 5 nhac lai em V4 nha", "2024-12-05"),
        ("V4 mai nhắc lại em ạ", "2024-12-03"),
        ("Nhắc Việc ơi, 2 ngày nữa nhắc giúp em V4 với", "2024-12-04"),
        ("nhắc lại cho em V4 sau 3 ngày", "2024-12-05"),
        ("nhắc lại V4 thứ 5", "2024-12-05"),
        ("tuần sau nhắc tôi V4", "2024-12-09"),
        # The day is off: the next working day.
        ("nhắc em V4 ngày 1/1/2025", "2025-01-02"),
        # A week before the due day, which is the third day of Tết.
        ("nhắc em V4 trước hạn một tuần", "2025-01-24"),
        ("nhắc em V4 14 ngày trước hạn", "2025-01-17"),
        ("/nhaclai V4 thứ 5", "2024-12-05"),
    ],
)
def test_a_reminder_is_kept_for_the_day(school: SampleSchool, said: str, on: str) -> None:
    (prompt,) = school.says("cô Đào", said)
    assert prompt.text.startswith("Vâng, thứ")
    assert "<b>V4</b>" in prompt.text
    assert asked(school) == [(on, "waiting")]


@pytest.mark.parametrize(
    "said",
    [
        "nhắc em V4",
        "chiều nay nhắc em V4",
        "2 tiếng nữa nhắc lại em V4",
        "khi gần hạn V4 nhắc em",
        "nhắc em V4 trước hạn 300 ngày",
        "/nhaclai V4",
    ],
)
def test_without_a_day_to_come_it_is_asked_for(school: SampleSchool, said: str) -> None:
    (prompt,) = school.says("cô Đào", said)
    assert prompt.text.startswith("Nhắc cô Đào ngày nào ạ?")
    assert "tự nhắc V4: thứ Ba 31/12" in prompt.text
    assert asked(school) == []


@pytest.mark.parametrize(
    "said",
    [
        "đừng nhắc em nữa",
        "thứ 5 em nhắc lại thầy",
        "nhắc em nộp sổ thứ 6",
        "mai nhắc em nộp sổ",
        "V4 mai em nộp, nhắc em gì nữa",
        "thầy Nam nhắc em thứ 5 nộp V4 rồi",
    ],
)
def test_what_sounds_alike_is_no_wish(school: SampleSchool, said: str) -> None:
    school.says("cô Đào", said)
    assert asked(school) == []


def test_nobody_is_reminded_of_a_task_by_a_new_task(school: SampleSchool) -> None:
    count = select(func.count()).select_from(tasks)
    before = school.read(lambda day: day.tx.execute(count).scalar())
    school.says("cô Đào", "nhắc em V4 thứ 5")
    assert school.read(lambda day: day.tx.execute(count).scalar()) == before


def test_other_work_is_an_order_to_oneself_also_behind_its_day(school: SampleSchool) -> None:
    (prompt,) = school.says("cô Đào", "thứ 6 nhắc em gọi Sở")
    assert "Việc: gọi Sở" in prompt.text
    assert "Hạn: thứ Sáu 06/12/2024" in prompt.text


def test_only_who_asked_is_told_and_on_that_day(school: SampleSchool) -> None:
    everybody = ("cô Đào", "cô Yến", "thầy Tâm")
    # A task of several: the others have not asked.
    school.says("cô Yến", "nhắc em V12 thứ 3 tuần sau")
    school.forward("2024-12-09 09:00")
    before = {name: school.told(name) for name in everybody}
    school.forward("2024-12-10 09:00")
    said = {name: school.told(name)[len(before[name]) :] for name in everybody}
    assert any("V12" in text for text in said["cô Yến"])
    assert not any("V12" in text for name in ("cô Đào", "thầy Tâm") for text in said[name])


def test_what_is_done_meanwhile_is_not_spoken_of(school: SampleSchool) -> None:
    school.says("cô Đào", "nhắc em V4 thứ 5")
    school.says("cô Đào", "xong V4")
    before = school.told("cô Đào")
    school.forward("2024-12-05 09:00")
    assert not any("V4" in text for text in school.told("cô Đào")[len(before) :])
    assert asked(school) == [("2024-12-05", "cancelled")]


def test_it_stays_when_the_ladder_is_laid_anew(school: SampleSchool) -> None:
    school.says("cô Đào", "nhắc em V4 thứ 5")
    school.says("thầy Nam", "sửa hạn V4 thành 20/12")
    school.says("thầy Nam", "có")
    assert asked(school) == [("2024-12-05", "waiting")]


def test_asked_twice_it_comes_once(school: SampleSchool) -> None:
    school.says("cô Đào", "nhắc em V4 thứ 5")
    school.says("cô Đào", "thứ 5 nhắc em V4")
    assert len(asked(school)) == 1


def test_it_can_be_taken_back(school: SampleSchool) -> None:
    school.says("cô Đào", "nhắc em V4 thứ 5")
    (prompt,) = school.says("cô Đào", "hoàn tác")
    assert prompt.text.startswith("Đã bỏ lần hẹn nhắc lại gần nhất: V4")
    assert asked(school) == []


def test_without_a_code_it_is_what_was_spoken_of(school: SampleSchool) -> None:
    school.says("thầy Nam", "nhắc V4")
    (prompt,) = school.says("cô Đào", "mai nhắc lại nhé")
    assert "<b>V4</b>" in prompt.text
    assert "<b>V12</b>" not in prompt.text


def test_of_what_others_do_only_who_closes_it_is_reminded(school: SampleSchool) -> None:
    (prompt,) = school.says("thầy Tâm", "nhắc em V4 thứ 5")
    assert not prompt.text.startswith("Vâng")
    (prompt,) = school.says("thầy Nam", "nhắc tôi V4 thứ 5")
    assert prompt.text.startswith("Vâng, thứ Năm 05/12")
    assert len(asked(school)) == 1


@pytest.mark.parametrize(
    ("said", "first", "on"),
    [
        ("chưa xong, mai nhắc lại em", "Đã ghi: <b>V4</b> đang làm", "2024-12-03"),
        ("V4 được 50%. Thứ 6 nhắc lại em nhé", "Đã ghi: <b>V4</b> được 50 %", "2024-12-06"),
        # The day is the one of what is said beside it.
        ("mai em làm, nhắc em nhé", "Đã ghi: <b>V4</b> chưa làm", "2024-12-03"),
    ],
)
def test_a_wish_beside_a_report_is_kept_as_well(
    school: SampleSchool, said: str, first: str, on: str
) -> None:
    school.says("thầy Nam", "nhắc V4")
    report, promise = school.says("cô Đào", said)
    assert report.text.startswith(first)
    assert promise.text.startswith("Vâng, thứ")
    assert asked(school) == [(on, "waiting")]


@pytest.mark.parametrize("said", ["em bận quá, mai nhắc lại em", "dạ vâng, mai nhắc em V4 ạ"])
def test_a_wish_beside_nothing_to_log_is_answered_alone(school: SampleSchool, said: str) -> None:
    school.says("thầy Nam", "nhắc V4")
    (promise,) = school.says("cô Đào", said)
    assert promise.text.startswith("Vâng, thứ Ba 03/12")


def test_what_is_taken_back_first_is_the_report(school: SampleSchool) -> None:
    school.says("thầy Nam", "nhắc V4")
    school.says("cô Đào", "chưa xong, mai nhắc lại em")
    (prompt,) = school.says("cô Đào", "hoàn tác")
    assert prompt.text.startswith("Đã bỏ lời báo gần nhất")
    assert asked(school) == [("2024-12-03", "waiting")]


def test_what_was_asked_for_by_who_has_left_is_told_to_nobody(school: SampleSchool) -> None:
    school.says("cô Đào", "nhắc em V4 thứ 5")
    school.says("cô Đào", "xoá dữ liệu của tôi")
    school.presses("cô Đào", "Xoá")
    school.forward("2024-12-05 09:00")
    found = select(reminders).where(
        reminders.c.moment_id == moments.c.moment_id, moments.c.member_id.is_not(None)
    )
    assert school.read(lambda day: day.tx.execute(found).all()) == []
