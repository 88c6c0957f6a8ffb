"""What the reminders of some deliveries speak of, from the state of now, loaded together."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec import Struct

from followup.parts import with_virtual
from plan.ladder import Rung, RungKind
from plan.model import Completion, Occurrence, OccurrenceState, Part, Shape, Task, TaskState
from plan.responsibility import Responsible, responsible
from storage import moments, occurrences, tasks
from storage.deliveries import Delivery
from storage.moments import Reminder
from storage.school_day import SchoolDays

# The most urgent wording wins where several moments of one occurrence meet in a digest.
URGENCY = (
    RungKind.WEEKLY,
    RungKind.AFTER,
    RungKind.DUE,
    RungKind.CLOSE,
    RungKind.BEFORE,
    RungKind.ASKED,
    RungKind.PHOTO,
    RungKind.REVIEW,
    RungKind.HALF_YEAR,
    RungKind.START,
    RungKind.PULSE,
)


class Due(Struct, frozen=True):
    """One occurrence that a message has to speak of, with the rung that words it."""

    occurrence: Occurrence
    task: Task
    people: Responsible
    rung: Rung
    parts: tuple[Part, ...] = ()


class Chosen(Struct, frozen=True):
    """What a delivery has to say, the most urgent first, and the reminders no longer true."""

    due: tuple[Due, ...]
    gone: tuple[int, ...]


class DueNow:
    """The open work of some schools on one day, with what some deliveries are to say of it."""

    def __init__(self, days: SchoolDays, deliveries: Sequence[Delivery]) -> None:
        self._days = days
        tx = days.tx
        numbers = [delivery.delivery_id for delivery in deliveries]
        self._queued = moments.queued_of_all_schools(tx, numbers)
        members = {d.member_id for d in deliveries if d.member_id is not None}
        self._held = moments.held_of_all_schools(tx, members, days.today)
        reminders = [r for group in (*self._queued.values(), *self._held.values()) for r in group]
        self._open = occurrences.list_open_all_schools(tx, days.school_ids)
        self._found = {occurrence.occurrence_id: occurrence for occurrence in self._open}
        closed = {r.occurrence_id for r in reminders} - self._found.keys()
        if closed:
            self._found |= occurrences.many_all_schools(tx, closed)
        task_ids = {occurrence.task_id for occurrence in self._found.values()}
        self._tasks = tasks.many_all_schools(tx, task_ids)
        self._people = self._responsible()
        each = [o.occurrence_id for o in self._found.values() if self._is_each(o)]
        self._parts = occurrences.list_parts_all_schools(tx, each) if each else {}

    def of(self, delivery: Delivery, *, held_too: bool = False) -> Chosen:
        """Choose what a delivery says. What an unknown digest may not have told is told again."""
        due: dict[int, Due] = {}
        gone: list[int] = []
        for reminder in self._queued.get(delivery.delivery_id, ()):
            one = self._due(reminder)
            if one is None:
                gone.append(reminder.reminder_id)
            else:
                # One line a task: of its occurrences the one that matters most now.
                due[one.task.task_id] = _more_urgent(due.get(one.task.task_id), one)
        if held_too:
            for one in self.held(delivery.member_id):
                due.setdefault(one.task.task_id, one)
        chosen = sorted(due.values(), key=self._order)
        return Chosen(tuple(chosen), tuple(gone))

    def held(self, member_id: int | None) -> list[Due]:
        """List what may never have reached a member and is still open."""
        found = [self._due(reminder) for reminder in self._held.get(member_id or 0, ())]
        return [one for one in found if one is not None]

    def open_count(self, member_id: int, said: Iterable[Due]) -> int:
        """Count the open tasks a member is the contact of and that a message does not name."""
        named = {due.task.task_id for due in said}
        return len(self._contact_of.get(member_id, set()) - named)

    def _due(self, reminder: Reminder) -> Due | None:
        occurrence = self._found[reminder.occurrence_id]
        task = self._tasks[occurrence.task_id]
        if occurrence.state is not OccurrenceState.OPEN or task.state is not TaskState.ACTIVE:
            return None
        people = self._people[task.task_id]
        parts = self._parts_of(occurrence, task, people)
        mine = [part for part in parts if part.member_id == reminder.member_id]
        if mine and all(part.is_done for part in mine):
            return None
        return Due(occurrence, task, people, reminder.rung, parts)

    def _parts_of(
        self, occurrence: Occurrence, task: Task, people: Responsible
    ) -> tuple[Part, ...]:
        if task.completion is not Completion.EACH:
            return ()
        stored = self._parts.get(occurrence.occurrence_id, [])
        return tuple(with_virtual(stored, task, occurrence, people))

    def _is_each(self, occurrence: Occurrence) -> bool:
        return self._tasks[occurrence.task_id].completion is Completion.EACH

    def _order(self, due: Due) -> tuple[int, int, int]:
        late = due.rung.is_after
        days = (due.occurrence.due_on - self._days.today).days
        return (0 if late else 1, days, due.task.number)

    def _responsible(self) -> dict[int, Responsible]:
        assigned = tasks.list_assignments_all_schools(self._days.tx, self._tasks)
        return {
            task_id: responsible(task, assigned.get(task_id, []), self._days[task.school_id].staff)
            for task_id, task in self._tasks.items()
        }

    @cached_property
    def _contact_of(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for task_id in {occurrence.task_id for occurrence in self._open}:
            contact = self._people[task_id].contact
            if contact is not None:
                found.setdefault(contact.member_id, set()).add(task_id)
        return found


def _more_urgent(one: Due | None, other: Due) -> Due:
    if one is None:
        return other
    return min(one, other, key=_urgency)


def _urgency(due: Due) -> tuple[int, int, int]:
    # A recurring task goes on: the next day matters more than the last one missed.
    is_past = due.occurrence.shape is Shape.RECURRING and due.rung.is_after
    return (int(is_past), URGENCY.index(due.rung.kind), due.rung.days)
