"""Tasks and whom they are assigned to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, select, update

from plan.model import AssignedAs, Assignment, Completion, Task, TaskState
from storage import history, schools
from storage.columns import columns_of, word_of
from storage.database import Tx
from storage.history import Deed
from storage.many import among
from storage.tables import assignments, occurrences, tasks

_SHOWN = columns_of(Task, tasks)
_state, _completion, _part = word_of(TaskState), word_of(Completion), word_of(AssignedAs)
# Written once: they run for every school that has something to say.
_NAMED = select(*_SHOWN).where(among(tasks.c.task_id, "tasks"))
_MANY = _NAMED.where(tasks.c.school_id == bindparam("school"))
_ALL = select(*_SHOWN).where(tasks.c.school_id == bindparam("school"))
_NUMBERED = _ALL.where(tasks.c.number == bindparam("number"))
_LIVE = _ALL.where(tasks.c.state != str(TaskState.CANCELLED)).order_by(tasks.c.number)
_CELLS = select(tasks.c.task_id, tasks.c.raw, tasks.c.cells).where(
    tasks.c.school_id == bindparam("school"), among(tasks.c.task_id, "tasks")
)
_ASSIGNED = select(*columns_of(Assignment, assignments)).order_by(
    assignments.c.task_id, assignments.c.position, assignments.c.assignment_id
)
_ASSIGNED_TO = _ASSIGNED.where(among(assignments.c.task_id, "tasks"))
_ASSIGNMENTS = _ASSIGNED.where(assignments.c.school_id == bindparam("school"))
_ASSIGNMENTS_OF = _ASSIGNED_TO.where(assignments.c.school_id == bindparam("school"))


def add(deed: Deed, **values: Any) -> int:
    """Store a task under the next number of the school; gives its row number."""
    (number,) = schools.next_numbers(deed.tx, deed.school_id, 1)
    return history.add(deed, tasks, number=number, created_at=deed.at, **values)


def add_many(deed: Deed, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Store tasks under the next numbers of the school, in their order; gives their row numbers.

    Every row gives the same columns.
    """
    numbers = schools.next_numbers(deed.tx, deed.school_id, len(rows))
    return history.add_many(deed, tasks, _numbered(deed, rows, numbers))


# What nobody is to see yet stands as if it had been cancelled: no list shows that.
_HIDDEN = str(TaskState.CANCELLED)


def add_hidden(deed: Deed, rows: Sequence[Mapping[str, Any]], numbers: Sequence[int]) -> list[int]:
    """Store tasks that nobody sees before `show`; the history says what they come to."""
    return history.add_many(deed, tasks, _numbered(deed, rows, numbers), {"state": _HIDDEN})


def _numbered(
    deed: Deed, rows: Sequence[Mapping[str, Any]], numbers: Sequence[int]
) -> list[dict[str, Any]]:
    return [
        {"number": number, "created_at": deed.at, **row}
        for number, row in zip(numbers, rows, strict=True)
    ]


def filled(tx: Tx, school_id: int, plan_id: int) -> tuple[int, int]:
    """Say how many tasks a plan has, seen or not, and the first of their numbers, 0 for none."""
    count, first = tx.execute(
        select(func.count(), func.min(tasks.c.number)).where(_of_plan(school_id, plan_id))
    ).one()
    return int(count), int(first or 0)


def numbers_of(tx: Tx, school_id: int, count: int, first: int) -> range:
    """Give so many numbers in a row: those from `first` on, taken before, or with 0 the next."""
    if first:
        return range(first, first + count)
    return schools.next_numbers(tx, school_id, count)


def ids_of_plan(tx: Tx, school_id: int, plan_id: int) -> list[int]:
    """List the row numbers of all tasks of a plan, seen or not, in document order."""
    found = tx.execute(
        select(tasks.c.task_id).where(_of_plan(school_id, plan_id)).order_by(tasks.c.number)
    )
    return list(found.scalars())


def show(tx: Tx, school_id: int, plan_id: int) -> None:
    """Let everybody see the tasks of a plan: those with a day work, the others are doubtful."""
    dated = select(occurrences.c.task_id).where(occurrences.c.task_id == tasks.c.task_id).exists()
    state = case((dated, str(TaskState.ACTIVE)), else_=str(TaskState.DOUBTFUL))
    tx.execute(update(tasks).where(_of_plan(school_id, plan_id)).values(state=state))


def _of_plan(school_id: int, plan_id: int) -> "ColumnElement[bool]":
    return (tasks.c.school_id == school_id) & (tasks.c.plan_id == plan_id)


def change(deed: Deed, task_id: int, **values: Any) -> bool:
    """Change a task; False when nothing differs."""
    return history.change(deed, tasks, task_id, **values)


def change_each(deed: Deed, rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Change some tasks, each to values of its own."""
    history.change_each(deed, tasks, rows)


def change_many(deed: Deed, task_ids: Collection[int], **values: Any) -> None:
    """Change some tasks alike."""
    history.change_many(deed, tasks, task_ids, **values)


def get(tx: Tx, school_id: int, task_id: int) -> Task | None:
    """Give one task."""
    return many(tx, school_id, [task_id]).get(task_id)


def by_number(tx: Tx, school_id: int, number: int) -> Task | None:
    """Find the task a code names: 12 for V12."""
    row = tx.execute(_NUMBERED, {"school": school_id, "number": number}).first()
    return None if row is None else _task(row)


def list_live(tx: Tx, school_id: int, plan_id: int | None = None) -> list[Task]:
    """List the tasks that were not cancelled, of one plan or of the school, in document order."""
    query = _LIVE if plan_id is None else _LIVE.where(tasks.c.plan_id == plan_id)
    return list(map(_task, tx.execute(query, {"school": school_id}).all()))


def many(tx: Tx, school_id: int, task_ids: Iterable[int]) -> dict[int, Task]:
    """Give several tasks by their row numbers."""
    rows = tx.execute(_MANY, {"school": school_id, "tasks": task_ids})
    return {task.task_id: task for task in map(_task, rows.all())}


def many_all_schools(tx: Tx, task_ids: Iterable[int]) -> dict[int, Task]:
    """Give several tasks by their row numbers."""
    rows = tx.execute(_NAMED, {"tasks": task_ids})
    return {task.task_id: task for task in map(_task, rows.all())}


def cells(tx: Tx, school_id: int, plan_id: int) -> dict[int, dict[str, str]]:
    """Give the cells a plan's live tasks were imported with, by task and by what they hold."""
    rows = tx.execute(
        select(tasks.c.task_id, tasks.c.cells).where(
            tasks.c.school_id == school_id,
            tasks.c.plan_id == plan_id,
            tasks.c.state != str(TaskState.CANCELLED),
        )
    )
    return {row.task_id: dict(row.cells) for row in rows}


def cells_of(
    tx: Tx, school_id: int, task_ids: Iterable[int]
) -> dict[int, tuple[dict[str, str], dict[str, str]]]:
    """Give tasks' cells as written, by header, and tidied, by what they hold; by task."""
    rows = tx.execute(_CELLS, {"school": school_id, "tasks": task_ids})
    return {row.task_id: (dict(row.raw), dict(row.cells)) for row in rows}


def written(tx: Tx, school_id: int, plan_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """Give the cells of plans' live tasks exactly as written, by task and by title as written."""
    rows = tx.execute(
        select(tasks.c.task_id, tasks.c.raw).where(
            tasks.c.school_id == school_id,
            tasks.c.plan_id.in_(set(plan_ids)),
            tasks.c.state != str(TaskState.CANCELLED),
        )
    )
    return {row.task_id: dict(row.raw) for row in rows}


def assign(deed: Deed, task_id: int, part: AssignedAs, **values: Any) -> int:
    """Assign a task to a role or a member."""
    return history.add(deed, assignments, task_id=task_id, part=str(part), **values)


def assign_many(deed: Deed, rows: Sequence[Mapping[str, Any]]) -> None:
    """Assign several tasks; every row gives the same columns, its task and part among them."""
    history.add_many(deed, assignments, rows)


def change_assignments(deed: Deed, assignment_ids: Collection[int], **values: Any) -> None:
    """Change some assignments alike."""
    history.change_many(deed, assignments, assignment_ids, **values)


def unassign(deed: Deed, assignment_ids: Collection[int]) -> None:
    """Take assignments away."""
    history.remove_many(deed, assignments, assignment_ids)


def list_assignments(
    tx: Tx, school_id: int, task_ids: Iterable[int] | None = None
) -> dict[int, list[Assignment]]:
    """Give whom tasks are assigned to, by task, as written; of the whole school when None."""
    if task_ids is None:
        rows = tx.execute(_ASSIGNMENTS, {"school": school_id})
    else:
        asked = {"school": school_id, "tasks": task_ids}
        rows = tx.execute(_ASSIGNMENTS_OF, asked)
    return _by_task(rows.all())


def list_assignments_all_schools(tx: Tx, task_ids: Iterable[int]) -> dict[int, list[Assignment]]:
    """Give whom some tasks are assigned to, by task, as written."""
    return _by_task(tx.execute(_ASSIGNED_TO, {"tasks": task_ids}).all())


def _by_task(rows: Iterable[Any]) -> dict[int, list[Assignment]]:
    found: dict[int, list[Assignment]] = {}
    for one in map(_assignment, rows):
        found.setdefault(one.task_id, []).append(one)
    return found


def _task(row: Any) -> Task:
    task_id, school_id, plan_id, number, state, completion, *rest = row
    whose = (task_id, school_id, plan_id, number)
    return Task(*whose, _state(state), _completion(completion), *rest)


def _assignment(row: Any) -> Assignment:
    assignment_id, task_id, part, *rest = row
    return Assignment(assignment_id, task_id, _part(part), *rest)
