"""A reading is said back in Vietnamese, with what was taken for granted."""

import re
import tomllib
from pathlib import Path

import pytest

from plan.deadlines import Frame, read_deadline
from texts.readings import explain

ROOT = Path(__file__).parents[2]
TEXTS = tomllib.loads((ROOT / "texts/vi/readings.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        (
            "6/2025",
            (
                "hiểu là: từ Chủ nhật 01/06/2025 đến hết thứ Hai 30/06/2025; "
                "ghi tháng nên lấy ngày cuối tháng"
            ),
        ),
        ("30/6/2025", "hiểu là: thứ Hai 30/06/2025"),
        ("chậm nhất 25/12/2024", "hiểu là: hạn hết thứ Tư 25/12/2024"),
        (
            "trước 15/3",
            "hiểu là: hạn hết thứ Sáu 14/03/2025; ghi «trước» nên hết ngày liền trước",
        ),
        ("14 giờ ngày 27/9/2024", "hiểu là: 14:00 thứ Sáu 27/09/2024"),
        ("thường xuyên", "hiểu là: không thời hạn"),
        ("", "không thấy nói thời gian"),
        ("31/02/2025", "không có thời gian như vậy: không có ngày 31/2/2025"),
        (
            "thứ Ba, 25/11/2024",
            "không có thời gian như vậy: thứ Hai 25/11/2024 không phải thứ Ba",
        ),
        ("tháng 10, trừ tuần 2", "chưa hiểu hết: còn «trừ»"),
    ],
)
def test_a_reading_is_said_back(phrase: str, said: str, plan: Frame) -> None:
    assert explain(read_deadline(phrase, plan), plan).split("; phần hiểu được")[0] == said


def test_the_last_working_day_before_a_day_off_is_named(plan: Frame) -> None:
    said = explain(read_deadline("01/2025", plan), plan)
    assert "thứ Sáu 31/01/2025 là mùng 3 Tết; ngày làm việc cuối: thứ Sáu 24/01/2025" in said


def test_a_choice_is_numbered(plan: Frame) -> None:
    said = explain(read_deadline("tháng 9, 10", plan), plan)
    assert said.startswith("chưa rõ, có thể là: (1) từ Chủ nhật 01/09/2024")
    assert " (2) " in said


@pytest.mark.parametrize(
    ("phrase", "rule"),
    [
        ("hằng tháng", "ngày cuối tháng hằng tháng"),
        ("ngày 5 và 20 hằng tháng", "ngày 5 và ngày 20 hằng tháng"),
        ("thứ Hai hằng tuần", "thứ Hai hằng tuần"),
        ("2 tuần/lần", "Chủ nhật, 2 tuần một lần"),
        ("hằng quý", "ngày cuối quý hằng quý"),
        ("hằng năm", "ngày 31/5 hằng năm"),
        ("thứ Năm tuần thứ 2 hằng tháng", "thứ Năm tuần thứ 2 hằng tháng"),
        ("thứ Bảy cuối tháng", "thứ Bảy cuối cùng hằng tháng"),
        ("hằng ngày", "hằng ngày"),
    ],
)
def test_what_recurs_is_said_with_its_period(phrase: str, rule: str, plan: Frame) -> None:
    said = explain(read_deadline(phrase, plan), plan)
    period = "từ thứ Năm 05/09/2024 đến hết thứ Bảy 31/05/2025"
    assert said.startswith(f"hiểu là: {rule}, {period}")


def codes_in(pattern: str) -> set[str]:
    sources = [path.read_text("utf-8") for path in (ROOT / "plan/deadlines").glob("*.py")]
    return {code for source in sources for code in re.findall(pattern, source)}


def test_every_note_has_its_words() -> None:
    noted = codes_in(r'\.note\("(\w+)"')
    assert noted - {"last_day"} == set(TEXTS["notes"]) - {"teaching_weeks"}


def test_every_reason_has_its_words() -> None:
    assert codes_in(r'Impossible(?:Error)?\("(\w+)"') <= set(TEXTS["reasons"])
    doubts = codes_in(r'Unclear(?:Error)?\("(\w+)"') | codes_in(r'Note\("(\w+)"\)')
    plainly = doubts - set(TEXTS["doubts"])
    assert plainly <= {"unfit", "which_week", "week", "open_end", "weekday_of_month"}
