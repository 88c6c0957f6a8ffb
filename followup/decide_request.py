"""Deciding what somebody asked for: once, carried out when agreed, both sides told."""

from datetime import date

from msgspec import Struct

from followup.lay_moments import lay_moments
from followup.link_tasks import twins
from followup.post import notify
from followup.say import Say
from followup.workers import tell_of_task
from plan.model import AssignedAs, Completion, Intent, Member, Occurrence, Task
from storage import occurrences, reports, requests, tasks
from storage.history import Actor, Deed
from storage.requests import Request, RequestKind
from storage.school_day import SchoolDay
from texts.messages.requests import RequestDecided


class Word(Struct, frozen=True):
    """What somebody decides.

    `to` names the person where the request did not, `due_on` a day other than the one asked for,
    `words` what is said along with it.
    """

    agreed: bool
    to: Member | None = None
    due_on: date | None = None
    words: str = ""


class Decided(Struct, frozen=True):
    """The outcome. `is_new` is False for one decided or withdrawn before; `by` decided it."""

    request: Request
    task: Task
    occurrence: Occurrence
    asker: Member | None
    state: str
    is_new: bool
    by: Member | None


def lacking(day: SchoolDay, request: Request, occurrence: Occurrence, word: Word) -> str:
    """Say what an agreement still needs: "person", "not_later", "past"; empty for nothing."""
    if not word.agreed:
        return ""
    if request.kind is RequestKind.REASSIGN:
        return "person" if request.to_id is None and word.to is None else ""
    if request.kind is not RequestKind.POSTPONE:
        return ""
    due_on = word.due_on or request.new_due_on
    if word.due_on is not None and word.due_on <= occurrence.due_on:
        return "not_later"
    return "past" if due_on is None or due_on < day.today else ""


def decide_request(
    day: SchoolDay, actor: Actor, request_id: int, word: Word, deed: Deed | None = None
) -> Decided | None:
    """Decide a request once, carry it out when agreed, and tell who asked.

    `deed` is that of several decided together, by default one of its own. Of two people who
    decide at once the second meets the decision of the first. None when the request is unknown.
    """
    request = requests.take(day.tx, day.school_id, request_id)
    if request is None:
        return None
    occurrence = occurrences.get(day.tx, day.school_id, request.occurrence_id)
    task = tasks.get(day.tx, day.school_id, occurrence.task_id) if occurrence else None
    if occurrence is None or task is None:
        return None
    asker = day.staff.member(request.asked_by)
    if request.state != "waiting":
        by = day.staff.member(request.decided_by)
        return Decided(request, task, occurrence, asker, request.state, is_new=False, by=by)
    deed = deed or day.deed("decide_request", actor)
    requests.decide(deed, request_id, agreed=word.agreed, answer=word.words)
    if word.agreed:
        _carry_out(day, deed, request, task, word)
    elif request.kind is RequestKind.APPROVE:
        _give_back(deed, request, word)
    changed = occurrences.get(day.tx, day.school_id, occurrence.occurrence_id) or occurrence
    _tell_asker(day, deed, request, (task, occurrence, changed), word)
    state = "agreed" if word.agreed else "refused"
    by = day.staff.member(actor.member_id)
    return Decided(request, task, changed, asker, state, is_new=True, by=by)


def _carry_out(day: SchoolDay, deed: Deed, request: Request, task: Task, word: Word) -> None:
    if request.kind is RequestKind.APPROVE:
        close_occurrence(day, deed, request.occurrence_id, request.done_on or day.today)
        return
    new_due_on = word.due_on or request.new_due_on
    if request.kind is RequestKind.POSTPONE and new_due_on is not None:
        move_due_day(day, deed, request.occurrence_id, new_due_on)
        return
    taker = word.to or day.staff.member(request.to_id)
    if taker is not None:
        give_to(day, deed, task, taker)
    elif request.kind is RequestKind.DECLINE:
        _let_off(day, deed, task, request.asked_by)


def _give_back(deed: Deed, request: Request, word: Word) -> None:
    """Log that a result was returned: from now on it is work in progress again."""
    reports.add(
        deed,
        request.occurrence_id,
        deed.by or request.asked_by,
        intent=str(Intent.PROGRESS),
        words=word.words,
    )


def close_occurrence(day: SchoolDay, deed: Deed, occurrence_id: int, on: date) -> None:
    """Close an occurrence, and the same time of linked tasks; what was asked needs no word now."""
    occurrence = occurrences.get(day.tx, day.school_id, occurrence_id)
    also = [] if occurrence is None else [one.occurrence_id for one in twins(day, occurrence)]
    for number in (occurrence_id, *also):
        occurrences.close(deed, number, on)
    for request in requests.waiting(day.tx, day.school_id):
        if request.occurrence_id in {occurrence_id, *also}:
            requests.withdraw(deed, request.request_id)


def move_due_day(day: SchoolDay, deed: Deed, occurrence_id: int, due_on: date) -> None:
    """Move a due day, that of linked tasks with it: reports stay, ladders are laid from now."""
    occurrence = occurrences.get(day.tx, day.school_id, occurrence_id)
    if occurrence is None:
        return
    also = [one for one in twins(day, occurrence) if one.due_on == occurrence.due_on]
    for one in (occurrence, *also):
        first_on = min(one.first_on, due_on)
        occurrences.change(deed, one.occurrence_id, due_on=due_on, first_on=first_on)
    numbers = [one.occurrence_id for one in (occurrence, *also)]
    moved = occurrences.many(day.tx, day.school_id, numbers)
    lay_moments(day, moved.values(), after=day.today)


def give_to(day: SchoolDay, deed: Deed, task: Task, member: Member) -> None:
    """Make a member the contact of a task; the roles of the plan stay as they were written."""
    # Who is named closes it, also where each head owed a part before.
    completion = str(Completion.LEAD) if task.plan_id is not None else str(task.completion)
    tasks.change(deed, task.task_id, contact_id=member.member_id, completion=completion)
    assigned = tasks.list_assignments(day.tx, day.school_id, [task.task_id])
    named = [
        assignment.assignment_id
        for assignment in assigned.get(task.task_id, [])
        if assignment.part is AssignedAs.LEAD and assignment.member_id is not None
    ]
    tasks.unassign(deed, named)
    tasks.assign(deed, task.task_id, AssignedAs.LEAD, member_id=member.member_id, position=99)
    tell_of_task(day, (deed.by, deed.deed_id), task, member)


def _let_off(day: SchoolDay, deed: Deed, task: Task, member_id: int) -> None:
    assigned = tasks.list_assignments(day.tx, day.school_id, [task.task_id])
    own = [one for one in assigned.get(task.task_id, []) if one.member_id == member_id]
    tasks.unassign(deed, [assignment.assignment_id for assignment in own])
    principal = day.staff.principal
    if task.contact_id in {None, member_id} and principal is not None:
        # A role may still point at the person who was let off: the principal holds the task.
        tasks.change(deed, task.task_id, contact_id=principal.member_id)


def _tell_asker(
    day: SchoolDay,
    deed: Deed,
    request: Request,
    subject: tuple[Task, Occurrence, Occurrence],
    word: Word,
) -> None:
    task, before, after = subject
    asker = day.staff.member(request.asked_by)
    decider = day.staff.member(deed.by)
    if asker is None or decider is None:
        return
    message = RequestDecided(
        who=asker,
        decider=decider,
        agreed=word.agreed,
        kind=str(request.kind),
        code=task.code,
        work=task.work,
        old_due_on=before.due_on,
        new_due_on=after.due_on if after.due_on != before.due_on else None,
        asked_on=request.new_due_on if word.due_on not in {None, request.new_due_on} else None,
        words=word.words,
    )
    notify(
        day,
        asker,
        f"decided:{request.request_id}:{deed.deed_id}",
        Say(message, about=(before.occurrence_id,)),
    )
