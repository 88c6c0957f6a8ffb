"""One work in two plans: offered when the second comes in, then reported and reminded of once."""

from collections.abc import Collection, Iterable

from plan.model import Occurrence, OccurrenceState, Task, TaskState
from plan.same_work import Work, same_time, same_works
from plan.task_reading import Ask
from storage import links, occurrences, plans, tasks
from storage.history import Actor, Deed
from storage.school_day import SchoolDay

# The questions about the plan's own cells come first.
LAST = 10_000


# A new task and the task of another plan that seems to be the same work.
Pair = tuple[int, int]


def offer_links(day: SchoolDay, deed: Deed, plan_id: int, task_ids: Collection[int]) -> None:
    """Keep a question for every new task whose work another running plan seems to have."""
    keep_offers(deed, plan_id, offers(day, plan_id, task_ids))


def offers(day: SchoolDay, plan_id: int, task_ids: Collection[int]) -> list[Pair]:
    """Find which new tasks of a plan seem to be the work of another running plan of its year."""
    known = plans.first_years(day.tx, day.school_id)
    plan = plans.get(day.tx, day.school_id, plan_id)
    if plan is None or not known.keys() - {plan_id}:
        return []
    taken = links.firsts(day.tx, day.school_id)
    others = [
        Work(task.task_id, task.work)
        for task in tasks.list_live(day.tx, day.school_id)
        if task.plan_id != plan_id
        and known.get(task.plan_id or 0) == plan.first_year
        and task.task_id not in taken
    ]
    new = tasks.many(day.tx, day.school_id, task_ids)
    own = [Work(number, new[number].work) for number in task_ids]
    return same_works(own, others)


def keep_offers(deed: Deed, plan_id: int, found: Iterable[Pair]) -> None:
    """Keep a question for every pair of tasks that may be one work."""
    for position, (task_id, first_id) in enumerate(found):
        plans.add_doubt(
            deed,
            plan_id=plan_id,
            kind=str(Ask.LINK),
            position=LAST + position,
            task_ids=[task_id],
            subject={"first": first_id},
        )


def link(deed: Deed, task_id: int, first_id: int) -> None:
    """Make a task follow another, or the one that other follows itself."""
    known = links.firsts(deed.tx, deed.school_id)
    first = known.get(first_id, first_id)
    if task_id != first and task_id not in known:
        links.add(deed, task_id, first)


def part(day: SchoolDay, actor: Actor, task: Task) -> bool:
    """Make a task, or those that follow it, works of their own; False when none was linked."""
    known = links.firsts(day.tx, day.school_id)
    linked = [task.task_id] if task.task_id in known else []
    linked += [one for one, first in known.items() if first == task.task_id]
    if not linked:
        return False
    deed = day.deed("part_tasks", actor)
    for one in linked:
        links.remove(deed, one)
    return True


def linked_tasks(day: SchoolDay, task_id: int) -> list[Task]:
    """List the other tasks that are the same work."""
    known = links.firsts(day.tx, day.school_id)
    first = known.get(task_id, task_id)
    group = {first, *(one for one, other in known.items() if other == first)} - {task_id}
    found = tasks.many(day.tx, day.school_id, group).values() if group else ()
    return sorted(
        (task for task in found if task.state is TaskState.ACTIVE), key=lambda task: task.number
    )


def twins(day: SchoolDay, occurrence: Occurrence) -> list[Occurrence]:
    """List the open occurrences of linked tasks that are the same time of the same work."""
    return same_times(day, occurrence, OccurrenceState.OPEN)


def same_times(day: SchoolDay, occurrence: Occurrence, state: OccurrenceState) -> list[Occurrence]:
    """List the occurrences of linked tasks in a state that are the same time of the same work."""
    others = linked_tasks(day, occurrence.task_id)
    if not others:
        return []
    own = occurrences.of_task(day.tx, day.school_id, occurrence.task_id)
    found = (_twin(day, occurrence, own, other) for other in others)
    return [one for one in found if one is not None and one.state is state]


def _twin(
    day: SchoolDay, occurrence: Occurrence, own: list[Occurrence], other: Task
) -> Occurrence | None:
    return same_time(occurrence, own, occurrences.of_task(day.tx, day.school_id, other.task_id))


def is_told_by_first(day: SchoolDay, occurrence: Occurrence, firsts: dict[int, int]) -> bool:
    """Whether the first task of a linked one reminds of the same time, so that this one is still.

    `firsts` is what `links.firsts` gives.
    """
    first = firsts.get(occurrence.task_id)
    return first is not None and any(one.task_id == first for one in twins(day, occurrence))
