"""Who answers for a task: the contact who closes it, who works on it, who oversees it."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from plan.model import AssignedAs, Assignment, Completion, Member, Task
from plan.owners import is_outside
from plan.staff import PRINCIPAL, Staff

EVERYONE = "TOAN_TRUONG"


class Responsible(Struct, frozen=True):
    """The people of one task.

    `workers` are reminded, the first asked first. `is_held` says that nobody could be made the
    contact, so the principal holds the task until somebody is named.
    """

    contact: Member | None
    workers: tuple[Member, ...]
    supporters: tuple[Member, ...]
    overseers: tuple[Member, ...]
    is_held: bool

    def may_close(self, member_id: int) -> bool:
        """Whether a member's "xong" closes the task rather than being a note."""
        closers = (self.contact, *self.overseers)
        return any(closer is not None and closer.member_id == member_id for closer in closers)


def responsible(task: Task, assignments: Sequence[Assignment], staff: Staff) -> Responsible:
    """Resolve a task's roles to people (roles.md, "who receives").

    The contact is who was named; else the first of its owners who is one single person. A follower
    named for the principal's task is reminded in his place; he stays responsible. Where each owes
    a part there is no contact.
    """
    named = contact = staff.member(task.contact_id)
    of_part: dict[AssignedAs, list[Member]] = {}
    for one in assignments:
        people = people_of(one, staff)
        of_part.setdefault(one.part, []).extend(people)
        if contact is None and one.part is AssignedAs.LEAD and len(people) == 1:
            (contact,) = people
    if task.completion is Completion.EACH:
        contact = None
    doers = of_part.get(AssignedAs.LEAD, [])
    workers = doers if contact is None else [contact, *doers]
    workers = _once([*of_part.get(AssignedAs.ADVISE, []), *workers])
    if named is not None and staff.principal is not None and named is not staff.principal:
        workers = [member for member in workers if member is not staff.principal]
    is_held = contact is None and task.completion is Completion.LEAD
    if is_held:
        contact = staff.principal
    if not workers and contact is not None:
        workers = [contact]
    return Responsible(
        contact,
        tuple(workers),
        tuple(_once(of_part.get(AssignedAs.SUPPORT, []))),
        tuple(_once(of_part.get(AssignedAs.OVERSEE, []))),
        is_held,
    )


def all_responsible(
    tasks: Iterable[Task], assigned: Mapping[int, Sequence[Assignment]], staff: Staff
) -> dict[int, Responsible]:
    """Resolve the roles of many tasks, by task; rows that name the same people are read once."""
    known: dict[tuple[object, ...], Responsible] = {}
    found: dict[int, Responsible] = {}
    for task in tasks:
        own = assigned.get(task.task_id, ())
        said = (
            task.contact_id,
            task.completion,
            *((a.part, a.role, a.unit_text, a.member_id, a.person_text) for a in own),
        )
        if said not in known:
            known[said] = responsible(task, own, staff)
        found[task.task_id] = known[said]
    return found


def people_of(assignment: Assignment, staff: Staff) -> tuple[Member, ...]:
    """Give whom an assignment means: a person by name, or who holds a role."""
    if assignment.member_id is not None:
        member = staff.member(assignment.member_id)
        return () if member is None else (member,)
    if assignment.person_text:
        found = staff.find(assignment.person_text)
        return found if len(found) == 1 else ()
    # "The whole school" is nobody in particular, and outside bodies are never written to.
    if assignment.role == EVERYONE or (
        is_outside(assignment.role) and assignment.role != PRINCIPAL
    ):
        return ()
    return staff.holders(assignment.role, assignment.unit_text)


def _once(members: list[Member]) -> list[Member]:
    if len(members) <= 1:
        return members
    return list({member.member_id: member for member in members}.values())
