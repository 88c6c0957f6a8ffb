"""Putting somebody beside those who do a task, and taking somebody out of it again."""

from collections.abc import Sequence

from followup.post import notify
from followup.say import Say
from plan.model import AssignedAs, Assignment, Completion, Member, Occurrence, Task
from plan.responsibility import people_of
from storage import occurrences, tasks
from storage.history import Deed
from storage.school_day import SchoolDay
from texts.messages.requests import TaskArrived, TaskReleased


def add_workers(
    day: SchoolDay, deed: Deed, task: Task, members: Sequence[Member], part: AssignedAs
) -> None:
    """Let members do a task or help with it, beside whoever is on it already, and tell them.

    What was handed out in chat names who owes a part: so do those who are added to do it.
    """
    owes_part = task.completion is Completion.EACH and part is AssignedAs.LEAD
    for member in members:
        tasks.assign(deed, task.task_id, part, member_id=member.member_id, position=99)
        if owes_part and task.plan_id is None:
            for one in _open_ones(day, task):
                occurrences.add_part(deed, one.occurrence_id, member.member_id, member.unit_id)
        tell_of_task(day, (deed.by, deed.deed_id), task, member, part)


def tell_of_task(
    day: SchoolDay,
    done: tuple[int | None, int],
    task: Task,
    member: Member,
    part: AssignedAs = AssignedAs.LEAD,
) -> None:
    """Tell a member of a task that became theirs too, and beside whom.

    `done` says who did it, who is not told, and by which deed: once for each.
    """
    by, deed_id = done
    if by == member.member_id or day.school.started_at is None:
        return
    people = day.responsible(task.task_id)
    contact = None if people is None or people.is_held else people.contact
    due = next(iter(_open_ones(day, task)), None)
    message = TaskArrived(
        who=member,
        giver=day.staff.member(by),
        code=task.code,
        work=task.work,
        due_on=due.due_on if due else None,
        at=due.due_time if due else None,
        beside=contact if contact != member else None,
        helps=part is AssignedAs.SUPPORT,
    )
    about = (due.occurrence_id,) if due else ()
    notify(day, member, f"given:{task.task_id}:{deed_id}", Say(message, about=about))


def take_out(day: SchoolDay, deed: Deed, task: Task, member: Member) -> None:
    """Take a member who is named out of a task, and tell the member."""
    tasks.unassign(deed, [one.assignment_id for one in named_as(day, task, member)])
    if deed.by != member.member_id and day.school.started_at is not None:
        message = TaskReleased(member, day.staff.member(deed.by), task.code, task.work)
        notify(day, member, f"released:{deed.deed_id}:{task.task_id}", Say(message))


def named_as(day: SchoolDay, task: Task, member: Member) -> list[Assignment]:
    """List how a task names a member, and not a role that the member holds."""
    assigned = tasks.list_assignments(day.tx, day.school_id, [task.task_id])
    return [
        one
        for one in assigned.get(task.task_id, [])
        if not one.role and people_of(one, day.staff) == (member,)
    ]


def _open_ones(day: SchoolDay, task: Task) -> list[Occurrence]:
    own = occurrences.of_task(day.tx, day.school_id, task.task_id)
    return [one for one in own if not one.closed_on]
