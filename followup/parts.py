"""What each of several people owes of an occurrence, and who has handed in."""

from plan.model import Completion, Member, Occurrence, Part, Task
from plan.responsibility import Responsible
from storage import occurrences
from storage.history import Deed
from storage.school_day import SchoolDay


def parts_of(
    day: SchoolDay, task: Task, occurrence: Occurrence, people: Responsible
) -> list[Part]:
    """List the parts of an occurrence; empty where one person closes it.

    What was handed out in chat names its people once and for all. A plan's task given to every
    head follows who holds the role now: a part that nobody has closed yet has the number 0.
    """
    if task.completion is not Completion.EACH:
        return []
    number = occurrence.occurrence_id
    stored = occurrences.list_parts(day.tx, day.school_id, [number]).get(number, [])
    return with_virtual(stored, task, occurrence, people)


def with_virtual(
    stored: list[Part], task: Task, occurrence: Occurrence, people: Responsible
) -> list[Part]:
    """Add to the stored parts of a plan's task those that nobody has closed yet."""
    if task.plan_id is None:
        return stored
    has_part = {part.member_id for part in stored}
    return [
        *stored,
        *(
            Part(0, occurrence.occurrence_id, member.member_id, member.unit, is_done=False)
            for member in people.workers
            if member.member_id not in has_part
        ),
    ]


def silent_of(
    day: SchoolDay, task: Task, occurrence: Occurrence, people: Responsible
) -> tuple[Member, ...]:
    """List who still owes a part."""
    owed = parts_of(day, task, occurrence, people)
    silent = [day.staff.member(part.member_id) for part in owed if not part.is_done]
    return tuple(member for member in silent if member is not None)


def close_part(deed: Deed, part: Part) -> None:
    """Mark what one member owed as done."""
    part_id = part.part_id or occurrences.add_part(deed, part.occurrence_id, part.member_id, None)
    occurrences.close_part(deed, part_id)
