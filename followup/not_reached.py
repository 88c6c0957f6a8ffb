"""Letting the principal know whom a due reminder did not reach, by name and task."""

from followup.post import notify
from followup.say import Say
from plan.model import Member, Occurrence, Task
from storage.school_day import SchoolDay
from texts.messages.reminders import NotReached


def tell_not_reached(day: SchoolDay, member: Member, occurrence: Occurrence, task: Task) -> None:
    """Tell the principal at once, one time a member and occurrence."""
    principal = day.staff.principal
    if principal is None or principal == member:
        return
    message = NotReached(
        who=principal,
        missing=member,
        code=task.code,
        work=task.work,
        due_on=occurrence.due_on,
        never_joined=member.joined_at is None,
    )
    matter = f"not-reached:{occurrence.occurrence_id}:{member.member_id}"
    notify(day, principal, matter, Say(message, about=(occurrence.occurrence_id,)))
