"""Words before, after or between things change the readings of all of them in one way."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from plan.deadlines import Frame, Reading, read_deadline
from tests.reading.cases import CHAT, PLAN

DAY = timedelta(days=1)
IN_PLAN = (
    *("15/10", "ngày 15 tháng 10 năm 2024", "thứ Ba, 15/10/2024", "tháng 11", "T12/2024", "HKI"),
    *("học kỳ II", "quý IV", "Quý I/2025", "đầu tháng 10", "cuối HKI", "năm học 2024-2025"),
    *("tuần 12", "ngày Nhà giáo Việt Nam", "Tết Nguyên đán", "khai giảng", "rằm tháng Giêng"),
    *("cuối năm 2024", "ngày cuối tháng 10", "thứ Hai đầu tháng 10", "10/3 âm lịch"),
)
IN_CHAT = (
    *("mai", "thứ Hai tuần sau", "tuần sau", "tháng sau", "25/11", "ngày 5 tháng sau", "HKII"),
    *("cuối tuần sau", "3 ngày nữa", "2 tuần nữa", "tháng 12", "Tết", "đầu tháng sau"),
)
THINGS = [(thing, PLAN) for thing in IN_PLAN] + [(thing, CHAT) for thing in IN_CHAT]
PAIRS = [
    (one, other, frame)
    for things, frame in ((IN_PLAN, PLAN), (IN_CHAT, CHAT))
    for one, other in permutations(things, 2)
]
UNTIL = ("hết", "đến", "đến hết", "chậm nhất", "chậm nhất là", "hạn", "hạn cuối", "kết thúc")
Days = set[tuple[date, date]]


def days(reading: Reading) -> Days:
    return {(span.first, span.last) for span in reading.spans}


def only(thing: str, frame: Frame) -> tuple[date, date]:
    reading = read_deadline(thing, frame)
    assert reading.is_certain
    (span,) = days(reading)
    return span


def acts_otherwise(phrase: str, frame: Frame, wanted: Days) -> bool:
    """Tell whether a phrase would be acted on with other days; a question is no fault."""
    reading = read_deadline(phrase, frame)
    return reading.is_certain and days(reading) != wanted


@pytest.mark.parametrize(("thing", "frame"), THINGS)
def test_a_deadline_is_its_last_day_or_the_day_before_it_begins(thing: str, frame: Frame) -> None:
    first, last = only(thing, frame)
    for word in UNTIL:
        assert days(read_deadline(f"{word} {thing}", frame)) == {(min(frame.today, last), last)}
    before = first - DAY
    wanted = {(min(frame.today, before), before)}
    assert not acts_otherwise(f"trước {thing}", frame, wanted)
    assert not acts_otherwise(f"hoàn thành trước {thing}", frame, wanted)


@pytest.mark.parametrize(("thing", "frame"), THINGS)
def test_a_preposition_a_label_or_politeness_changes_nothing(thing: str, frame: Frame) -> None:
    span = {only(thing, frame)}
    for phrase in (f"trong {thing}", f"vào {thing}", f"Thời gian: {thing}", f"{thing} ạ"):
        assert days(read_deadline(phrase, frame)) == span


def test_a_range_goes_from_the_first_day_to_the_last() -> None:
    for one, other, frame in PAIRS:
        (first, _), (begins, last) = only(one, frame), only(other, frame)
        wanted = {(first, last)} if first <= last else set()
        for phrase in (f"từ {one} đến {other}", f"{one} đến hết {other}", f"từ {one} tới {other}"):
            if first <= last or frame is PLAN:
                assert not acts_otherwise(phrase, frame, wanted), phrase
        if first < begins:
            phrase = f"từ {one} đến trước {other}"
            assert not acts_otherwise(phrase, frame, {(first, begins - DAY)}), phrase


def test_a_list_is_all_of_its_things() -> None:
    for one, other, frame in PAIRS:
        wanted = {only(one, frame), only(other, frame)}
        for phrase in (f"{one} và {other}", f"{one}; {other}"):
            assert not acts_otherwise(phrase, frame, wanted), phrase
