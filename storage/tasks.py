"""Tasks and whom they are assigned to."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, bindparam, select

from plan.model import AssignedAs, Assignment, Completion, Task, TaskState
from storage import history, schools
from storage.columns import columns_of
from storage.database import Tx
from storage.history import Deed
from storage.many import among
from storage.tables import assignments, tasks

_SHOWN = columns_of(Task, tasks)
# Written once: they run for every school that has something to say.
_MANY = select(*_SHOWN).where(
    tasks.c.school_id == bindparam("school"), among(tasks.c.task_id, "tasks")
)
_ASSIGNMENTS = (
    select(*columns_of(Assignment, assignments))
    .where(assignments.c.school_id == bindparam("school"))
    .order_by(assignments.c.task_id, assignments.c.position, assignments.c.assignment_id)
)
_ASSIGNMENTS_OF = _ASSIGNMENTS.where(among(assignments.c.task_id, "tasks"))


def add(deed: Deed, **values: Any) -> int:
    """Store a task under the next number of the school; gives its row number."""
    number = schools.next_number(deed.tx, deed.school_id)
    return history.add(deed, tasks, number=number, created_at=deed.at, **values)


def change(deed: Deed, task_id: int, **values: Any) -> bool:
    """Change a task; False when nothing differs."""
    return history.change(deed, tasks, task_id, **values)


def get(tx: Tx, school_id: int, task_id: int) -> Task | None:
    """Give one task."""
    row = tx.execute(_tasks(school_id).where(tasks.c.task_id == task_id)).first()
    return None if row is None else _task(row)


def by_number(tx: Tx, school_id: int, number: int) -> Task | None:
    """Find the task a code names: 12 for V12."""
    row = tx.execute(_tasks(school_id).where(tasks.c.number == number)).first()
    return None if row is None else _task(row)


def list_live(tx: Tx, school_id: int, plan_id: int | None = None) -> list[Task]:
    """List the tasks that were not cancelled, of one plan or of the school, in document order."""
    query = _tasks(school_id).where(tasks.c.state != str(TaskState.CANCELLED))
    if plan_id is not None:
        query = query.where(tasks.c.plan_id == plan_id)
    return [_task(row) for row in tx.execute(query.order_by(tasks.c.number))]


def many(tx: Tx, school_id: int, task_ids: Iterable[int]) -> dict[int, Task]:
    """Give several tasks by their row numbers."""
    rows = tx.execute(_MANY, {"school": school_id, "tasks": task_ids})
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


def cells_of_task(tx: Tx, school_id: int, task_id: int) -> tuple[dict[str, str], dict[str, str]]:
    """Give a task's cells as written, by header, and tidied, by what they hold."""
    row = tx.execute(
        select(tasks.c.raw, tasks.c.cells).where(
            tasks.c.school_id == school_id, tasks.c.task_id == task_id
        )
    ).one()
    return dict(row.raw), dict(row.cells)


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


def change_assignment(deed: Deed, assignment_id: int, **values: Any) -> bool:
    """Change an assignment; False when nothing differs."""
    return history.change(deed, assignments, assignment_id, **values)


def unassign(deed: Deed, assignment_id: int) -> None:
    """Take an assignment away."""
    history.remove(deed, assignments, assignment_id)


def list_assignments(
    tx: Tx, school_id: int, task_ids: Iterable[int] | None = None
) -> dict[int, list[Assignment]]:
    """Give whom tasks are assigned to, by task, as written; of the whole school when None."""
    if task_ids is None:
        rows = tx.execute(_ASSIGNMENTS, {"school": school_id})
    else:
        asked = {"school": school_id, "tasks": task_ids}
        rows = tx.execute(_ASSIGNMENTS_OF, asked)
    found: dict[int, list[Assignment]] = {}
    for one in map(_assignment, rows.all()):
        found.setdefault(one.task_id, []).append(one)
    return found


def _tasks(school_id: int) -> "Select[Any]":
    """Select what a Task holds; what the document said stays where it is."""
    return select(*_SHOWN).where(tasks.c.school_id == school_id)


def _task(row: Any) -> Task:
    task_id, school_id, plan_id, number, state, completion, *rest = row
    return Task(
        task_id, school_id, plan_id, number, TaskState(state), Completion(completion), *rest
    )


def _assignment(row: Any) -> Assignment:
    assignment_id, task_id, part, *rest = row
    return Assignment(assignment_id, task_id, AssignedAs(part), *rest)
