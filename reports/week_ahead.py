"""What would be sent in the next seven days, told by the same ladder and the same people."""

from datetime import date, timedelta
from functools import cache

from plan.ladder import Moment, lay, working_due
from plan.model import Member, Occurrence, OccurrenceState
from reports.overview import TaskView, overview
from storage.school_day import SchoolDay
from texts.messages.base import TaskLine
from texts.messages.plans import PreviewLine

DAYS = 7


def week_ahead(day: SchoolDay) -> tuple[PreviewLine, ...]:
    """List, by day and person, the tasks of the digests to come, today's among them."""
    last = day.today + timedelta(days=DAYS)
    # The tasks of a long plan share their days: a ladder is climbed once for all of the same.
    ladder = cache(lambda span, shape: lay(span, shape, day.years, day.ladder))
    found: dict[tuple[date, int], tuple[Member, list[TaskLine]]] = {}
    for view in overview(day):
        for occurrence in view.occurrences:
            if occurrence.state is not OccurrenceState.OPEN:
                continue
            laid = ladder(occurrence.span, occurrence.shape)
            for moment in (moment for moment in laid if day.today <= moment.on <= last):
                for member in _told(view, moment):
                    key = (moment.on, member.member_id)
                    lines = found.setdefault(key, (member, []))[1]
                    lines.append(_line(day, view, occurrence, moment))
    return tuple(
        PreviewLine(on, member, tuple(lines))
        for (on, _), (member, lines) in sorted(found.items(), key=lambda item: item[0])
    )


def _told(view: TaskView, moment: Moment) -> tuple[Member, ...]:
    if moment.rung.is_after:
        return (view.contact,) if view.contact is not None else ()
    return view.people.workers


def _line(day: SchoolDay, view: TaskView, occurrence: Occurrence, moment: Moment) -> TaskLine:
    due_on = working_due(occurrence.due_on, occurrence.shape, day.years)
    return TaskLine(view.task.code, view.task.work, due_on, (due_on - moment.on).days)
