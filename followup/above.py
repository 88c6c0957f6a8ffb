"""Who is above somebody in the matter of a task: who decides, and who is asked."""

from collections.abc import Iterable

from plan.model import Member, Task
from plan.rights import Scope, headed_units
from storage.school_day import SchoolDay


def who_decides(day: SchoolDay, task: Task, asker: Member | None) -> Member | None:
    """Say who decides: who handed it out in chat, who oversees it, else the principal.

    Nobody decides for himself; while somebody stands in for another, the one standing in is
    asked. None when that leaves nobody.
    """
    for one in _above(day, task):
        for who in (day.in_place_of(one), one):
            if who != asker:
                return who
    return None


def closes(day: SchoolDay, member: Member, task: Task) -> bool:
    """Whether a member closes a task: its contact, who oversees or gave it, the principal."""
    people = day.responsible(task.task_id)
    is_closer = people is not None and people.may_close(member.member_id)
    return is_closer or member == day.staff.principal or task.given_by == member.member_id


def may_decide(day: SchoolDay, member: Member, task: Task, asked_by: int) -> bool:
    """Whether a member may decide what another asked of a task, himself or standing in."""
    if member.member_id == asked_by:
        return False
    above = _above(day, task)
    return member in above or any(day.in_place_of(one) == member for one in above)


def may_order(day: SchoolDay, by: Member, people: Iterable[Member]) -> bool:
    """Whether a member may give work to others: to everybody, or to people of a unit they head."""
    found = day.scopes(by, "order_people")
    units = headed_units(day.staff, by.member_id)
    is_own = Scope.UNIT in found and all(member.unit_id in units for member in people)
    return Scope.ALL in found or is_own


def reaches(day: SchoolDay, member: Member, found: frozenset[Scope], task: Task) -> bool:
    """Whether a task is one of those that a member's scopes reach; no scope reaches none.

    A deputy's are what that deputy oversees and what nobody does, a head's what somebody of the
    own unit works on; and whoever handed a task out himself is within reach of it.
    """
    if Scope.ALL in found or (found and task.given_by == member.member_id):
        return True
    people = day.responsible(task.task_id)
    if people is None:
        return False
    if Scope.OVERSEEN in found and member in (people.overseers or (member,)):
        return True
    units = headed_units(day.staff, member.member_id)
    doers = (*people.workers, *people.supporters)
    if Scope.UNIT in found and any(doer.unit_id in units for doer in doers):
        return True
    return Scope.OWN in found and member in (*doers, *people.overseers, people.contact)


def _above(day: SchoolDay, task: Task) -> list[Member]:
    people = day.responsible(task.task_id)
    overseers = people.overseers if people is not None else ()
    found = (day.staff.member(task.given_by), *overseers, day.staff.principal)
    return [member for member in found if member is not None]
