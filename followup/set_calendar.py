"""Changing a school's calendar: due days that stand on it move along, ladders are laid anew."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from followup.lay_moments import lay_all_moments
from followup.review_year import promise_review
from plan.calendar import SchoolCalendar, own_calendar
from plan.deadlines import Frame, read_deadline
from plan.model import Occurrence, Span, Task, TaskState
from plan.task_reading import occurrences_of
from storage import occurrences, plans, schools, tasks
from storage.history import Actor
from storage.school_day import SchoolDay

# The new days of tasks: their open occurrences, each with its span.
Moves = dict[int, tuple[tuple[int, Span], ...]]


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
    moved = {number: span for spans in moves.values() for number, span in spans}
    days = {n: {"first_on": span.first, "due_on": span.last} for n, span in moved.items()}
    occurrences.change_each(deed, days)
    renewed = SchoolDay(day.tx, day.school, day.now)
    lay_all_moments(renewed)
    if day.school.started_at is not None:
        promise_review(renewed)
    return list(tasks.many(day.tx, day.school_id, moves).values())


def _moves(day: SchoolDay, first_year: int, new: SchoolCalendar) -> Moves:
    """Give the new spans of each task of that year's plans that still has the days once read.

    A task whose days were answered, postponed or edited by hand keeps them.
    """
    before = _spans_in(Frame(day.years.year(first_year), day.today, "plan"))
    after = _spans_in(Frame(new, day.today, "plan"))
    years = plans.first_years(day.tx, day.school_id)
    own: dict[int, list[Occurrence]] = {}
    for one in occurrences.list_open(day.tx, day.school_id):
        own.setdefault(one.task_id, []).append(one)
    moves: Moves = {}
    for task in tasks.list_live(day.tx, day.school_id):
        if task.state is not TaskState.ACTIVE or years.get(task.plan_id or 0) != first_year:
            continue
        old, renewed = before(task.time_text), after(task.time_text)
        left = sorted(own.get(task.task_id, []), key=lambda o: (o.due_on, o.occurrence_id))
        standing = tuple(Span(o.first_on, o.due_on) for o in left)
        if old != renewed and standing == old and len(renewed) == len(old):
            numbers = (occurrence.occurrence_id for occurrence in left)
            moves[task.task_id] = tuple(zip(numbers, renewed, strict=True))
    return moves


def _spans_in(frame: Frame) -> Callable[[str], tuple[Span, ...]]:
    """Read times in a frame; thousands of rows say a few dozen different ones."""
    return cache(lambda text: occurrences_of(read_deadline(text, frame), frame)[1])
