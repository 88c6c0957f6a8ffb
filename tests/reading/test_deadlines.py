"""Phrases of every kind mean what the rules say."""

from typing import Any

import pytest

from plan.deadlines import Alternative, Frame, Reading, read_deadline
from tests.reading.cases import Case, clock, phrase_cases, public_cases, rule_parts, said, verdict


@pytest.mark.parametrize("case", list(phrase_cases()), ids=lambda case: case.phrase)
def test_a_phrase_means_what_the_rules_say(case: Case) -> None:
    assert verdict(read_deadline(case.phrase, case.frame), case.wanted) == ""


def gold(case: dict[str, Any]) -> tuple[frozenset[tuple[str, str]], tuple[str, ...]]:
    spans = frozenset((first, last) for first, last in case["occurrences"])
    return spans, rule_parts(case.get("recurs"))


@pytest.mark.parametrize(("case", "frame"), public_cases())
def test_the_public_set_is_read_wholly(case: dict[str, Any], frame: Frame) -> None:
    reading = read_deadline(case["phrase"], frame)
    assert reading.kind == case["kind"]
    assert clock(reading) == (case.get("time") or "")
    assert said(Alternative(reading.spans, reading.rrule)) == gold(case)
    assert (reading.status == "ambiguous") == bool(case.get("ambiguous"))
    if case["kind"] == "invalid":
        assert reading.status == "invalid"


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("cuối tháng", "part"),
        ("cuối tuần", "relative"),
        ("tháng sau", "relative"),
        ("cuối tháng này", "relative"),
        ("cuối quý I", "quarter"),
        ("cuối HKI", "semester"),
        ("đầu năm học", "school_year"),
        ("dịp 20/11", "occasion"),
        ("20/11", "day"),
        ("trước 20/11", "deadline"),
        ("từ 20/12", "open_end"),
        ("tuần 12", "week"),
        ("từ tuần 3 đến tuần 5", "week"),
        ("từ 2025 đến 2030", "stage"),
        ("2025-2030", "stage"),
        ("26 và 27/6", "day"),
        ("hằng tháng", "recurring"),
        ("thứ Hai đầu tháng", "recurring"),
        ("16h thứ Sáu", "relative"),
        ("mùng 5 tháng 12", "day"),
        ("Tết", "occasion"),
        ("hè", "school_year"),
        ("6 tháng đầu năm", "year"),
        ("thường xuyên", "undated"),
        ("cô Lan", "none"),
    ],
)
def test_a_reading_names_its_kind(phrase: str, kind: str, chat: Frame) -> None:
    assert read_deadline(phrase, chat).kind == kind


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("31/02/2025", "day"),
        ("13/2025", "month"),
        ("thứ Ba, 25/11/2024", "weekday_differs"),
        ("từ 20/3 đến 15/3/2025", "range"),
        ("Quý V", "quarter"),
        ("HKIII", "semester"),
        ("25h ngày 30/11", "time"),
        ("thứ 8", "weekday"),
        ("tuần 6 tháng 10", "week_of_month"),
        ("Tết Ất Tỵ 2026", "tet_year"),
    ],
)
def test_what_cannot_be_is_named(phrase: str, code: str, plan: Frame) -> None:
    reading = read_deadline(phrase, plan)
    assert reading.reason is not None
    assert (reading.status, reading.reason.code, reading.spans) == ("invalid", code, ())


@pytest.mark.parametrize(
    ("phrase", "unread"),
    [
        ("tháng 10, trừ tuần 2", "trừ"),
        ("từ lúc ký đến 30/6/2025", "từ"),
        ("gần Tết", "gần"),
        ("không trước 15/10", "không trước"),
        ("thágn 10", "10"),
        ("30/6/20255", "20255"),
        ("vài tuần nữa", "vài"),
    ],
)
def test_a_word_of_time_left_unread_is_asked_about(phrase: str, unread: str, plan: Frame) -> None:
    reading = read_deadline(phrase, plan)
    assert reading.status == "partial"
    assert unread in reading.unread


def codes(reading: Reading) -> set[str]:
    return {note.code for note in reading.assumptions}


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("tháng 8", "past"),
        ("hè 2024", "past"),
        ("Tuần 12", "calendar_default"),
        ("HKI", "calendar_default"),
        ("từ 01/10", "open_end"),
        ("30/4", "day_off"),
        ("29/6/2025", "day_off"),
        ("Từ tháng 10 đến tháng 3/2025", "year_before"),
        ("khoảng tháng 10", "roughly"),
    ],
)
def test_what_is_taken_for_granted_in_a_plan_is_said(phrase: str, code: str, plan: Frame) -> None:
    reading = read_deadline(phrase, plan)
    assert reading.status == "assumed"
    assert code in codes(reading)


@pytest.mark.parametrize(
    ("phrase", "code", "other"),
    [
        ("thứ Tư", "today_is_it", "2024-11-27"),
        ("trước thứ Sáu", "before_weekday", "2024-11-22"),
        ("19/10", "far", None),
    ],
)
def test_what_is_taken_for_granted_in_chat_is_said(
    phrase: str, code: str, other: str | None, chat: Frame
) -> None:
    reading = read_deadline(phrase, chat)
    assert reading.status == "assumed"
    assert code in codes(reading)
    if other is not None:
        assert reading.alternatives[0].spans[-1].last.isoformat() == other


@pytest.mark.parametrize(
    "phrase",
    ["hôm nay", "hết hôm nay", "20/11", "thứ Năm", "trong tháng này", "tháng 12", "4/9/2025"],
)
def test_what_is_plain_is_ok(phrase: str, chat: Frame) -> None:
    assert read_deadline(phrase, chat).status == "ok"


def test_a_month_is_ok_and_says_that_its_last_day_is_meant(plan: Frame) -> None:
    reading = read_deadline("10/2024", plan)
    assert (reading.status, codes(reading)) == ("ok", {"last_day"})


def test_the_schools_own_calendar_is_used_and_doubted_no_more(plan: Frame) -> None:
    own = plan.calendar.with_values(first_semester_end=plan.today.replace(month=12, day=28))
    frame = Frame(own.with_values(opening=own.opening), plan.today)
    reading = read_deadline("HKI", frame)
    assert reading.spans[0].last.isoformat() == "2024-12-28"
    assert "calendar_default" not in codes(reading)


def test_another_school_year_is_read_by_its_own_calendar(plan: Frame) -> None:
    later = plan.calendar_of(2025).with_values(year_end=plan.today.replace(year=2026, month=5))
    frame = Frame(plan.calendar, plan.today, "plan", {2025: later})
    reading = read_deadline("năm học 2025-2026", frame)
    assert reading.spans[0].last.isoformat() == "2026-05-05"
