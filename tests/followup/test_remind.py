"""Who is reminded when, what stops a reminder, and how high an overdue task climbs."""

from pathlib import Path

from sqlalchemy import func, select

from storage.database import Database, Tx
from storage.tables import moments, reminders
from tests.school import SampleSchool


def give(school: SampleSchool, order: str) -> None:
    school.says("thầy Nam", order)
    school.presses("thầy Nam", "Giao")


def test_nobody_is_written_to_before_the_start(database: Database, tmp_path: Path) -> None:
    silent = SampleSchool(database, tmp_path, "2024-12-02 09:00")
    silent.imports_the_sample_plan()
    before = len(silent.platform.sent)
    silent.forward("2025-01-23 09:00")
    assert silent.platform.sent[before:] == []


def test_a_day_before_and_on_the_day_only_the_silent_are_told(school: SampleSchool) -> None:
    give(school, "thu các tổ: kế hoạch tuần, hạn thứ Sáu")
    school.says("cô Linh", "xong V1")
    school.forward("2024-12-06 09:00")
    assert not [text for text in school.told("cô Linh") if "Việc đến đâu" in text]
    assert len([text for text in school.told("thầy Bách") if "Việc đến đâu" in text]) == 2


def test_working_on_it_rests_until_three_days_before(school: SampleSchool) -> None:
    school.imports_the_sample_plan()
    school.says("cô Đào", "V4 đang làm")
    school.forward("2025-01-20 09:00")
    assert not [text for text in school.told("cô Đào") if "ngày làm việc cuối" in text]
    school.forward("2025-01-21 09:00")
    assert [text for text in school.told("cô Đào") if "còn 3 ngày" in text]


def test_the_owner_is_told_first_then_who_gave_it(school: SampleSchool) -> None:
    give(school, "giao cô Hà nộp báo cáo CSVC thứ Năm")
    school.forward("2024-12-09 07:00")  # third working day after Thursday 5/12
    assert "Từ hôm nay việc này có trong danh sách thầy Nam" in school.told("cô Hà")[-1]
    assert "nhờ hỏi thăm" not in school.told("thầy Nam")[-1]
    school.forward("2024-12-09 09:00")
    assert "cô Hà" in school.told("thầy Nam")[-1]


def test_any_reply_stops_the_climb(school: SampleSchool) -> None:
    give(school, "giao cô Hà nộp báo cáo CSVC thứ Năm")
    school.forward("2024-12-07 09:00")
    school.says("cô Hà", "vướng: chờ số liệu")
    school.forward("2024-12-09 12:00")
    assert not [text for text in school.told("thầy Nam") if "hỏi thăm" in text]


def test_a_reply_between_the_owners_and_the_others_reminder_is_enough(
    school: SampleSchool,
) -> None:
    give(school, "giao cô Hà nộp báo cáo CSVC thứ Năm")
    school.forward("2024-12-09 07:00")
    school.says("cô Hà", "xong")
    school.forward("2024-12-09 12:00")
    assert not [text for text in school.told("thầy Nam") if "hỏi thăm" in text]


def test_nobody_is_escalated_on_the_first_two_working_days_after_tet(school: SampleSchool) -> None:
    give(school, "giao cô Hà tổng hợp số liệu ngày 22/1/2025")
    school.forward("2025-02-04 12:00")
    assert not [text for text in school.told("thầy Nam") if "hỏi thăm" in text]
    school.forward("2025-02-07 12:00")
    assert [text for text in school.told("thầy Nam") if "hỏi thăm" in text]


def test_one_digest_a_day_with_five_tasks_at_most(school: SampleSchool) -> None:
    for subject in ("Toán", "Lý", "Hóa", "Sinh", "Sử", "Địa", "Tin"):
        give(school, f"giao cô Hà soạn ma trận đề {subject} hạn thứ Sáu")
    school.forward("2024-12-06 09:00")
    today = [text for text in school.told("cô Hà") if "Hôm nay có 7 việc" in text]
    assert len(today) == 2  # the day before and the day
    assert "và 2 việc nữa" in today[-1]


def test_summer_is_quiet_but_for_what_is_due_in_it(school: SampleSchool) -> None:
    school.imports_the_sample_plan()
    school.presses("thầy Nam", "Để sau")
    school.forward("2025-06-02 09:00")
    before = len(school.platform.sent)
    school.forward("2025-08-20 09:00")
    texts = " ".join(p.text for _, p in school.platform.sent[before:] if "Tuần" not in p.text)
    assert "dịp Chủ nhật 27/07" in texts
    assert "31/05" not in texts


def test_who_was_not_reached_is_named_to_the_principal_at_once(school: SampleSchool) -> None:
    give(school, "giao cô Hà nộp báo cáo thứ Sáu")
    school.arrives({"chat": school.chat("cô Hà"), "text": "", "kind": "blocked"})
    school.forward("2024-12-06 09:00")
    (said,) = [text for text in school.told("thầy Nam") if "chưa nhắn được" in text]
    assert "cô Hà" in said
    assert "V1" in said


def test_every_due_moment_is_accounted_for(school: SampleSchool) -> None:
    school.imports_the_sample_plan()
    school.presses("thầy Nam", "Để sau")
    school.says("thầy Tâm", "V16 xong")
    school.forward("2025-02-10 12:00")

    def count(tx: Tx) -> dict[str, int]:
        told = select(reminders.c.state, func.count()).group_by(reminders.c.state)
        past = (
            select(moments.c.state, func.count())
            .where(moments.c.next_at.is_(None))
            .group_by(moments.c.state)
        )
        return {
            **dict(tx.execute(told).all()),
            **{f"moment {state}": number for state, number in tx.execute(past)},
        }

    counted = school.database.read(count)
    assert counted["told"] > 50
    # Whatever was due is expanded or cancelled; of its reminders none is left queued.
    assert set(counted) <= {
        "told",
        "cancelled",
        "unreachable",
        "held",
        "moment expanded",
        "moment cancelled",
    }
