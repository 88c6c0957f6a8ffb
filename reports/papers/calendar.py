"""Due days as calendar entries: the school's for who leads it, else one's own."""

from typing import Any

from plan.ladder import working_due
from plan.model import Member, OccurrenceState, Shape
from plan.progress import lapsed
from plan.school_years import school_year_name
from reports.overview import TaskView, overview, own_of
from storage.school_day import SchoolDay
from texts.papers import paper_word


def calendar_of(day: SchoolDay, who: Member) -> dict[str, Any]:
    """Give the entries still to come and those overdue, for reports.exports.make_ics."""
    views = overview(day)
    leads = day.may(who, "calendar_of_school")
    shown = views if leads else own_of(views, who)
    return {
        "name": paper_word(
            "calendar.name", school=day.school.name, year=school_year_name(day.first_year)
        ),
        "made_at": day.now.isoformat(),
        "entries": [entry for view in shown for entry in _entries(day, view, names=leads)],
    }


def _entries(day: SchoolDay, view: TaskView, *, names: bool) -> list[dict[str, str]]:
    gone = lapsed(view.occurrences, day.today)
    task = view.task
    contact = view.contact.full_name if names and view.contact is not None else ""
    lines = [
        task.criterion and paper_word("calendar.criterion", number=task.criterion),
        contact and paper_word("calendar.contact", name=contact),
        task.time_text and paper_word("calendar.written", text=task.time_text),
    ]
    return [
        {
            "uid": f"{task.school_id}-{occurrence.occurrence_id}@nhacviec",
            "on": working_due(occurrence.due_on, occurrence.shape, day.years).isoformat(),
            "summary": paper_word("calendar.summary", code=task.code, work=task.work),
            "description": "\n".join(filter(None, lines)),
        }
        for occurrence in view.occurrences
        if occurrence.state is OccurrenceState.OPEN
        and occurrence.shape is not Shape.UNDATED
        and occurrence.occurrence_id not in gone
    ]
