"""Laying the ladder of an occurrence, and laying it anew when its day moved."""

from collections.abc import Collection, Iterable
from datetime import date, time
from functools import cache

from plan.hours import instant
from plan.ladder import Moment, lay
from plan.model import Occurrence, Shape, Span
from storage import moments, occurrences
from storage.school_day import SchoolDay


def lay_moments(day: SchoolDay, anew: Collection[Occurrence], after: date) -> None:
    """Drop what still waits of occurrences and lay the moments later than `after`.

    A plan imported in November skips the moments already past (DESIGN, section 6). Until the
    principal starts the reminders nothing is laid at all.
    """
    numbers = [occurrence.occurrence_id for occurrence in anew]
    moments.drop_waiting(day.tx, day.school_id, numbers, "laid anew")
    lay_first(day, ((one.occurrence_id, one.span, one.shape) for one in anew), after)


def lay_first(day: SchoolDay, new: Iterable[tuple[int, Span, Shape]], after: date) -> None:
    """Lay the moments later than `after` of occurrences that have none waiting."""
    if day.school.started_at is None:
        return
    # The rows of a long plan share their days: a ladder is climbed once for all of the same.
    known: dict[tuple[Span, Shape], tuple[Moment, ...]] = {}
    laid: list[tuple[int, Moment]] = []
    for number, span, shape in new:
        if (span, shape) not in known:
            every = lay(span, shape, day.years, day.ladder)
            known[span, shape] = tuple(moment for moment in every if moment.on > after)
        laid += ((number, moment) for moment in known[span, shape])
    _store(day, laid)


def lay_all_moments(day: SchoolDay, after: date | None = None) -> None:
    """Lay every open ladder anew: what decides its days has changed, or the reminders start."""
    moments.drop_all_waiting(day.tx, day.school_id, "laid anew")
    # In the order of a digest: the one due next first.
    still_open = sorted(
        occurrences.list_open(day.tx, day.school_id), key=lambda o: (o.due_on, o.occurrence_id)
    )
    anew = ((one.occurrence_id, one.span, one.shape) for one in still_open)
    lay_first(day, anew, after=after or day.today)


def lay_some(day: SchoolDay, occurrence: Occurrence, laid: tuple[Moment, ...]) -> None:
    """Store moments; the tick looks at each from the first minute of its day."""
    _store(day, [(occurrence.occurrence_id, moment) for moment in laid])


def _store(day: SchoolDay, laid: Iterable[tuple[int, Moment]]) -> None:
    # Thousands of moments come at the midnights of a year.
    midnight = cache(lambda on: instant(on, time(0)))
    timed = ((number, moment, midnight(moment.on)) for number, moment in laid)
    moments.lay(day.tx, day.school_id, timed)
