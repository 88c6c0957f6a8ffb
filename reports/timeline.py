"""The school year from month to month: every due day of every task somebody may see."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from plan.calendar import Break
from plan.model import Member, Occurrence, OccurrenceState
from plan.progress import is_overdue, lapsed
from reports.overview import TaskView, overview
from reports.seeing import may_see, sees_all
from storage.school_day import SchoolDay


class DueSeen(Struct, frozen=True):
    """One due day. `state` is done, late, open or gone: a later one has taken its place."""

    occurrence: Occurrence
    view: TaskView
    state: str


class Month(Struct, frozen=True):
    """One month of the school year; `first_on` is its first day."""

    first_on: date
    due: tuple[DueSeen, ...]
    breaks: tuple[Break, ...]


def timeline(day: SchoolDay, me: Member) -> tuple[Month, ...]:
    """Give the months of this school year in order, those with nothing due among them."""
    calendar = day.years.of(day.today)
    everything = sees_all(day, me)
    breaks = tuple(calendar.breaks(calendar.gathering, calendar.year_end))
    views = [view for view in overview(day) if everything or may_see(day, me, view)]
    due = sorted(
        (one for view in views for one in _due(view, day)),
        key=lambda one: (one.occurrence.due_on, one.view.task.number),
    )
    return tuple(
        Month(
            first,
            tuple(one for one in due if _same_month(one.occurrence.due_on, first)),
            tuple(b for b in breaks if _same_month(b.span.first, first)),
        )
        for first in _months(calendar.gathering, calendar.year_end)
    )


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)


def _due(view: TaskView, day: SchoolDay) -> Iterator[DueSeen]:
    gone = lapsed(view.occurrences, day.today)
    for one in view.occurrences:
        if one.state is OccurrenceState.DONE:
            state = "done"
        elif one.occurrence_id in gone:
            state = "gone"
        else:
            state = "late" if is_overdue(one, day.today, day.years) else "open"
        yield DueSeen(one, view, state)
