"""How far a task is: what its occurrences and the last report say, as of a day."""

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from plan.ladder import working_due
from plan.model import Intent, Occurrence, OccurrenceState, ProgressReport, Shape
from plan.school_years import SchoolYears


class Standing(StrEnum):
    """Where a task or an occurrence stands. One only, in this order of precedence."""

    DONE = "done"
    OVERDUE = "overdue"
    BLOCKED = "blocked"
    ON_TRACK = "on_track"
    SILENT = "silent"


class Progress(Struct, frozen=True):
    """A task as of a day. `next_due` is the occurrence due next, None when all are done."""

    standing: Standing
    next_due: Occurrence | None
    last_due_on: date
    late_days: int


def lapsed(occurrences: Sequence[Occurrence], today: date) -> set[int]:
    """List the open occurrences of a recurring task that a later one has taken the place of.

    Nobody is asked for last month's report once this month's is due; they are not overdue.
    """
    due = [o.due_on for o in occurrences if o.shape is Shape.RECURRING and o.due_on <= today]
    newest = max(due, default=None)
    return {
        o.occurrence_id
        for o in occurrences
        if o.shape is Shape.RECURRING
        and o.state is OccurrenceState.OPEN
        and newest is not None
        and o.due_on < newest
    }


def is_overdue(occurrence: Occurrence, today: date, years: SchoolYears) -> bool:
    """Whether the due day is over without a result; an occasion or a review is never overdue."""
    if occurrence.state is not OccurrenceState.OPEN:
        return False
    if occurrence.shape in {Shape.OCCASION, Shape.UNDATED}:
        return False
    # Most are not due yet, and of those the working day need not be looked for.
    return today > occurrence.due_on and today > working_due(
        occurrence.due_on, occurrence.shape, years
    )


def standing_of(
    occurrence: Occurrence,
    report: ProgressReport | None,
    today: date,
    years: SchoolYears,
    *,
    is_asked: bool = False,
) -> Standing:
    """Say where one occurrence stands, from its state and the last report on it.

    While something is asked about it and nobody has decided, it is not overdue.
    """
    if occurrence.state is OccurrenceState.DONE:
        return Standing.DONE
    if is_overdue(occurrence, today, years) and not is_asked:
        return Standing.OVERDUE
    if report is None:
        return Standing.SILENT
    return Standing.BLOCKED if report.intent is Intent.BLOCKED else Standing.ON_TRACK


def progress_of(
    occurrences: Sequence[Occurrence],
    reports: dict[int, ProgressReport],
    today: date,
    years: SchoolYears,
    asked: Collection[int] = (),
) -> Progress | None:
    """Say where a task stands: done when all its occurrences are; None for one without any.

    `asked` are the occurrences about which something waits for a decision.
    """
    gone = lapsed(occurrences, today)
    occurrences = [o for o in occurrences if o.occurrence_id not in gone]
    if not occurrences:
        return None
    standings = {
        occurrence.occurrence_id: standing_of(
            occurrence,
            reports.get(occurrence.occurrence_id),
            today,
            years,
            is_asked=occurrence.occurrence_id in asked,
        )
        for occurrence in occurrences
    }
    still_open = [o for o in occurrences if o.state is OccurrenceState.OPEN]
    late = [o for o in still_open if standings[o.occurrence_id] is Standing.OVERDUE]
    last_due_on = max(o.due_on for o in occurrences)
    next_due = min(still_open, key=lambda o: o.due_on, default=None)
    if next_due is None:
        standing = Standing.DONE
    elif late:
        standing = Standing.OVERDUE
    else:
        said = [s for s in standings.values() if s is not Standing.SILENT]
        standing = Standing.SILENT if not said else min(said, key=_urgency)
        # Some occurrences done and the next one silent still means that the task goes on.
        standing = Standing.ON_TRACK if standing is Standing.DONE else standing
    late_days = max(((today - o.due_on).days for o in late), default=0)
    return Progress(standing, next_due, last_due_on, late_days)


def _urgency(standing: Standing) -> int:
    return [Standing.BLOCKED, Standing.ON_TRACK, Standing.DONE].index(standing)
