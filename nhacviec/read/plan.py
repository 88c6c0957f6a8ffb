"""`nhacviec read plan FILE`: every row of a plan with its readings, and what was not read."""

from datetime import date
from typing import Any

from plan.calendar import default_calendar
from plan.deadlines import Frame
from plan.documents import Document, Unread
from plan.owners import Owner
from plan.task_reading import TaskReading, read_tasks


def answer(document: Document, first_year: int, today: date) -> dict[str, Any]:
    """Read a document's rows as the plan of a school year, on a day."""
    frame = Frame(default_calendar(first_year), today, "plan")
    tasks = read_tasks(document, frame)
    return {
        "tasks": [_task(number, task) for number, task in enumerate(tasks, start=1)],
        "unread": [_unread(line) for line in (*document.unread, *document.set_aside)],
    }


def _task(number: int, task: TaskReading) -> dict[str, Any]:
    row = task.row
    return {
        "code": f"V{number}",
        "level": row.level,
        "standard": row.standard,
        "standard_title": row.standard_title,
        "criterion": row.criterion,
        "work": row.work,
        "time": row.time,
        "occurrences": [[span.first.isoformat(), span.last.isoformat()] for span in task.spans],
        "owners": [_owner(owner) for owner in task.owners.owners],
        "conditions": row.conditions,
        "solution": row.solution,
        "budget": {"amount": task.budget.amount, "source": task.budget.source},
        "raw": {
            **row.raw,
            "line": row.line,
            "time": row.time,
            "owner": row.owner,
            "budget": row.budget,
        },
        "doubts": [str(ask) for ask in task.asks],
    }


def _owner(owner: Owner) -> dict[str, Any]:
    return {
        "role": owner.role,
        "part": str(owner.part),
        "count": owner.count,
        "person": owner.person,
        "unit": owner.unit,
    }


def _unread(line: Unread) -> dict[str, Any]:
    return {"line": line.line, "text": line.text, "why": str(line.why)}
