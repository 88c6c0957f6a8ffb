"""Opening again what was said to be done: by mistake, or not as it was asked for."""

from followup.lay_moments import lay_moments
from followup.link_tasks import same_times
from followup.post import notify
from followup.say import Say
from plan.model import Occurrence, OccurrenceState, Task
from storage import occurrences, plans
from storage.history import Actor
from storage.school_day import SchoolDay
from texts.messages.edits import TaskReopened


def last_done(day: SchoolDay, task: Task) -> Occurrence | None:
    """Give the occurrence that was closed last; None without one, or when its plan is over."""
    plan = plans.get(day.tx, day.school_id, task.plan_id) if task.plan_id is not None else None
    if plan is not None and plan.state != "active":
        return None
    own = occurrences.of_task(day.tx, day.school_id, task.task_id)
    done = [(one.closed_on, one) for one in own if one.closed_on is not None]
    return max(done, key=lambda pair: (pair[0], pair[1].due_on))[1] if done else None


def reopen(day: SchoolDay, actor: Actor, done: Occurrence, task: Task, reason: str = "") -> None:
    """Open an occurrence again, the same time of linked tasks and every part with it.

    What was reported and handed in stays; it is reminded of again from now, and who closes it is
    told, if somebody else did this.
    """
    deed = day.deed("reopen_task", actor)
    again = [done, *same_times(day, done, OccurrenceState.DONE)]
    numbers = [one.occurrence_id for one in again]
    for number in numbers:
        occurrences.reopen(deed, number)
    for own in occurrences.list_parts(day.tx, day.school_id, numbers).values():
        for part in own:
            if part.is_done:
                occurrences.reopen_part(deed, part.part_id)
    lay_moments(day, occurrences.many(day.tx, day.school_id, numbers).values(), after=day.today)
    people = day.responsible(task.task_id)
    by = day.staff.member(actor.member_id)
    told = people.contact if people is not None else None
    if told is None or told == by or day.school.started_at is None:
        return
    message = TaskReopened(told, by, task.code, task.work, done.due_on, reason)
    matter = f"reopened:{deed.deed_id}"
    notify(day, told, matter, Say(message, about=(done.occurrence_id,)))
