"""Rows of a plan as read made into tasks: all of them with one statement a table."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from followup.lay_moments import lay_first
from plan.documents import Field
from plan.folding import fold
from plan.model import AssignedAs, Completion, Shape, Span
from plan.owners import Owner
from plan.reimport import cells_of
from plan.task_reading import Ask, TaskReading
from storage import occurrences, tasks
from storage.history import Deed
from storage.school_day import SchoolDay

HEADS = frozenset({"TTCM", "TO_CM"})


def add_task(day: SchoolDay, deed: Deed, plan_id: int, reading: TaskReading) -> int:
    """Store one row as a task, with its people and its occurrences."""
    return add_tasks(day, deed, plan_id, [reading])[0]


def add_tasks(
    day: SchoolDay,
    deed: Deed,
    plan_id: int,
    readings: Sequence[TaskReading],
    hidden: Sequence[int] | None = None,
) -> list[int]:
    """Store rows as tasks, with their people, occurrences and moments; gives the tasks.

    `hidden` are the numbers of tasks that nobody is to see before `tasks.show`; without it they
    are seen at once, under the next numbers.
    """
    rows = [_task(plan_id, reading) for reading in readings]
    task_ids = (
        tasks.add_many(deed, rows) if hidden is None else tasks.add_hidden(deed, rows, hidden)
    )
    read = dict(zip(task_ids, readings, strict=True))
    add_assignments(deed, read)
    dated = [
        (task_id, span, reading.shape, reading.time.at)
        for task_id, reading in read.items()
        for span in reading.spans
    ]
    add_dated(day, deed, dated)
    return task_ids


def _task(plan_id: int, reading: TaskReading) -> dict[str, Any]:
    row = reading.row
    return {
        "plan_id": plan_id,
        "state": "active" if reading.spans else "doubtful",
        "completion": str(completion_of(reading)),
        "level": row.level,
        "standard": row.standard,
        "standard_title": row.standard_title,
        "criterion": row.criterion,
        "work": row.work,
        "folded_work": fold(row.work),
        "time_text": row.time,
        "owner_text": row.owner,
        "conditions": row.conditions,
        "solution": row.solution,
        "result": row.result,
        "budget_amount": reading.budget.amount,
        "budget_source": reading.budget.source,
        "raw": dict(row.raw),
        "cells": cells_of(row),
        "reading": time_as_json(reading),
        "position": row.line,
    }


def completion_of(reading: TaskReading) -> Completion:
    """Say who closes a row: each head where it is given to all heads of units, else the contact.

    "TTCM" and "các tổ chuyên môn" mean one piece of work a unit (roles.md).
    """
    if Field.OWNER in reading.row.blurred:
        return Completion.LEAD
    return completion_by(reading.owners.owners)


def completion_by(owners: Sequence[Owner]) -> Completion:
    """Say who closes a row that these owners hold."""
    leads = [owner for owner in owners if str(owner.part) == AssignedAs.LEAD]
    heads = all(owner.role in HEADS and not owner.person and not owner.unit for owner in leads)
    return Completion.EACH if leads and heads else Completion.LEAD


def time_as_json(reading: TaskReading) -> dict[str, object]:
    """Keep how a time was read, for whoever asks later why."""
    return {
        "status": str(reading.time.status),
        "kind": str(reading.time.kind),
        "rrule": reading.time.rrule,
    }


def add_assignments(deed: Deed, read: Mapping[int, TaskReading]) -> None:
    """Assign tasks to the owners their cells name; who is asked about stays unclear until then."""
    rows = (row for task_id, reading in read.items() for row in _assigned(task_id, reading))
    tasks.assign_many(deed, list(rows))


def _assigned(task_id: int, reading: TaskReading) -> list[dict[str, Any]]:
    unclear = {Ask.LEARNER, Ask.COUNT, Ask.DEPUTY} & set(reading.asks)
    is_blurred = Field.OWNER in reading.row.blurred
    rows = []
    for position, owner in enumerate(reading.owners.owners):
        part = AssignedAs(str(owner.part))
        if part is AssignedAs.LEAD and (is_blurred or _is_asked(owner, unclear)):
            part = AssignedAs.UNCLEAR
        rows.append(
            {
                "task_id": task_id,
                "part": str(part),
                "role": owner.role if owner.role != "UNKNOWN" else "",
                "unit_text": owner.unit,
                "person_text": owner.person,
                "count": owner.count,
                "position": position,
            }
        )
    return rows


def _is_asked(owner: Owner, unclear: set[Ask]) -> bool:
    if Ask.LEARNER in unclear:
        return True
    return (Ask.COUNT in unclear and (owner.count or 0) > 1) or (
        Ask.DEPUTY in unclear and owner.role == "PHT"
    )


# A task with a span of its days, the shape of that, and an hour if one is known.
Dated = tuple[int, Span, Shape, time | None]


def add_dated(day: SchoolDay, deed: Deed, dated: Sequence[Dated]) -> None:
    """Store dated spans of tasks and lay their ladders."""
    rows: list[Mapping[str, Any]] = [
        {
            "task_id": task_id,
            "first_on": span.first,
            "due_on": span.last,
            "due_time": due_time,
            "shape": str(shape),
        }
        for task_id, span, shape, due_time in dated
    ]
    numbers = occurrences.add_many(deed, rows)
    new = [(n, one[1], one[2]) for n, one in zip(numbers, dated, strict=True)]
    lay_first(day, new, after=day.today)
