"""What was said of tasks when their year was closed: result, words, level, nothing to show."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from plan.outcome import Outcome, Result
from storage import history
from storage.database import Tx
from storage.history import Deed
from storage.tables import outcomes


def of_tasks(tx: Tx, school_id: int, task_ids: Iterable[int] | None = None) -> dict[int, Outcome]:
    """Give what was said, by task; of every task of the school when None."""
    query = select(outcomes).where(outcomes.c.school_id == school_id)
    if task_ids is not None:
        query = query.where(outcomes.c.task_id.in_(set(task_ids)))
    return {row.task_id: _outcome(row) for row in tx.execute(query)}


def keep(deed: Deed, task_id: int, **values: Any) -> None:
    """Keep something said of a task; what was said of it before stays."""
    said = {**values, "said_by": deed.by, "said_at": deed.at}
    known = deed.tx.execute(
        select(outcomes.c.outcome_id).where(
            outcomes.c.school_id == deed.school_id, outcomes.c.task_id == task_id
        )
    ).scalar()
    if known is None:
        history.add(deed, outcomes, task_id=task_id, **said)
    else:
        history.change(deed, outcomes, known, **said)


def _outcome(row: Any) -> Outcome:
    result = Result(row.result) if row.result else None
    return Outcome(result, row.words, row.level, has_none=row.proof == "none")
