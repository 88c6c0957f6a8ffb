"""Who is above somebody in the matter of a task: who decides, and who is asked."""

from plan.model import Member, Task
from storage.school_day import SchoolDay


def who_decides(day: SchoolDay, task: Task, asker: Member | None) -> Member | None:
    """Say who decides: who handed it out in chat, who oversees it, else the principal.

    Nobody decides for himself; None when that leaves nobody.
    """
    people = day.responsible(task.task_id)
    overseers = people.overseers if people is not None else ()
    candidates = (day.staff.member(task.given_by), *overseers, day.staff.principal)
    return next((c for c in candidates if c is not None and c != asker), None)
