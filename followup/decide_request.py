"""Asking for more time, for somebody else, or to be let off; and deciding it."""

from dataclasses import dataclass
from datetime import date

from followup.above import who_decides
from followup.lay_moments import lay_moments
from followup.post import notify
from followup.say import Option, Say
from plan.model import AssignedAs, Completion, Member, Occurrence, Task
from storage import occurrences, requests, tasks
from storage.history import Actor, Deed
from storage.requests import Request, RequestKind
from storage.school_day import SchoolDay
from texts.labels import label
from texts.messages.requests import RequestArrived, RequestDecided, TaskArrived


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for. `to` is who should do it instead, as a member or as typed."""

    kind: RequestKind
    new_due_on: date | None = None
    to: Member | None = None
    to_whom: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was passed on. `decider` is None when nobody can be asked."""

    request_id: int
    task: Task
    occurrence: Occurrence
    decider: Member | None


def ask_request(
    day: SchoolDay, actor: Actor, occurrence_id: int, wish: Wish, deed: Deed | None = None
) -> Asked | None:
    """Store a request and tell who decides; None when there is no such occurrence."""
    occurrence = occurrences.get(day.tx, day.school_id, occurrence_id)
    member = day.staff.member(actor.member_id)
    if occurrence is None or member is None:
        return None
    task = tasks.get(day.tx, day.school_id, occurrence.task_id)
    if task is None:
        return None
    deed = deed or day.deed("ask_request", actor)
    for old in requests.waiting(day.tx, day.school_id):
        if (old.occurrence_id, old.asked_by) == (occurrence_id, member.member_id):
            requests.withdraw(deed, old.request_id)
    request_id = requests.add(
        deed,
        occurrence_id,
        wish.kind,
        new_due_on=wish.new_due_on,
        to_id=wish.to.member_id if wish.to else None,
        to_whom=wish.to_whom,
        reason=wish.reason,
    )
    decider = who_decides(day, task, member)
    if decider is not None:
        notify(
            day,
            decider,
            f"request:{request_id}",
            request_prompt(day, decider, request_id, occurrence_id),
        )
    return Asked(request_id, task, occurrence, decider)


def request_prompt(day: SchoolDay, decider: Member, request_id: int, occurrence_id: int) -> Say:
    """Put a request before who decides, with the two answers."""
    request = requests.get(day.tx, day.school_id, request_id)
    occurrence = occurrences.get(day.tx, day.school_id, occurrence_id)
    if request is None or occurrence is None:
        raise LookupError(request_id)
    task = tasks.get(day.tx, day.school_id, occurrence.task_id)
    asker = day.staff.member(request.asked_by)
    if task is None or asker is None:
        raise LookupError(request_id)
    to = day.staff.member(request.to_id)
    message = RequestArrived(
        who=decider,
        asker=asker,
        kind=str(request.kind),
        code=task.code,
        work=task.work,
        due_on=occurrence.due_on,
        new_due_on=request.new_due_on,
        to=to,
        to_whom=request.to_whom,
        reason=request.reason,
    )
    return Say(
        message,
        kind="request",
        payload={"request": request_id},
        rows=((Option("agree", label("agree")), Option("refuse", label("refuse"))),),
        about=(occurrence_id,),
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """The outcome of a decision. `is_new` is False for one decided before."""

    request: Request
    task: Task
    occurrence: Occurrence
    asker: Member | None
    agreed: bool
    is_new: bool


def decide_request(
    day: SchoolDay, actor: Actor, request_id: int, *, agreed: bool, to: Member | None = None
) -> Decided | None:
    """Decide a request once, carry it out when agreed, and tell who asked.

    `to` names the person where the request did not. None when the request is unknown.
    """
    request = requests.get(day.tx, day.school_id, request_id)
    if request is None:
        return None
    occurrence = occurrences.get(day.tx, day.school_id, request.occurrence_id)
    task = tasks.get(day.tx, day.school_id, occurrence.task_id) if occurrence else None
    if occurrence is None or task is None:
        return None
    asker = day.staff.member(request.asked_by)
    if request.state != "waiting":
        was = request.state == "agreed"
        return Decided(request, task, occurrence, asker, was, is_new=False)
    deed = day.deed("decide_request", actor)
    requests.decide(deed, request_id, agreed=agreed)
    if agreed:
        _carry_out(day, deed, request, task, to)
    changed = occurrences.get(day.tx, day.school_id, occurrence.occurrence_id) or occurrence
    _tell_asker(day, deed, request, (task, occurrence, changed), agreed=agreed)
    return Decided(request, task, changed, asker, agreed, is_new=True)


def _carry_out(
    day: SchoolDay, deed: Deed, request: Request, task: Task, to: Member | None
) -> None:
    if request.kind is RequestKind.POSTPONE and request.new_due_on is not None:
        move_due_day(day, deed, request.occurrence_id, request.new_due_on)
        return
    taker = to or day.staff.member(request.to_id)
    if taker is not None:
        give_to(day, deed, task, taker)
    elif request.kind is RequestKind.DECLINE:
        _let_off(day, deed, task, request.asked_by)


def move_due_day(day: SchoolDay, deed: Deed, occurrence_id: int, due_on: date) -> None:
    """Move an occurrence's due day: what was reported stays, a new ladder is laid from now."""
    occurrence = occurrences.get(day.tx, day.school_id, occurrence_id)
    if occurrence is None:
        return
    first_on = min(occurrence.first_on, due_on)
    occurrences.change(deed, occurrence_id, due_on=due_on, first_on=first_on)
    moved = occurrences.get(day.tx, day.school_id, occurrence_id)
    if moved is not None:
        lay_moments(day, moved, after=day.today)


def give_to(day: SchoolDay, deed: Deed, task: Task, member: Member) -> None:
    """Make a member the contact of a task; the roles of the plan stay as they were written."""
    # Who is named closes it, also where each head owed a part before.
    completion = str(Completion.LEAD) if task.plan_id is not None else str(task.completion)
    tasks.change(deed, task.task_id, contact_id=member.member_id, completion=completion)
    assigned = tasks.list_assignments(day.tx, day.school_id, [task.task_id])
    for assignment in assigned.get(task.task_id, []):
        if assignment.part is AssignedAs.LEAD and assignment.member_id is not None:
            tasks.unassign(deed, assignment.assignment_id)
    tasks.assign(deed, task.task_id, AssignedAs.LEAD, member_id=member.member_id, position=99)
    if deed.by == member.member_id or day.school.started_at is None:
        return
    due = next(
        (o for o in occurrences.of_task(day.tx, day.school_id, task.task_id) if not o.closed_on),
        None,
    )
    giver = day.staff.member(deed.by)
    message = TaskArrived(
        who=member,
        giver=giver,
        code=task.code,
        work=task.work,
        due_on=due.due_on if due else None,
        at=due.due_time if due else None,
    )
    about = (due.occurrence_id,) if due else ()
    notify(day, member, f"given:{task.task_id}:{deed.deed_id}", Say(message, about=about))


def _let_off(day: SchoolDay, deed: Deed, task: Task, member_id: int) -> None:
    assigned = tasks.list_assignments(day.tx, day.school_id, [task.task_id])
    for assignment in assigned.get(task.task_id, []):
        if assignment.member_id == member_id:
            tasks.unassign(deed, assignment.assignment_id)
    principal = day.staff.principal
    if task.contact_id in {None, member_id} and principal is not None:
        # A role may still point at the person who was let off: the principal holds the task.
        tasks.change(deed, task.task_id, contact_id=principal.member_id)


def _tell_asker(
    day: SchoolDay,
    deed: Deed,
    request: Request,
    subject: tuple[Task, Occurrence, Occurrence],
    *,
    agreed: bool,
) -> None:
    task, before, after = subject
    asker = day.staff.member(request.asked_by)
    decider = day.staff.member(deed.by)
    if asker is None or decider is None:
        return
    message = RequestDecided(
        who=asker,
        decider=decider,
        agreed=agreed,
        kind=str(request.kind),
        code=task.code,
        work=task.work,
        old_due_on=before.due_on,
        new_due_on=after.due_on if after.due_on != before.due_on else None,
    )
    notify(
        day,
        asker,
        f"decided:{request.request_id}",
        Say(message, about=(before.occurrence_id,)),
    )
