"""School years as data: their dates, their weeks, and the days that nobody works."""

from datetime import date

import pytest

from plan.calendar import Break, CalendarError, DayOff, default_calendar
from plan.model import Span
from tests import public_days

CALENDAR = default_calendar(2024)


def test_the_default_is_the_national_frame() -> None:
    assert CALENDAR.school_year == Span(date(2024, 9, 5), date(2025, 5, 31))
    assert CALENDAR.semester(1) == Span(date(2024, 9, 5), date(2025, 1, 17))
    assert CALENDAR.semester(2) == Span(date(2025, 1, 18), date(2025, 5, 31))
    assert CALENDAR.gathering == date(2024, 8, 29)
    assert CALENDAR.summer == Span(date(2025, 6, 1), date(2025, 8, 31))


def test_every_default_is_unconfirmed() -> None:
    assert {"opening", "year_end", "first_week", "saturday_works"} <= CALENDAR.unconfirmed


def test_a_value_of_the_school_is_confirmed_and_what_follows_from_it_follows() -> None:
    own = CALENDAR.with_values(opening=date(2024, 9, 3), first_semester_end=date(2025, 1, 10))
    assert own.second_semester_start == date(2025, 1, 11)
    assert own.gathering == date(2024, 8, 27)
    assert own.first_week == date(2024, 9, 9)
    assert not {"opening", "first_semester_end"} & own.unconfirmed
    assert "second_semester_start" in own.unconfirmed


def test_a_confirmed_value_is_not_moved_by_another() -> None:
    own = CALENDAR.with_values(gathering=date(2024, 8, 26))
    assert own.with_values(opening=date(2024, 9, 4)).gathering == date(2024, 8, 26)


def test_dates_out_of_order_are_refused() -> None:
    with pytest.raises(CalendarError):
        CALENDAR.with_values(year_end=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("number", "monday"),
    [(1, date(2024, 9, 9)), (12, date(2024, 11, 25)), (18, date(2025, 1, 6))],
)
def test_weeks_of_the_first_semester_are_known(number: int, monday: date) -> None:
    week = CALENDAR.teaching_week(number)
    assert week is not None
    assert (week.first, week.days) == (monday, 7)


@pytest.mark.parametrize("number", [0, -1, 19, 36])
def test_weeks_that_need_the_school_are_not_guessed(number: int) -> None:
    assert CALENDAR.teaching_week(number) is None


def test_the_weeks_of_the_break_are_not_taught() -> None:
    own = CALENDAR.with_values(break_weeks=(date(2025, 1, 27),))
    before, after = own.teaching_week(20), own.teaching_week(21)
    assert before == Span(date(2025, 1, 20), date(2025, 1, 26))
    assert after == Span(date(2025, 2, 3), date(2025, 2, 9))
    assert own.teaching_week(36) is None


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2024, 9, 8), DayOff("sunday")),
        (date(2024, 9, 7), None),
        (date(2024, 9, 2), DayOff("holiday", "Quốc khánh")),
        (date(2025, 1, 1), DayOff("holiday", "Tết Dương lịch")),
        (date(2025, 1, 25), DayOff("tet", -3)),
        (date(2025, 1, 28), DayOff("tet", 0)),
        (date(2025, 1, 31), DayOff("tet", 3)),
        (date(2025, 2, 3), None),
        (date(2025, 5, 2), DayOff("holiday", "Ngày nghỉ (thay cho ngày 26/04/2025)")),
        (date(2025, 5, 3), DayOff("break", "30/4 và 1/5 năm 2025")),
        (date(2025, 11, 24), None),
        (date(2026, 11, 24), DayOff("holiday", "Ngày Văn hóa Việt Nam")),
        (date(2027, 11, 24), DayOff("holiday", "Ngày Văn hóa Việt Nam")),
    ],
)
def test_a_day_off_is_named(day: date, why: DayOff | None) -> None:
    assert CALENDAR.name_of_day_off(day) == why
    assert CALENDAR.is_day_off(day) == (why is not None)


def test_saturday_is_off_where_the_school_says_so() -> None:
    own = CALENDAR.with_values(saturday_works=False)
    assert own.name_of_day_off(date(2024, 9, 7)) == DayOff("saturday")
    # The Saturday worked in exchange for 2 May is worked there too.
    assert own.name_of_day_off(date(2025, 4, 26)) is None


def test_the_school_adds_days_off_and_working_days() -> None:
    own = CALENDAR.with_values(
        extra_days_off=frozenset({date(2024, 11, 20)}),
        extra_working_days=frozenset({date(2024, 11, 24)}),
    )
    assert own.name_of_day_off(date(2024, 11, 20)) == DayOff("school")
    assert own.name_of_day_off(date(2024, 11, 24)) is None


@pytest.mark.parametrize(
    ("day", "last", "following"),
    [
        (date(2025, 1, 31), date(2025, 1, 24), date(2025, 2, 3)),
        (date(2024, 9, 8), date(2024, 9, 7), date(2024, 9, 9)),
        (date(2024, 9, 9), date(2024, 9, 9), date(2024, 9, 9)),
    ],
)
def test_working_days_around_a_day(day: date, last: date, following: date) -> None:
    assert CALENDAR.last_working_day(day) == last
    assert CALENDAR.next_working_day(day) == following


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        (1, date(2025, 2, 3)),
        (3, date(2025, 2, 5)),
        (0, date(2025, 1, 24)),
        (-2, date(2025, 1, 22)),
    ],
)
def test_working_days_are_counted_over_the_break(days: int, wanted: date) -> None:
    assert CALENDAR.add_working_days(date(2025, 1, 24), days) == wanted


def test_breaks_and_the_first_working_days_after_them_are_seen() -> None:
    breaks = list(CALENDAR.breaks(date(2025, 1, 1), date(2025, 5, 31)))
    assert breaks == [
        Break(Span(date(2025, 1, 25), date(2025, 2, 2)), (date(2025, 2, 3), date(2025, 2, 4))),
        Break(Span(date(2025, 4, 30), date(2025, 5, 4)), (date(2025, 5, 5), date(2025, 5, 6))),
    ]


def test_a_break_on_the_last_day_asked_about_is_seen() -> None:
    assert len(list(CALENDAR.breaks(date(2025, 1, 1), date(2025, 1, 25)))) == 1
    assert list(CALENDAR.breaks(date(2025, 1, 1), date(2025, 1, 24))) == []
    assert len(list(CALENDAR.breaks(date(2025, 2, 2), date(2025, 2, 2)))) == 1


def test_a_calendar_without_working_days_is_an_error() -> None:
    own = CALENDAR.with_values(
        extra_days_off=frozenset(date.fromordinal(day) for day in range(738000, 741000))
    )
    with pytest.raises(CalendarError):
        own.next_working_day(date(2024, 9, 9))


def test_the_public_holidays_written_down_are_those_of_the_package() -> None:
    assert public_days.PAGE.read_text("utf-8") == public_days.written()
