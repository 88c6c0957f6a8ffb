"""Days named from today agree with dateutil on every day from 2024 to 2030."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta, weekday

from plan.calendar import default_calendar
from plan.deadlines import Frame, read_deadline
from plan.model import Span

Oracle = Callable[[date], tuple[date, date]]
FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)


def moved(**by: int) -> Oracle:
    return lambda today: (today + relativedelta(**by),) * 2  # type: ignore[arg-type]  # units


def coming(day: weekday) -> Oracle:
    return lambda today: (today + relativedelta(weekday=day(+1)),) * 2


def in_week(day: weekday, weeks: int) -> Oracle:
    def find(today: date) -> tuple[date, date]:
        monday = today + relativedelta(weekday=MO(-1))
        return (monday + relativedelta(weeks=weeks, weekday=day(+1)),) * 2

    return find


def from_today(find: Oracle) -> Oracle:
    """A period that is running begins today."""

    def clipped(today: date) -> tuple[date, date]:
        first, last = find(today)
        return (max(first, today), last) if last >= today else (first, last)

    return clipped


def week(weeks: int, first: weekday = MO, last: weekday = SU) -> Oracle:
    def find(today: date) -> tuple[date, date]:
        monday = today + relativedelta(weekday=MO(-1)) + relativedelta(weeks=weeks)
        return monday + relativedelta(weekday=first(+1)), monday + relativedelta(weekday=last(+1))

    return find


def month(months: int, first: int = 1, last: int = 31) -> Oracle:
    def find(today: date) -> tuple[date, date]:
        inside = today + relativedelta(day=1, months=months)
        return inside + relativedelta(day=first), inside + relativedelta(day=last)

    return find


def until(find: Oracle) -> Oracle:
    return lambda today: (min(today, find(today)[1]), find(today)[1])


def year(years: int) -> Oracle:
    return lambda today: (
        today + relativedelta(years=years, month=1, day=1),
        today + relativedelta(years=years, month=12, day=31),
    )


def in_month(day: int, months: int) -> Oracle:
    return month(months, day, day)


ORACLES: dict[str, Oracle] = {
    "hôm nay": moved(days=0),
    "chiều nay": moved(days=0),
    "mai": moved(days=1),
    "sáng ngày mai": moved(days=1),
    "tối mai": moved(days=1),
    "mốt": moved(days=2),
    "ngày kia": moved(days=2),
    "3 ngày nữa": moved(days=3),
    "mười ngày nữa": moved(days=10),
    "100 ngày nữa": moved(days=100),
    "1 tuần nữa": moved(weeks=1),
    "hai tuần nữa": moved(weeks=2),
    "nửa tháng nữa": moved(days=15),
    "một tháng nữa": moved(months=1),
    "2 tháng nữa": moved(months=2),
    "hôm qua": moved(days=-1),
    "thứ Hai": coming(MO),
    "thứ ba": coming(TU),
    "thứ 4 này": coming(WE),
    "thứ Năm": coming(TH),
    "thứ sáu": coming(FR),
    "thứ 7 này": coming(SA),
    "chủ nhật": coming(SU),
    "thứ Sáu tuần này": in_week(FR, 0),
    "thứ 2 tuần này": in_week(MO, 0),
    "thứ Hai tuần sau": in_week(MO, 1),
    "thứ tư tuần tới": in_week(WE, 1),
    "chủ nhật tuần sau": in_week(SU, 1),
    "trong tuần này": from_today(week(0)),
    "tuần sau": week(1),
    "đầu tuần sau": week(1, MO, TU),
    "cuối tuần này": from_today(week(0, SA, SU)),
    "cuối tuần sau": week(1, SA, SU),
    "trong tháng này": from_today(month(0)),
    "tháng sau": month(1),
    "đầu tháng sau": month(1, 1, 10),
    "giữa tháng sau": month(1, 11, 20),
    "cuối tháng này": from_today(month(0, 21, 31)),
    "cuối tháng sau": month(1, 21, 31),
    "ngày 5 tháng sau": in_month(5, 1),
    "hết tuần này": until(week(0)),
    "hết tuần sau": until(week(1)),
    "hết tháng này": until(month(0)),
    "đến thứ Sáu tuần sau": until(in_week(FR, 1)),
    "năm nay": from_today(year(0)),
    "sang năm": year(1),
}


def frames() -> Iterator[Frame]:
    day = FIRST
    while day <= LAST:
        first_year = day.year if day.month >= 8 else day.year - 1
        yield Frame(default_calendar(first_year), day, "chat")
        day += timedelta(days=1)


ALL_FRAMES = list(frames())


@pytest.mark.parametrize("phrase", ORACLES)
def test_every_day_agrees_with_dateutil(phrase: str) -> None:
    find = ORACLES[phrase]
    wrong = []
    for frame in ALL_FRAMES:
        reading = read_deadline(phrase, frame)
        if not reading.is_certain or reading.spans != (Span(*find(frame.today)),):
            wrong.append((frame.today, reading.status, reading.spans))
    assert wrong == []


def test_there_are_forty_phrases_at_least() -> None:
    assert len(ORACLES) >= 40
