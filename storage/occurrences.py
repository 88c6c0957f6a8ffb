"""The dated occurrences of tasks, and the parts of those that each of several people owes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select, true

from plan.counting import DueDay
from plan.model import Occurrence, OccurrenceState, Part, Shape, TaskState
from storage import history
from storage.columns import columns_of, word_of, written
from storage.database import Tx
from storage.history import Deed
from storage.many import among
from storage.tables import members, occurrences, parts, plans, schools, tasks, units

_SHOWN = columns_of(Occurrence, occurrences)
_shape, _state = word_of(Shape), word_of(OccurrenceState)
# Written once: they run for every school that has something to say.
_NAMED = select(*_SHOWN).where(among(occurrences.c.occurrence_id, "numbers"))
_MANY = _NAMED.where(occurrences.c.school_id == bindparam("school"))
_OF_TASKS = (
    select(*_SHOWN)
    .where(
        occurrences.c.school_id == bindparam("school"),
        occurrences.c.state != str(OccurrenceState.CANCELLED),
        among(occurrences.c.task_id, "tasks"),
    )
    .order_by(occurrences.c.due_on, occurrences.c.occurrence_id)
)
# Looked up one by one: as a join PostgreSQL would go through all tasks while those are few.
_LIVE_TASK = (
    select(tasks.c.task_id)
    .where(tasks.c.task_id == occurrences.c.task_id, tasks.c.state != str(TaskState.CANCELLED))
    .limit(1)
    .scalar_subquery()
)
_OPEN = select(*_SHOWN).where(
    among(occurrences.c.school_id, "schools"),
    occurrences.c.state == written(OccurrenceState.OPEN),
    _LIVE_TASK.is_not(None),
)


def add(deed: Deed, task_id: int, **values: Any) -> int:
    """Store an occurrence of a task."""
    return history.add(deed, occurrences, task_id=task_id, **values)


def add_many(deed: Deed, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Store occurrences of several tasks; gives their numbers in the same order."""
    return history.add_many(deed, occurrences, rows)


def change(deed: Deed, occurrence_id: int, **values: Any) -> bool:
    """Change an occurrence; False when nothing differs."""
    return history.change(deed, occurrences, occurrence_id, **values)


def change_each(deed: Deed, rows: Mapping[int, Mapping[str, Any]]) -> set[int]:
    """Change some occurrences, each to values of its own; gives which of them differed."""
    return history.change_each(deed, occurrences, rows)


def change_many(deed: Deed, occurrence_ids: Collection[int], **values: Any) -> None:
    """Change some occurrences alike."""
    history.change_many(deed, occurrences, occurrence_ids, **values)


def close(deed: Deed, occurrence_id: int, on: date) -> bool:
    """Mark an occurrence as done on a day; False when it was already."""
    return change(
        deed, occurrence_id, state=str(OccurrenceState.DONE), closed_at=deed.at, closed_on=on
    )


def reopen(deed: Deed, occurrence_id: int) -> bool:
    """Mark an occurrence as open again; False when it was."""
    return change(
        deed, occurrence_id, state=str(OccurrenceState.OPEN), closed_at=None, closed_on=None
    )


def get(tx: Tx, school_id: int, occurrence_id: int) -> Occurrence | None:
    """Give one occurrence."""
    return many(tx, school_id, [occurrence_id]).get(occurrence_id)


def many(tx: Tx, school_id: int, occurrence_ids: Iterable[int]) -> dict[int, Occurrence]:
    """Give several occurrences by their numbers."""
    rows = tx.execute(_MANY, {"school": school_id, "numbers": occurrence_ids}).all()
    return {row[0]: _occurrence(row) for row in rows}


def many_all_schools(tx: Tx, occurrence_ids: Iterable[int]) -> dict[int, Occurrence]:
    """Give several occurrences by their numbers."""
    rows = tx.execute(_NAMED, {"numbers": occurrence_ids}).all()
    return {row[0]: _occurrence(row) for row in rows}


def of_task(tx: Tx, school_id: int, task_id: int) -> list[Occurrence]:
    """List the occurrences of a task, the one due next first; cancelled ones are left out."""
    return of_tasks(tx, school_id, [task_id]).get(task_id, [])


def of_tasks(tx: Tx, school_id: int, task_ids: Iterable[int]) -> dict[int, list[Occurrence]]:
    """Give the occurrences of some tasks by task, as `of_task` does; no key for one without."""
    found: dict[int, list[Occurrence]] = {}
    rows = tx.execute(_OF_TASKS, {"school": school_id, "tasks": task_ids})
    for one in map(_occurrence, rows.all()):
        found.setdefault(one.task_id, []).append(one)
    return found


def list_standing(tx: Tx, school_id: int) -> list[Occurrence]:
    """List the occurrences of every live task of the school, the one due next first."""
    rows = tx.execute(
        _standing(school_id)
        .join(tasks, tasks.c.task_id == occurrences.c.task_id)
        .where(tasks.c.state != str(TaskState.CANCELLED))
        .order_by(occurrences.c.due_on, occurrences.c.occurrence_id)
    )
    return list(map(_occurrence, rows.all()))


def list_open(tx: Tx, school_id: int) -> list[Occurrence]:
    """List the occurrences of live tasks that nobody has closed yet, in no order."""
    return list_open_all_schools(tx, (school_id,))


def list_open_all_schools(tx: Tx, school_ids: Iterable[int]) -> list[Occurrence]:
    """List the occurrences of live tasks of some schools that nobody has closed, in no order."""
    return list(map(_occurrence, tx.execute(_OPEN, {"schools": school_ids}).all()))


def of_plans_all_schools(
    tx: Tx, province_id: int | None = None
) -> Iterator[tuple[int, str, list[DueDay]]]:
    """Give (school, criterion, due days) of every live task of a running plan, narrow on purpose.

    With a province only of its schools. A task whose time is not settled has no due days. One
    query, whatever the number of schools.
    """
    rows = tx.execute(
        select(
            tasks.c.school_id,
            tasks.c.task_id,
            tasks.c.criterion,
            tasks.c.state,
            occurrences.c.due_on,
            occurrences.c.shape,
            occurrences.c.state,
        )
        .join(plans, plans.c.plan_id == tasks.c.plan_id)
        .outerjoin(
            occurrences,
            (occurrences.c.task_id == tasks.c.task_id)
            & (occurrences.c.state != str(OccurrenceState.CANCELLED)),
        )
        .where(
            plans.c.state == "active",
            tasks.c.state != str(TaskState.CANCELLED),
            true() if province_id is None else tasks.c.school_id.in_(_schools_of(province_id)),
        )
        .order_by(tasks.c.school_id, tasks.c.task_id)
    )
    active, done = str(TaskState.ACTIVE), str(OccurrenceState.DONE)
    for (school_id, _, criterion), of_task in groupby(rows, key=itemgetter(0, 1, 2)):
        yield (
            school_id,
            criterion,
            [
                DueDay(due_on, shape, state == done)
                for _, _, _, task_state, due_on, shape, state in of_task
                if due_on is not None and task_state == active
            ],
        )


def _schools_of(province_id: int) -> "Select[tuple[int]]":
    return select(schools.c.school_id).where(schools.c.province_id == province_id)


def add_part(deed: Deed, occurrence_id: int, member_id: int, unit_id: int | None) -> int:
    """Store what one member owes of an occurrence."""
    return history.add(
        deed, parts, occurrence_id=occurrence_id, member_id=member_id, unit_id=unit_id
    )


def close_part(deed: Deed, part_id: int) -> bool:
    """Mark a part as done; False when it was already."""
    return history.change(deed, parts, part_id, state="done", done_at=deed.at)


def reopen_part(deed: Deed, part_id: int) -> bool:
    """Mark a part as owed again; False when it was."""
    return history.change(deed, parts, part_id, state="open", done_at=None)


def list_parts(tx: Tx, school_id: int, occurrence_ids: Iterable[int]) -> dict[int, list[Part]]:
    """Give the parts of occurrences, by occurrence, in the order they were handed out."""
    return _parts(tx, occurrence_ids, parts.c.school_id == school_id)


def list_parts_all_schools(tx: Tx, occurrence_ids: Iterable[int]) -> dict[int, list[Part]]:
    """Give the parts of some schools' occurrences, as above."""
    return _parts(tx, occurrence_ids)


def _parts(
    tx: Tx, occurrence_ids: Iterable[int], *wanted: "ColumnElement[bool]"
) -> dict[int, list[Part]]:
    rows = tx.execute(
        select(parts, units.c.name.label("unit"))
        .join(members, members.c.member_id == parts.c.member_id)
        .outerjoin(units, units.c.unit_id == parts.c.unit_id)
        .where(
            parts.c.occurrence_id.in_(set(occurrence_ids)), members.c.left_at.is_(None), *wanted
        )
        .order_by(parts.c.part_id)
    )
    found: dict[int, list[Part]] = {}
    for row in rows:
        part = Part(
            row.part_id, row.occurrence_id, row.member_id, row.unit or "", row.state == "done"
        )
        found.setdefault(row.occurrence_id, []).append(part)
    return found


def _all(school_id: int) -> "Select[Any]":
    return select(*_SHOWN).where(occurrences.c.school_id == school_id)


def _standing(school_id: int) -> "Select[Any]":
    return _all(school_id).where(occurrences.c.state != str(OccurrenceState.CANCELLED))


def _occurrence(row: Any) -> Occurrence:
    number, task_id, school_id, first_on, due_on, due_time, shape, state, *rest = row
    span = (first_on, due_on, due_time)
    return Occurrence(number, task_id, school_id, *span, _shape(shape), _state(state), *rest)
