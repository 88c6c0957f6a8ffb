"""Applying an edited plan: what changed is changed, what was logged stays."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from followup.import_plan import PlanDraft, add_doubts
from followup.lay_moments import lay_moments
from followup.link_tasks import offer_links
from followup.plan_rows import (
    add_assignments,
    add_occurrences,
    add_tasks,
    completion_of,
    time_as_json,
)
from plan.folding import fold
from plan.model import Occurrence, OccurrenceState, TaskState
from plan.reimport import Edit, cells_of
from plan.task_reading import Ask, TaskReading
from storage import moments, occurrences, plans, tasks
from storage.history import Actor, Deed
from storage.school_day import SchoolDay

TIME_ASKS = {Ask.PAST, Ask.TIME}
CELL_ASKS = {"budget": Ask.MONEY, "work": Ask.WORDS}


@dataclass(frozen=True, slots=True)
class Edited:
    """How many rows were changed, added and cancelled."""

    edited: int
    added: int
    cancelled: int


def apply_difference(
    day: SchoolDay, actor: Actor, draft: PlanDraft, refused: Collection[str] = ()
) -> Edited:
    """Apply an edited plan to the one it edits, except what was refused.

    `refused` names changes as "edit:TASK", "new:ROW" or "missing:TASK". Equal tasks keep
    everything; a moved due day keeps the reports and lays a new ladder from now.
    """
    if draft.base is None or draft.difference is None or draft.plan_id is None:
        raise LookupError(draft.document.title)
    deed = day.deed("accept_plan", actor)
    edits = [e for e in draft.difference.edited if f"edit:{e.task_id}" not in refused]
    added = [row for row in draft.difference.new if f"new:{row}" not in refused]
    gone = [t for t in draft.difference.missing if f"missing:{t}" not in refused]
    asked: list[tuple[TaskReading, int]] = []
    for edit in edits:
        reading = draft.tasks[edit.row]
        change_task(day, deed, edit, reading)
        asked.append((reading_to_ask(deed, edit, reading), edit.task_id))
    new = [draft.tasks[row] for row in added]
    task_ids = add_tasks(day, deed, draft.base.plan_id, new)
    asked += zip(new, task_ids, strict=True)
    offer_links(day, deed, draft.base.plan_id, task_ids)
    for task_id in gone:
        cancel_task(day, deed, task_id)
    add_doubts(deed, draft.base.plan_id, [r for r, _ in asked], [t for _, t in asked])
    plans.change(deed, draft.plan_id, state="dropped")
    return Edited(len(edits), len(added), len(gone))


def _asks_of(edit: Edit) -> set[Ask]:
    """Say what has to be asked again after an edit: about the time, the owner, one cell."""
    renewed = {ask for name, ask in CELL_ASKS.items() if name in edit.fields}
    if "time" in edit.fields:
        renewed |= TIME_ASKS
    if {"owner", "support", "oversee"} & set(edit.fields):
        renewed |= set(Ask) - TIME_ASKS - set(CELL_ASKS.values())
    return renewed


def _forget_asked(deed: Deed, task_id: int, asks: set[Ask]) -> None:
    """Take a task out of the open questions that its edit makes idle."""
    for doubt in plans.unanswered(deed.tx, deed.school_id):
        if task_id in doubt.task_ids and Ask(doubt.kind) in asks:
            left = [other for other in doubt.task_ids if other != task_id]
            state = doubt.state if left else "answered"
            plans.change_doubt(deed, doubt.doubt_id, task_ids=left, state=state)


def reading_to_ask(deed: Deed, edit: Edit, reading: TaskReading) -> TaskReading:
    """Forget the questions that an edit makes idle; gives what has to be asked anew."""
    renewed = _asks_of(edit)
    _forget_asked(deed, edit.task_id, renewed)
    return replace(reading, asks=tuple(ask for ask in reading.asks if ask in renewed))


def change_task(day: SchoolDay, deed: Deed, edit: Edit, reading: TaskReading) -> None:
    """Give a task the cells of an edited row; its reports stay, its open days move."""
    row = reading.row
    values: dict[str, object] = {
        "conditions": row.conditions,
        "solution": row.solution,
        "raw": dict(row.raw),
        "cells": cells_of(row),
    }
    if "work" in edit.fields:  # else it may have been corrected by who was asked
        values |= {"work": row.work, "folded_work": fold(row.work)}
    if "budget" in edit.fields:
        values |= {
            "budget_amount": reading.budget.amount,
            "budget_source": reading.budget.source,
        }
    if "time" in edit.fields:
        values |= {
            "time_text": row.time,
            "reading": time_as_json(reading),
            "state": str(TaskState.ACTIVE if reading.spans else TaskState.DOUBTFUL),
        }
        _move(day, deed, edit.task_id, reading)
    if {"owner", "support", "oversee"} & set(edit.fields):
        values |= {
            "owner_text": row.owner,
            "contact_id": None,
            "completion": str(completion_of(reading)),
        }
        _assign_again(day, deed, edit.task_id, reading)
    tasks.change(deed, edit.task_id, **values)


def _move(day: SchoolDay, deed: Deed, task_id: int, reading: TaskReading) -> None:
    """Put the occurrences still open on the new days, in their order; those done stay."""
    still_open = [
        o
        for o in occurrences.of_task(day.tx, day.school_id, task_id)
        if o.state is OccurrenceState.OPEN and not o.title
    ]
    spans = list(reading.spans)
    for occurrence, span in zip(still_open, spans, strict=False):
        moved = occurrences.change(
            deed,
            occurrence.occurrence_id,
            first_on=span.first,
            due_on=span.last,
            due_time=reading.time.at,
            shape=str(reading.shape),
        )
        renewed = occurrences.get(day.tx, day.school_id, occurrence.occurrence_id)
        if moved and renewed is not None:
            lay_moments(day, renewed, after=day.today)
    for occurrence in still_open[len(spans) :]:
        _drop(day, deed, occurrence)
    add_occurrences(day, deed, task_id, (reading.shape, spans[len(still_open) :]), reading)


def _drop(day: SchoolDay, deed: Deed, occurrence: Occurrence) -> None:
    occurrences.change(deed, occurrence.occurrence_id, state=str(OccurrenceState.CANCELLED))
    moments.drop_waiting(day.tx, day.school_id, occurrence.occurrence_id, "plan edited")


def _assign_again(day: SchoolDay, deed: Deed, task_id: int, reading: TaskReading) -> None:
    assigned = tasks.list_assignments(day.tx, day.school_id, [task_id])
    for assignment in assigned.get(task_id, []):
        tasks.unassign(deed, assignment.assignment_id)
    add_assignments(deed, task_id, reading)


def cancel_task(day: SchoolDay, deed: Deed, task_id: int) -> None:
    """Take a task out of every list and total; what was logged stays in its history."""
    tasks.change(deed, task_id, state=str(TaskState.CANCELLED))
    for occurrence in occurrences.of_task(day.tx, day.school_id, task_id):
        moments.drop_waiting(day.tx, day.school_id, occurrence.occurrence_id, "cancelled")
