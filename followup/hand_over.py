"""One member's roles and work go to another, with nothing lost; who leaves is out at once."""

from collections.abc import Iterable

from msgspec import Struct

from followup.join import PLAIN_DUTIES
from followup.post import notify
from followup.remind import remind_others
from followup.say import Say
from plan.ladder import working_due
from plan.model import Duty, Member, Occurrence, Shape, Task, TaskState
from plan.responsibility import responsible
from plan.staff import PRINCIPAL
from storage import (
    entries,
    erasing,
    feeds,
    invites,
    occurrences,
    people,
    prompts,
    requests,
    stand_ins,
    tasks,
)
from storage.history import Actor, Deed
from storage.invites import InviteKind
from storage.school_day import SchoolDay
from texts.messages.base import TaskLine
from texts.messages.handover import Briefing
from texts.roles import role_name

MOST = 5
# Why what was queued for somebody did not go out.
LEFT = "left"
# How a plan names a homeroom teacher; it goes along only when the one before leaves.
HOMEROOM = "GVCN"


class HandedOver(Struct, frozen=True):
    """What went on: role names, and who answers now for which tasks (codes), who is told so.

    `nobody` are the tasks that have no person now, which the principal holds.
    """

    roles: tuple[str, ...]
    tasks: tuple[tuple[Member, tuple[str, ...]], ...]
    not_told: tuple[Member, ...]


def hand_over(
    day: SchoolDay, actor: Actor, old: Member, new: Member | None, *, leaves: bool
) -> HandedOver:
    """Give a member's roles and named tasks to another; with `leaves` the first is out at once.

    Without `new` somebody leaves: what was theirs falls to whoever the plan names next, at last
    to the principal. Everybody who answers for something now is told once, in one message.
    """
    deed = day.deed("hand_over", actor)
    before = _work(day)
    moved = _moved(day, old, leaves=leaves) if new is not None else []
    if new is not None:
        _give(day, deed, (old, new), moved, leaves=leaves)
    _pass_work(day, deed, old, new)
    _end_stand_ins(day, deed, old)
    untold: list[int] = []
    if leaves:
        people.change_member(deed, old.member_id, left_at=day.now)
        untold = shut_out(deed, old.member_id)
    renewed = day.renewed()
    roles = role_names(old, moved)
    fallen = _fallen(renewed, old, before)
    if new is not None and new not in fallen and roles:
        fallen[new] = []
    not_told = [who for who in fallen if not _tell(renewed, deed, (old, who), fallen, moved)]
    # After the briefings: whoever has no open chat is told of to the principal.
    remind_others(renewed, untold)
    codes = ((who, tuple(task.code for task, _ in work)) for who, work in fallen.items())
    return HandedOver(roles, tuple(codes), tuple(not_told))


def handed(day: SchoolDay, old: Member) -> tuple[list[Duty], int]:
    """Say what handing over would move: the roles, and how many open tasks."""
    moved = _moved(day, old, leaves=False)
    return moved, sum(who == old for who, _ in _work(day).values())


def role_names(old: Member, duties: Iterable[Duty]) -> tuple[str, ...]:
    """Name roles with their units; a homeroom teacher's with the class."""
    return tuple(
        role_name(duty.role, old.homeroom if duty.role == HOMEROOM else duty.unit)
        for duty in duties
    )


def shut_out(deed: Deed, member_id: int) -> list[int]:
    """End every way in of a member, and every message that has not gone out.

    Sessions, links, calendars, open questions and invites are over. Gives the moments that were
    to be told them.
    """
    entries.close_everywhere(deed, member_id)
    feeds.close(deed, member_id)
    prompts.close_of_member(deed.tx, deed.school_id, member_id, deed.at)
    for kind in (InviteKind.PERSONAL, InviteKind.PRINCIPAL, InviteKind.LINK):
        invites.revoke(deed, kind, member_id)
    return erasing.end_messages(deed.tx, deed.school_id, member_id, deed.at, LEFT)


def _moved(day: SchoolDay, old: Member, *, leaves: bool) -> list[Duty]:
    """List the roles that go on: those that anybody may hold beside stay with who stays."""
    held = day.staff.duties_of(old.member_id)
    return [
        duty
        for duty in held
        if duty.role not in PLAIN_DUTIES or (leaves and duty.role == HOMEROOM)
    ]


def _give(
    day: SchoolDay, deed: Deed, whom: tuple[Member, Member], moved: list[Duty], *, leaves: bool
) -> None:
    old, new = whom
    kept = [duty for duty in day.staff.duties_of(old.member_id) if duty not in moved]
    people.move_duties(deed, old.member_id, new.member_id, moved, day.first_year)
    if leaves:
        if old.homeroom and not new.homeroom:
            people.change_member(deed, new.member_id, homeroom=old.homeroom)
        return
    # Said for this year, so that last year's roles do not come back.
    for role, unit_id in {(duty.role, duty.unit_id) for duty in kept} or {("GV", old.unit_id)}:
        people.add_duty(deed, old.member_id, day.first_year, role, unit_id)


def _pass_work(day: SchoolDay, deed: Deed, old: Member, new: Member | None) -> None:
    """Name the new one wherever the old one was named: contact, giver, person, asked."""
    to = None if new is None else new.member_id
    live = tasks.list_live(day.tx, day.school_id)
    assigned = tasks.list_assignments(day.tx, day.school_id)
    for task in live:
        if task.contact_id == old.member_id:
            tasks.change(deed, task.task_id, contact_id=to)
        if task.given_by == old.member_id and to is not None:
            tasks.change(deed, task.task_id, given_by=to)
        for one in assigned.get(task.task_id, []):
            if one.member_id == old.member_id and to is not None:
                tasks.change_assignments(deed, [one.assignment_id], member_id=to)
    principal = day.staff.principal
    heir = new or (principal if principal != old else None)
    if heir is not None:
        for question in requests.questions_for(day.tx, day.school_id, old.member_id):
            requests.pass_on(deed, question.question_id, heir.member_id)


def _end_stand_ins(day: SchoolDay, deed: Deed, old: Member) -> None:
    for one in stand_ins.standing(day.tx, day.school_id, day.today):
        if old.member_id in {one.member_id, one.for_id}:
            stand_ins.end(deed, one.stand_in_id)


# An open task with the day it is due next.
Work = tuple[Task, Occurrence]


def _work(day: SchoolDay) -> dict[int, tuple[Member | None, Work]]:
    """Give who answers for each open task, by task: its contact, else its first worker."""
    assigned = tasks.list_assignments(day.tx, day.school_id)
    next_due: dict[int, Occurrence] = {}
    for one in occurrences.list_open(day.tx, day.school_id):
        known = next_due.get(one.task_id)
        if known is None or one.due_on < known.due_on:
            next_due[one.task_id] = one
    found: dict[int, tuple[Member | None, Work]] = {}
    for task in tasks.list_live(day.tx, day.school_id):
        if task.state is TaskState.ACTIVE and task.task_id in next_due:
            who = responsible(task, assigned.get(task.task_id, []), day.staff)
            first = who.contact or next(iter(who.workers), None)
            found[task.task_id] = (first, (task, next_due[task.task_id]))
    return found


def _fallen(
    day: SchoolDay, old: Member, before: dict[int, tuple[Member | None, Work]]
) -> dict[Member, list[Work]]:
    """Say who answers now for what the old one answered for."""
    found: dict[Member, list[Work]] = {}
    for number, (who, work) in _work(day).items():
        was = before.get(number, (None, work))[0]
        if was is not None and was.member_id == old.member_id and who not in {None, was}:
            found.setdefault(who, []).append(work)
    return found


def _tell(
    day: SchoolDay,
    deed: Deed,
    whom: tuple[Member, Member],
    fallen: dict[Member, list[Work]],
    moved: list[Duty],
) -> bool:
    """Tell somebody in one screen what is theirs now; False when no chat of theirs is open."""
    old, who = whom
    held = {(duty.role, duty.unit_id) for duty in day.staff.duties_of(who.member_id)}
    own = [duty for duty in moved if (duty.role, duty.unit_id) in held]
    leads = any(duty.role == PRINCIPAL for duty in own)
    work = [one for _, one in _work(day).values()] if leads else fallen[who]
    ordered = sorted(work, key=lambda one: (one[1].due_on, one[0].number))
    waiting = requests.waiting(day.tx, day.school_id) if leads else []
    message = Briefing(
        who,
        old,
        role_names(old, own),
        tuple(_line(day, *one) for one in ordered[:MOST]),
        len(ordered),
        sum(_is_late(day, occurrence) for _, occurrence in ordered),
        len(waiting),
        leads=leads,
    )
    about = tuple(occurrence.occurrence_id for _, occurrence in ordered[:MOST])
    return notify(day, who, f"handed-over:{deed.deed_id}", Say(message, about=about))


def _line(day: SchoolDay, task: Task, occurrence: Occurrence) -> TaskLine:
    return TaskLine(task.code, task.work, occurrence.due_on, (occurrence.due_on - day.today).days)


def _is_late(day: SchoolDay, occurrence: Occurrence) -> bool:
    if occurrence.shape in {Shape.OCCASION, Shape.UNDATED} or occurrence.due_on >= day.today:
        return False
    return working_due(occurrence.due_on, occurrence.shape, day.years) < day.today
