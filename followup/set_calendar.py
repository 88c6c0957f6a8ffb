"""Changing a school's calendar: due days that stand on it move along, ladders are laid anew."""

from collections.abc import Mapping
from typing import Any

from followup.lay_moments import lay_all_moments
from followup.review_year import promise_review
from plan.calendar import SchoolCalendar, own_calendar
from plan.deadlines import Frame, read_deadline
from plan.model import Occurrence, OccurrenceState, Span, Task, TaskState
from plan.task_reading import occurrences_of
from storage import occurrences, plans, schools, tasks
from storage.history import Actor
from storage.school_day import SchoolDay

Moves = dict[int, tuple[Span, ...]]


def moved_tasks(day: SchoolDay, first_year: int, values: Mapping[str, Any]) -> list[Task]:
    """List the tasks whose open days would change if a calendar had these values.

    Raises:
        CalendarError: the values are not in order.
    """
    moves = _moves(day, first_year, own_calendar(first_year, values))
    return list(tasks.many(day.tx, day.school_id, moves).values())


def set_calendar(
    day: SchoolDay, actor: Actor, first_year: int, values: Mapping[str, Any]
) -> list[Task]:
    """Keep a calendar's values; gives the tasks whose days moved with it."""
    moves = _moves(day, first_year, own_calendar(first_year, values))
    deed = day.deed("set_calendar", actor)
    schools.override_calendar(deed, first_year, dict(values))
    for task_id, spans in moves.items():
        for occurrence, span in zip(_open(day, task_id), spans, strict=True):
            occurrences.change(
                deed, occurrence.occurrence_id, first_on=span.first, due_on=span.last
            )
    renewed = SchoolDay(day.tx, day.school, day.now)
    lay_all_moments(renewed)
    if day.school.started_at is not None:
        promise_review(renewed)
    return list(tasks.many(day.tx, day.school_id, moves).values())


def _moves(day: SchoolDay, first_year: int, new: SchoolCalendar) -> Moves:
    """Give the new spans of each task of that year's plans that still has the days once read.

    A task whose days were answered, postponed or edited by hand keeps them.
    """
    before = Frame(day.years.year(first_year), day.today, "plan")
    after = Frame(new, day.today, "plan")
    years = {plan.plan_id: plan.first_year for plan in plans.list_active(day.tx, day.school_id)}
    moves: Moves = {}
    for task in tasks.list_live(day.tx, day.school_id):
        if task.state is not TaskState.ACTIVE or years.get(task.plan_id or 0) != first_year:
            continue
        old, renewed = _spans(task, before), _spans(task, after)
        standing = tuple(Span(o.first_on, o.due_on) for o in _open(day, task.task_id))
        if old != renewed and standing == old and len(renewed) == len(old):
            moves[task.task_id] = renewed
    return moves


def _spans(task: Task, frame: Frame) -> tuple[Span, ...]:
    return occurrences_of(read_deadline(task.time_text, frame), frame)[1]


def _open(day: SchoolDay, task_id: int) -> list[Occurrence]:
    return [
        occurrence
        for occurrence in occurrences.of_task(day.tx, day.school_id, task_id)
        if occurrence.state is OccurrenceState.OPEN
    ]
