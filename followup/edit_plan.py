"""Applying an edited plan: what changed is changed, what was logged stays."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from followup.import_plan import PlanDraft, add_doubts
from followup.lay_moments import lay_moments
from followup.link_tasks import offer_links
from followup.plan_rows import (
    Dated,
    add_assignments,
    add_dated,
    add_tasks,
    completion_of,
    time_as_json,
)
from plan.folding import fold
from plan.model import OccurrenceState, TaskState
from plan.reimport import Edit, cells_of
from plan.task_reading import Ask, TaskReading
from storage import moments, occurrences, plans, tasks
from storage.history import Actor, Deed
from storage.school_day import SchoolDay

TIME_ASKS = {Ask.PAST, Ask.TIME}
OWNER_CELLS = frozenset({"owner", "support", "oversee"})
CELL_ASKS = {"budget": Ask.MONEY, "work": Ask.WORDS}


class Edited(Struct, frozen=True):
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
    changed = [(edit, draft.tasks[edit.row]) for edit in edits]
    asked = change_tasks(day, deed, changed)
    new = [draft.tasks[row] for row in added]
    task_ids = add_tasks(day, deed, draft.base.plan_id, new)
    offer_links(day, deed, draft.base.plan_id, task_ids)
    cancel_tasks(day, deed, gone)
    numbers = [*(edit.task_id for edit in edits), *task_ids]
    add_doubts(deed, draft.base.plan_id, [*asked, *new], numbers)
    plans.change(deed, draft.plan_id, state="dropped")
    return Edited(len(edits), len(added), len(gone))


def _asks_of(edit: Edit) -> set[Ask]:
    """Say what has to be asked again after an edit: about the time, the owner, one cell."""
    renewed = {ask for name, ask in CELL_ASKS.items() if name in edit.fields}
    if "time" in edit.fields:
        renewed |= TIME_ASKS
    if OWNER_CELLS & set(edit.fields):
        renewed |= set(Ask) - TIME_ASKS - set(CELL_ASKS.values())
    return renewed


def _forget_asked(deed: Deed, idle: Mapping[int, set[Ask]]) -> None:
    """Take tasks out of the open questions that their edits make idle."""
    for doubt in plans.unanswered(deed.tx, deed.school_id):
        left = [n for n in doubt.task_ids if Ask(doubt.kind) not in idle.get(n, ())]
        if len(left) < len(doubt.task_ids):
            state = doubt.state if left else "answered"
            plans.change_doubt(deed, doubt.doubt_id, task_ids=left, state=state)


# A changed row with its reading.
Changed = tuple[Edit, TaskReading]


def change_tasks(day: SchoolDay, deed: Deed, changed: Sequence[Changed]) -> list[TaskReading]:
    """Give tasks the cells of edited rows; their reports stay, their open days move.

    The questions that the edits make idle are forgotten; gives what has to be asked anew. A few
    statements, however many rows.
    """
    moved = {e.task_id: reading for e, reading in changed if "time" in e.fields}
    passed = {e.task_id: reading for e, reading in changed if OWNER_CELLS & set(e.fields)}
    _move(day, deed, moved)
    _assign_again(day, deed, passed)
    tasks.change_each(deed, {edit.task_id: _values(edit, reading) for edit, reading in changed})
    renewed = {edit.task_id: _asks_of(edit) for edit, _ in changed}
    _forget_asked(deed, renewed)
    return [
        replace(reading, asks=tuple(ask for ask in reading.asks if ask in renewed[edit.task_id]))
        for edit, reading in changed
    ]


def _values(edit: Edit, reading: TaskReading) -> dict[str, object]:
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
    if OWNER_CELLS & set(edit.fields):
        values |= {
            "owner_text": row.owner,
            "contact_id": None,
            "completion": str(completion_of(reading)),
        }
    return values


def _move(day: SchoolDay, deed: Deed, moved: Mapping[int, TaskReading]) -> None:
    """Put the occurrences still open on the new days, in their order; those done stay."""
    anew: dict[int, dict[str, object]] = {}
    dropped: list[int] = []
    more: list[Dated] = []
    own = occurrences.of_tasks(day.tx, day.school_id, moved)
    for task_id, reading in moved.items():
        still_open = [
            o.occurrence_id
            for o in own.get(task_id, [])
            if o.state is OccurrenceState.OPEN and not o.title
        ]
        at, shape = reading.time.at, reading.shape
        for number, span in zip(still_open, reading.spans, strict=False):
            days = {"first_on": span.first, "due_on": span.last}
            anew[number] = {**days, "due_time": at, "shape": str(shape)}
        dropped += still_open[len(reading.spans) :]
        more += ((task_id, span, shape, at) for span in reading.spans[len(still_open) :])
    differ = occurrences.change_each(deed, anew)
    renewed = occurrences.many(day.tx, day.school_id, differ)
    lay_moments(day, [renewed[n] for n in anew if n in renewed], after=day.today)
    occurrences.change_many(deed, dropped, state=str(OccurrenceState.CANCELLED))
    moments.drop_waiting(day.tx, day.school_id, dropped, "plan edited")
    add_dated(day, deed, more)


def _assign_again(day: SchoolDay, deed: Deed, passed: Mapping[int, TaskReading]) -> None:
    assigned = tasks.list_assignments(day.tx, day.school_id, passed)
    tasks.unassign(deed, [one.assignment_id for own in assigned.values() for one in own])
    add_assignments(deed, passed)


def cancel_tasks(day: SchoolDay, deed: Deed, task_ids: Collection[int]) -> None:
    """Take tasks out of every list and total; what was logged stays in their history."""
    tasks.change_many(deed, task_ids, state=str(TaskState.CANCELLED))
    own = occurrences.of_tasks(day.tx, day.school_id, task_ids)
    numbers = [one.occurrence_id for of_task in own.values() for one in of_task]
    moments.drop_waiting(day.tx, day.school_id, numbers, "cancelled")
