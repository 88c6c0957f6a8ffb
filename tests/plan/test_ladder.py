"""When to remind, case by case, on the calendar of 2024-2025."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan.ladder import DEFAULT_LADDER, Moment, Rung, RungKind, lay, next_weekly, working_due
from plan.model import Shape, Span
from plan.school_years import SchoolYears

YEARS = SchoolYears()


def laid(first: date, last: date, shape: Shape = Shape.PLAIN) -> list[str]:
    return [f"{m.rung} {m.on:%d/%m/%Y}" for m in lay(Span(first, last), shape, YEARS)]


def test_a_single_day_is_told_7_3_1_and_0_days_before_then_after() -> None:
    day = date(2024, 12, 25)
    assert laid(day, day) == [
        "before:7 18/12/2024",
        "before:3 21/12/2024",
        "before:1 24/12/2024",
        "due 25/12/2024",
        "after:1 26/12/2024",
        "after:3 28/12/2024",
        "after:7 03/01/2025",  # six days a week, without 1/1
    ]


def test_a_month_begins_with_a_start_and_counts_to_the_last_working_day_before_tet() -> None:
    assert laid(date(2025, 1, 1), date(2025, 1, 31)) == [
        "start 31/12/2024",
        "before:14 10/01/2025",
        "before:7 17/01/2025",
        "before:3 21/01/2025",
        "before:1 23/01/2025",
        "due 24/01/2025",
        "after:1 03/02/2025",
        "after:3 05/02/2025",
        "after:7 10/02/2025",
    ]


def test_a_school_year_is_pulsed_monthly_reviewed_at_half_year_and_closed_in_one_round() -> None:
    moments = laid(date(2024, 9, 5), date(2025, 5, 31))
    assert moments[0] == "start 05/09/2024"
    pulses = [m for m in moments if m.startswith("pulse")]
    assert pulses[0] == "pulse 05/10/2024"
    assert pulses[-1] == "pulse 05/04/2025"
    assert "half_year 17/01/2025" in moments
    assert "before:30 29/04/2025" in moments
    assert [m for m in moments if m.startswith("close")] == [
        "close:14 17/05/2025",
        "close:7 24/05/2025",
        "close:3 28/05/2025",
        "close:1 30/05/2025",
        "close 31/05/2025",
    ]


def test_years_long_work_has_the_reviews_of_each_school_year_then_goes_as_a_year() -> None:
    moments = laid(date(2025, 1, 1), date(2030, 12, 31))
    reviews = [m for m in moments if m.startswith("review")]
    assert len(reviews) == 5  # the ends of the school years 2024-25 to 2028-29
    assert "before:30 30/11/2030" in moments
    assert not any("before" in m and "/2029" in m for m in moments)


def test_an_occasion_on_a_sunday_keeps_its_day_and_asks_for_a_photo_after() -> None:
    day = date(2024, 12, 22)
    assert laid(day, day, Shape.OCCASION) == [
        "before:21 30/11/2024",
        "before:10 12/12/2024",
        "before:3 19/12/2024",
        "before:1 21/12/2024",
        "photo 23/12/2024",
    ]


def test_what_comes_back_weekly_is_told_on_its_day_and_asked_after_once() -> None:
    assert laid(date(2024, 12, 6), date(2024, 12, 12), Shape.RECURRING) == [
        "due 12/12/2024",
        "after:1 13/12/2024",
    ]


def test_undated_work_is_never_asked_after_as_overdue() -> None:
    moments = laid(date(2024, 9, 5), date(2025, 1, 17), Shape.UNDATED)
    assert moments[-1] == "due 17/01/2025"
    assert not any(m.startswith("after") for m in moments)


def test_no_pulse_in_summer() -> None:
    moments = lay(Span(date(2025, 4, 1), date(2025, 12, 31)), Shape.PLAIN, YEARS)
    months = {m.on.month for m in moments if m.rung.kind is RungKind.PULSE}
    assert months == {5, 9, 10, 11}


def test_weekly_moments_follow_one_at_a_time_forward_from_a_day_off() -> None:
    first = next_weekly(Rung(RungKind.AFTER, 7), date(2025, 1, 23), YEARS)
    assert first == Moment(Rung(RungKind.WEEKLY, 1), date(2025, 2, 3))
    assert next_weekly(first.rung, first.on, YEARS).rung == Rung(RungKind.WEEKLY, 2)


def test_a_school_changes_the_ladder_by_data_and_nonsense_is_left_out() -> None:
    own = DEFAULT_LADDER.changed({"short": [5], "pulse_day": 10, "year": "soon", "rumour": 3})
    assert (own.short, own.pulse_day, own.year) == ((5,), 10, DEFAULT_LADDER.year)


@pytest.mark.parametrize("text", ["before:7", "due", "weekly:3", "half_year"])
def test_rungs_are_stored_and_read_back(text: str) -> None:
    assert str(Rung.parse(text)) == text


DAYS = st.dates(date(2024, 9, 1), date(2028, 12, 31))


@given(DAYS, st.integers(0, 900), st.sampled_from(list(Shape)))
def test_laws_of_every_ladder(first: date, length: int, shape: Shape) -> None:
    last = first + timedelta(days=length)
    moments = lay(Span(first, last), shape, YEARS)
    days = [m.on for m in moments]
    assert days == sorted(set(days)), "one moment a day, in order"
    assert all(not YEARS.of(day).is_day_off(day) for day in days), "on working days only"
    due = working_due(last, shape, YEARS)
    assert all(m.on <= due for m in moments if m.rung.kind in {RungKind.BEFORE, RungKind.DUE})
    assert all(m.on > last for m in moments if m.rung.is_after)
