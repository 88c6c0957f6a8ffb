"""Who may see what: the same in chat and on the pages."""

from plan.model import Member
from plan.rights import Scope, headed_units
from reports.overview import TaskView
from storage.school_day import SchoolDay


def sees_all(day: SchoolDay, me: Member) -> bool:
    """Whether somebody sees every task of the school: who leads it and the office."""
    return Scope.ALL in day.scopes(me, "see_tasks")


def headed(day: SchoolDay, me: Member) -> set[int]:
    """Give the units whose head somebody is."""
    return headed_units(day.staff, me.member_id)


def concerns(me: Member, view: TaskView) -> bool:
    """Whether somebody works on a task, oversees it, closes it or gave it."""
    involved = (*view.people.workers, *view.people.supporters, *view.people.overseers)
    gave = view.task.given_by == me.member_id
    return me in involved or me == view.contact or gave


def may_see(day: SchoolDay, me: Member, view: TaskView) -> bool:
    """Who leads the school and the office see every task, a head the unit's, others their own."""
    if sees_all(day, me) or concerns(me, view):
        return True
    people = (*view.people.workers, *view.people.supporters)
    own = headed(day, me)
    return any(member.unit_id in own for member in people if member.unit_id is not None)
