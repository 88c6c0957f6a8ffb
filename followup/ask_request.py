"""Asking for more time, for somebody else, to be let off, or for a word on a result."""

from datetime import date

from msgspec import Struct

from followup.above import who_decides
from followup.post import notify
from followup.remind_decision import promise_decision
from followup.say import Option, Say
from plan.model import Member, Occurrence, Task
from storage import evidence, occurrences, requests, tasks
from storage.history import Deed
from storage.requests import RequestKind
from storage.school_day import SchoolDay
from texts.labels import label
from texts.messages.requests import RequestArrived


class Wish(Struct, frozen=True):
    """What somebody asks for. `to` is who should do it instead, as a member or as typed."""

    kind: RequestKind
    new_due_on: date | None = None
    to: Member | None = None
    to_whom: str = ""
    reason: str = ""
    done_on: date | None = None


class Asked(Struct, frozen=True):
    """A request that was passed on. `decider` is None when nobody can be asked."""

    request_id: int
    task: Task
    occurrence: Occurrence
    decider: Member | None


def ask_request(day: SchoolDay, deed: Deed, occurrence_id: int, wish: Wish) -> Asked | None:
    """Store a request and tell who decides; None when there is no such occurrence."""
    occurrence = occurrences.get(day.tx, day.school_id, occurrence_id)
    member = day.staff.member(deed.by)
    if occurrence is None or member is None:
        return None
    task = tasks.get(day.tx, day.school_id, occurrence.task_id)
    if task is None:
        return None
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
        done_on=wish.done_on,
    )
    promise_decision(day)
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
    counted = evidence.count(day.tx, day.school_id, [occurrence_id])
    message = RequestArrived(
        who=decider,
        asker=asker,
        kind=str(request.kind),
        code=task.code,
        work=task.work,
        due_on=occurrence.due_on,
        new_due_on=request.new_due_on,
        to=day.staff.member(request.to_id),
        to_whom=request.to_whom,
        reason=request.reason,
        done_on=request.done_on,
        evidence=counted.get(occurrence_id, 0),
    )
    return Say(
        message,
        kind="request",
        payload={"request": request_id},
        rows=request_rows(request.kind),
        about=(occurrence_id,),
    )


def request_rows(kind: RequestKind) -> tuple[tuple[Option, ...], ...]:
    """Give the buttons of a request: agree alone where it takes one tap, then the others."""
    if kind is RequestKind.APPROVE:
        return ((Option("agree", label("approve")), Option("return", label("return"))),)
    first = (Option("agree", label("agree")), Option("refuse", label("refuse")))
    if kind is RequestKind.POSTPONE:
        return (first, (Option("day", label("other_day")),))
    return (first,)
