"""Laying the ladder of an occurrence, and laying it anew when its day moved."""

from datetime import date, time

from plan.hours import instant
from plan.ladder import Moment, lay
from plan.model import Occurrence, OccurrenceState
from storage import moments, occurrences
from storage.school_day import SchoolDay


def lay_moments(day: SchoolDay, occurrence: Occurrence, after: date) -> None:
    """Drop what still waits and lay the moments later than `after`; earlier ones are skipped.

    A plan imported in November skips the moments already past (DESIGN, section 6). Until the
    principal starts the reminders nothing is laid at all.
    """
    moments.drop_waiting(day.tx, day.school_id, occurrence.occurrence_id, "laid anew")
    if day.school.started_at is None:
        return
    laid = lay(occurrence.span, occurrence.shape, day.years, day.ladder)
    lay_some(day, occurrence, tuple(moment for moment in laid if moment.on > after))


def lay_all_moments(day: SchoolDay) -> None:
    """Lay every open ladder anew: the days off that decide its days have changed."""
    for occurrence in occurrences.list_standing(day.tx, day.school_id):
        if occurrence.state is OccurrenceState.OPEN:
            lay_moments(day, occurrence, after=day.today)


def lay_some(day: SchoolDay, occurrence: Occurrence, laid: tuple[Moment, ...]) -> None:
    """Store moments; the tick looks at each from the first minute of its day."""
    timed = [(moment, instant(moment.on, time(0))) for moment in laid]
    moments.lay(day.tx, day.school_id, occurrence.occurrence_id, timed)
