"""Lunar days: the calendar used agrees with another, made apart, from 1900 to 2100."""

from datetime import date, timedelta

import pytest
from lunar_vn import core as used
from vnlunar import core as oracle

from plan.calendar import lunar_day, tet
from plan.calendar.lunar import day_of_tet

VIETNAM = 7.0
STEP = timedelta(days=3)


def test_the_two_calendars_agree_from_1900_to_2100() -> None:
    differing = []
    day = date(1900, 2, 1)
    while day.year <= 2100:
        one = used.solar_to_lunar(day)
        other = oracle.convert_solar_to_lunar(day.day, day.month, day.year, VIETNAM)
        if (one.day, one.month, one.year) != (other["day"], other["month"], other["year"]):
            differing.append(day)
        day += STEP
    assert differing == []


@pytest.mark.parametrize("year", range(1901, 2101))
def test_tet_is_the_first_lunar_day_for_both(year: int) -> None:
    first = tet(year)
    assert first is not None
    back = oracle.convert_solar_to_lunar(first.day, first.month, first.year, VIETNAM)
    assert (back["day"], back["month"], back["year"]) == (1, 1, year)


@pytest.mark.parametrize(
    ("day", "month", "year", "solar"),
    [
        (1, 1, 2007, date(2007, 2, 17)),
        (1, 1, 2030, date(2030, 2, 2)),
        (1, 1, 2025, date(2025, 1, 29)),
        (10, 3, 2025, date(2025, 4, 7)),
        (15, 8, 2024, date(2024, 9, 17)),
        (23, 12, 2024, date(2025, 1, 22)),
        (30, 12, 2024, None),
        (30, 12, 2023, date(2024, 2, 9)),
        (31, 1, 2025, None),
        (1, 1, 2500, None),
    ],
)
def test_a_lunar_day_exists_or_not(day: int, month: int, year: int, solar: date | None) -> None:
    assert lunar_day(day, month, year) == solar


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2025, 1, 29), 1),
        (date(2025, 1, 28), 0),
        (date(2025, 1, 27), -1),
        (date(2025, 1, 19), -9),
        (date(2025, 1, 18), None),
        (date(2025, 2, 6), 9),
        (date(2025, 2, 7), None),
        (date(2025, 1, 31), 3),
        (date(2025, 3, 1), None),
        (date(2500, 1, 1), None),
    ],
)
def test_days_around_tet_are_numbered(day: date, place: int | None) -> None:
    assert day_of_tet(day) == place
