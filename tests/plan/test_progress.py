"""Where a task stands as of a day."""

from datetime import UTC, date, datetime

import pytest

from plan.model import Intent, Occurrence, OccurrenceState, ProgressReport, Shape
from plan.progress import Standing, lapsed, progress_of
from plan.school_years import SchoolYears

YEARS = SchoolYears()


def occurrence(
    number: int, due_on: date, *, done: bool = False, shape: Shape = Shape.PLAIN
) -> Occurrence:
    state = OccurrenceState.DONE if done else OccurrenceState.OPEN
    return Occurrence(number, 1, 1, due_on, due_on, None, shape, state)


def report(number: int, intent: Intent) -> ProgressReport:
    at = datetime(2024, 12, 1, tzinfo=UTC)
    return ProgressReport(number, number, 1, intent, None, "", is_note=False, reported_at=at)


def standing(
    today: date, *occurrences: Occurrence, said: dict[int, ProgressReport] | None = None
) -> Standing:
    progress = progress_of(list(occurrences), said or {}, today, YEARS)
    assert progress is not None
    return progress.standing


DUE = date(2024, 12, 25)


def test_silent_until_the_due_day_is_over_then_overdue() -> None:
    assert standing(DUE, occurrence(1, DUE)) is Standing.SILENT
    assert standing(date(2024, 12, 26), occurrence(1, DUE)) is Standing.OVERDUE


def test_done_only_when_every_occurrence_is() -> None:
    later = date(2025, 4, 30)
    some = (occurrence(1, DUE, done=True), occurrence(2, later))
    assert standing(DUE, *some) is Standing.ON_TRACK
    assert (
        standing(DUE, occurrence(1, DUE, done=True), occurrence(2, later, done=True))
        is Standing.DONE
    )


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        (Intent.BLOCKED, Standing.BLOCKED),
        (Intent.PROGRESS, Standing.ON_TRACK),
        (Intent.NOT_STARTED, Standing.ON_TRACK),
    ],
)
def test_the_last_report_says_it(intent: Intent, expected: Standing) -> None:
    assert standing(DUE, occurrence(1, DUE), said={1: report(1, intent)}) is expected


@pytest.mark.parametrize("shape", [Shape.OCCASION, Shape.UNDATED])
def test_occasions_and_reviews_are_never_overdue(shape: Shape) -> None:
    assert standing(date(2025, 3, 1), occurrence(1, DUE, shape=shape)) is Standing.SILENT


def test_a_due_day_in_tet_is_overdue_only_after_the_written_day() -> None:
    in_tet = date(2025, 1, 31)
    assert standing(date(2025, 1, 31), occurrence(1, in_tet)) is Standing.SILENT
    assert standing(date(2025, 2, 1), occurrence(1, in_tet)) is Standing.OVERDUE


def test_a_recurring_occurrence_lapses_when_the_next_is_due() -> None:
    weekly = [occurrence(n, date(2024, 12, 5 + 7 * n), shape=Shape.RECURRING) for n in range(3)]
    assert lapsed(weekly, date(2024, 12, 12)) == {0}
    progress = progress_of(weekly, {}, date(2024, 12, 13), YEARS)
    assert progress is not None
    assert progress.late_days == 1


def test_no_occurrence_no_progress() -> None:
    assert progress_of([], {}, DUE, YEARS) is None
