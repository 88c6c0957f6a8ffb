"""How high an overdue task climbs, and who is let known of it (DESIGN, section 6)."""

from plan.ladder import Rung, RungKind
from plan.model import Member, Task
from plan.responsibility import Responsible
from storage.school_day import SchoolDay


def escalation_step(day: SchoolDay, rung: Rung) -> int:
    """Say how high a rung climbs: 0 the owner alone, 1 who oversees, 2 the principal."""
    if rung.kind is not RungKind.AFTER or rung.days not in day.ladder.after:
        return 0
    return day.ladder.after.index(rung.days)


def told_of(day: SchoolDay, task: Task, people: Responsible, step: int) -> list[Member]:
    """List who is let known of an overdue task at a step, never its own contact."""
    principal = day.staff.principal
    giver = day.staff.member(task.given_by)
    overseers = people.overseers or ((giver,) if giver is not None else ())
    above = list(overseers) if step == 1 else [principal] if principal is not None else []
    # While somebody stands in for one of them, the one standing in learns of it.
    told = dict.fromkeys(day.in_place_of(member) for member in above)
    return [member for member in told if member != people.contact]
