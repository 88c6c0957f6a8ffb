"""Laws that hold for every text: no exception, explanations read back, time grows with length."""

import sys
from datetime import date, timedelta
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.calendar import default_calendar
from plan.deadlines import Frame, Reading, due_days, find_deadline, read_deadline
from tests.reading.cases import CHAT, PLAN, phrase_cases, public_cases
from texts.readings import explain

BOUNDED = settings(max_examples=150, deadline=None, database=None)
PIECES = sorted({word for case in phrase_cases() for word in case.phrase.split()})
SIGNS = [" ", " ", " ", "", ", ", "; ", " - ", "/", "\n", " (", ") ", ": ", " và "]


@st.composite
def phrases(draw: st.DrawFn) -> str:
    """Words of time in any order, joined in any way."""
    words = draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9))
    joints = draw(st.lists(st.sampled_from(SIGNS), min_size=len(words), max_size=len(words)))
    return "".join(word + joint for word, joint in zip(words, joints, strict=True))


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    today = draw(st.dates(date(2000, 1, 1), date(2060, 12, 31)))
    context = draw(st.sampled_from(["plan", "chat"]))
    first_year = today.year if today.month >= 8 else today.year - 1
    return Frame(default_calendar(first_year), today, "chat" if context == "chat" else "plan")


def check(text: str, frame: Frame) -> None:
    """Hold one reading to the laws."""
    reading = read_deadline(text, frame)
    assert all(span.first <= span.last for span in reading.spans)
    assert len(set(reading.spans)) == len(reading.spans)
    if reading.status == "invalid":
        assert reading.reason is not None
        assert not reading.spans
    if reading.status == "partial":
        assert reading.unread or reading.reason
    if reading.status == "ambiguous":
        assert 1 <= len(reading.alternatives) <= 2
    explained = explain(reading, frame)
    assert explained
    if reading.is_certain:
        back = read_deadline(explained, frame)
        assert (back.spans, back.rrule, back.at) == (reading.spans, reading.rrule, reading.at)
        assert due_days(back, frame) == due_days(reading, frame)


@BOUNDED
@given(text=st.text(max_size=60), frame=frames())
def test_no_text_is_too_strange(text: str, frame: Frame) -> None:
    check(text, frame)
    find_deadline(text, frame)


@settings(BOUNDED, max_examples=500)
@given(text=phrases(), frame=frames())
def test_words_of_time_in_any_order_keep_the_laws(text: str, frame: Frame) -> None:
    check(text, frame)
    found = find_deadline(text, frame)
    if found is not None:
        assert all(0 <= first < last <= len(text) for first, last in found.ranges)


@pytest.mark.parametrize("frame", [PLAN, CHAT], ids=["plan", "chat"])
def test_every_known_phrase_is_explained_so_that_it_reads_back(frame: Frame) -> None:
    for case in phrase_cases():
        check(case.phrase, case.frame)
        check(case.phrase, frame)
    for public, own in public_cases():
        check(public["phrase"], own)


@pytest.mark.parametrize("today", [date.min, date(1900, 1, 1), date(2100, 12, 31), date.max])
@pytest.mark.parametrize("first_year", [1900, 2099])
def test_the_ends_of_the_calendar_are_asked_about(today: date, first_year: int) -> None:
    for frame in (
        Frame(default_calendar(first_year), today),
        Frame(default_calendar(first_year), today, "chat"),
    ):
        for case in phrase_cases():
            reading = read_deadline(case.phrase, frame)
            assert all(span.first <= span.last for span in reading.spans)


@BOUNDED
@given(first=st.dates(date(2000, 1, 1), date(2060, 12, 31)), days=st.integers(0, 300))
def test_any_range_of_dates_is_that_range(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    for frame in (PLAN, CHAT):
        reading = read_deadline(f"từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}", frame)
        assert [(span.first, span.last) for span in reading.spans] == [(first, last)]


@BOUNDED
@given(day=st.integers(1, 31), month=st.integers(1, 12), year=st.integers(1990, 2060))
def test_a_day_exists_or_is_invalid(day: int, month: int, year: int) -> None:
    reading = read_deadline(f"{day}/{month}/{year}", PLAN)
    try:
        wanted = date(year, month, day)
    except ValueError:
        assert reading.status == "invalid"
    else:
        assert [span.last for span in reading.spans] == [wanted]


HOSTILE = (
    *("tháng ", "thứ 2 ngày ", "3 ngày trước ", "mỗi thứ 2, ", "1/10(", "tuần 1: từ ", "1, 2, "),
    *("9/", "1-", "từ ", "trong ", "đến hết ", "lllOOO", "1l", "hằng ", "năm ", "sáng ngày "),
    *("e\u0302\u0323", "e\u0323\u0301\u0302", "((((", "20/11 và ", "khi ", "8h ", "đầu ", "T2-"),
    *("giai đoạn ", "quý I, ", "mùng 1 ", "ngày cuối ", "1 lần/", "mai hoặc ", "hiểu là: ", "ạ "),
    *(
        "30/6/2025 ",
        "dịp 20/11, ",
        "nửa ",
        "Tết ",
        "(",
        "a",
        " ",
        "\n",
        ";",
        "đợt 1: ",
        "từ 1/9 - ",
    ),
)


def work(text: str) -> int:
    """Count the calls that reading a text makes."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        read_deadline(text, CHAT)
        find_deadline(text, PLAN)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    text = piece * (2048 // len(piece))
    work(text)
    assert work(text + text) <= 2.2 * work(text) + 200


def test_an_explanation_says_the_weekday_of_every_due_date() -> None:
    reading: Reading = read_deadline("6/2025", PLAN)
    assert explain(reading, PLAN).startswith("hiểu là: từ Chủ nhật 01/06/2025 đến hết thứ Hai")
