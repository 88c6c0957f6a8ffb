"""Handing out work in chat: one person's task, one each of several, or a note to oneself."""

from datetime import date, time

from msgspec import Struct

from followup.lay_moments import lay_moments
from followup.post import notify
from followup.say import Say
from plan.folding import fold
from plan.model import AssignedAs, Completion, Member, Occurrence, Shape, Task
from storage import occurrences, tasks
from storage.history import Actor, Deed
from storage.school_day import SchoolDay
from texts.messages.requests import TaskArrived


class Order(Struct, frozen=True):
    """Work about to be handed out. With `each`, every one of `members` owes a part."""

    work: str
    members: tuple[Member, ...]
    due_on: date
    at: time | None
    each: bool
    time_text: str = ""
    owner_text: str = ""


class HandedOut(Struct, frozen=True):
    """What was handed out, and who could not be told."""

    task: Task
    occurrence: Occurrence
    missing: tuple[Member, ...]


def hand_out(day: SchoolDay, actor: Actor, order: Order) -> HandedOut:
    """Make a task outside every plan, tell its people, and lay its ladder.

    It never enters a plan's done/total (DESIGN, section 6, "Handed out in chat").
    """
    deed = day.deed("hand_out", actor)
    task_id = tasks.add(
        deed,
        state="active",
        completion=str(Completion.EACH if order.each else Completion.LEAD),
        work=order.work,
        folded_work=fold(order.work),
        time_text=order.time_text,
        owner_text=order.owner_text,
        given_by=actor.member_id,
        contact_id=None if order.each else order.members[0].member_id,
    )
    for position, member in enumerate(order.members):
        tasks.assign(deed, task_id, AssignedAs.LEAD, member_id=member.member_id, position=position)
    occurrence_id = occurrences.add(
        deed,
        task_id,
        first_on=min(day.today, order.due_on),
        due_on=order.due_on,
        due_time=order.at,
        shape=str(Shape.HANDED_OUT),
    )
    if order.each:
        for member in order.members:
            occurrences.add_part(deed, occurrence_id, member.member_id, member.unit_id)
    task = tasks.get(day.tx, day.school_id, task_id)
    occurrence = occurrences.get(day.tx, day.school_id, occurrence_id)
    if task is None or occurrence is None:
        raise LookupError(task_id)
    lay_moments(day, [occurrence], after=day.today)
    missing = tuple(m for m in order.members if not _tell(day, deed, task, occurrence, m))
    return HandedOut(task, occurrence, missing)


def _tell(day: SchoolDay, deed: Deed, task: Task, occurrence: Occurrence, member: Member) -> bool:
    if member.member_id == deed.by:
        return True
    if day.school.started_at is None:
        return False
    message = TaskArrived(
        who=member,
        giver=day.staff.member(deed.by),
        code=task.code,
        work=task.work,
        due_on=occurrence.due_on,
        at=occurrence.due_time,
    )
    matter = f"given:{task.task_id}:{deed.deed_id}"
    return notify(day, member, matter, Say(message, about=(occurrence.occurrence_id,)))
