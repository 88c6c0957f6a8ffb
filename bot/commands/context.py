"""What a reply without a code is about: the message replied to, else the last reminder."""

from datetime import timedelta

from msgspec import Struct

from bot.desk import Desk
from followup.above import closes
from plan.model import Occurrence, OccurrenceState, Shape, Task, TaskState
from plan.progress import lapsed
from reports.overview import concerning
from storage import deliveries, occurrences, tasks

# A reminder older than this is no longer what "xong" is about.
SPOKEN_WITHIN = timedelta(days=7)


class OpenTask(Struct, frozen=True):
    """A task somebody may report on, by its occurrence that is due next."""

    task: Task
    occurrence: Occurrence


def spoken_of(desk: Desk, *, closed_too: bool = False) -> list[OpenTask]:
    """List the open tasks a bare reply may mean, the likeliest set only.

    The tasks of the message replied to; else those of the last message that spoke of tasks; else
    every open task of the speaker. A photo that follows "xong" belongs to what was just closed.
    """
    said_to = None
    if desk.said.refers_to:
        said_to = deliveries.sent_message_all_schools(
            desk.tx, desk.address.address_id, desk.said.refers_to
        )
    since = desk.day.now - SPOKEN_WITHIN
    told = said_to or deliveries.last_told(desk.tx, desk.school_id, desk.me.member_id, since)
    if told is not None:
        numbers = deliveries.about(desk.tx, desk.school_id, told.delivery_id)
        found = _known(desk, numbers) if closed_too else open_ones(desk, numbers)
        # Who handed work out, or oversees it, reports on it by its code.
        own = found if said_to is not None else [one for one in found if is_own(desk, one)]
        if own:
            return own
    return all_open(desk)


def is_own(desk: Desk, one: OpenTask) -> bool:
    """Whether the speaker works on a task, supports it or answers for it."""
    people = desk.day.responsible(one.task.task_id)
    if people is None:
        return False
    return desk.me in (*people.workers, *people.supporters) or people.contact == desk.me


def is_theirs(desk: Desk, one: OpenTask) -> bool:
    """Whether a task is the speaker's, or one the speaker closes."""
    return is_own(desk, one) or closes(desk.day, desk.me, one.task)


def all_open(desk: Desk) -> list[OpenTask]:
    """List every open task of the speaker, the one due next first."""
    return [
        OpenTask(view.task, view.next_due)
        for view in concerning(desk.day, desk.me)
        if view.next_due is not None
    ]


def open_ones(desk: Desk, occurrence_ids: list[int]) -> list[OpenTask]:
    """Give the open tasks of some occurrences, in their order."""
    found = _known(desk, occurrence_ids)
    recurring = {t.task.task_id for t in found if t.occurrence.shape is Shape.RECURRING}
    gone = _lapsed(desk, recurring)
    return [
        one
        for one in found
        if one.occurrence.occurrence_id not in gone
        and one.occurrence.state is OccurrenceState.OPEN
        and one.task.state is TaskState.ACTIVE
    ]


def settled_one(desk: Desk, occurrence_id: int) -> OpenTask | None:
    """Give the task of an occurrence that is done, None while it is open."""
    found = _known(desk, [occurrence_id])
    return next((one for one in found if one.occurrence.state is OccurrenceState.DONE), None)


def _known(desk: Desk, occurrence_ids: list[int]) -> list[OpenTask]:
    found = occurrences.many(desk.tx, desk.school_id, occurrence_ids)
    known = tasks.many(desk.tx, desk.school_id, {o.task_id for o in found.values()})
    present = [found[number] for number in occurrence_ids if number in found]
    return [OpenTask(known[o.task_id], o) for o in present]


def _lapsed(desk: Desk, task_ids: set[int]) -> set[int]:
    """List the occurrences of recurring tasks that a later one has taken the place of."""
    gone: set[int] = set()
    for task_id in task_ids:
        own = occurrences.of_task(desk.tx, desk.school_id, task_id)
        gone |= lapsed(own, desk.day.today)
    return gone


def open_one(desk: Desk, occurrence_id: int) -> OpenTask | None:
    """Give the open task of an occurrence, None when it is settled."""
    return next(iter(open_ones(desk, [occurrence_id])), None)


def by_code(desk: Desk, code: str) -> OpenTask | None:
    """Find the occurrence a report by code belongs to: the open one due next, else the last."""
    number = int("".join(sign for sign in code if sign.isdigit()) or 0)
    task = tasks.by_number(desk.tx, desk.school_id, number)
    if task is None or task.state is TaskState.CANCELLED:
        return None
    own = occurrences.of_task(desk.tx, desk.school_id, task.task_id)
    gone = lapsed(own, desk.day.today)
    still_open = [
        o for o in own if o.state is OccurrenceState.OPEN and o.occurrence_id not in gone
    ]
    occurrence = next(iter(still_open), own[-1] if own else None)
    return None if occurrence is None else OpenTask(task, occurrence)
