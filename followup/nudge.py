"""Reminding at once, because somebody above asks for it: "nhắc V4", "nhắc những người trễ"."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from followup.above import closes, may_order
from followup.compose import MOST_TASKS, open_button, task_rows
from followup.parts import silent_of
from followup.post import notified, notify
from followup.say import Say
from plan.hours import local
from plan.ladder import working_due
from plan.model import Completion, Member, Occurrence, Task
from storage import deliveries
from storage.school_day import SchoolDay
from texts.messages.base import TaskLine
from texts.messages.reminders import Nudge, NudgeList


class Nudged(Struct, frozen=True):
    """Who is told now, who was today already, and who has no chat to be told in."""

    told: tuple[Member, ...]
    again: tuple[Member, ...]
    unreachable: tuple[Member, ...]


def may_nudge(day: SchoolDay, by: Member, task: Task, whom: Iterable[Member]) -> bool:
    """Whether a member may have others reminded: who closes the task, or gives work to them."""
    return closes(day, by, task) or may_order(day, by, whom)


def nudged_by(
    day: SchoolDay, by: Member, task: Task, people: Sequence[Member]
) -> tuple[Member, ...]:
    """List those of some people whom a member may have reminded of a task; never oneself."""
    is_closer = closes(day, by, task)
    return tuple(one for one in people if one != by and (is_closer or may_order(day, by, (one,))))


def who_owes(
    day: SchoolDay, task: Task, occurrence: Occurrence, named: Callable[[Member], bool]
) -> tuple[Member, ...]:
    """List whom an open occurrence waits for: its contact, or who has not handed in a part.

    Of those who work on it the ones that are named, if any is.
    """
    people = day.responsible(task.task_id)
    if people is None:
        return ()
    if task.completion is Completion.EACH:
        owing = doers = silent_of(day, task, occurrence, people)
    else:
        owing = people.workers[:1] if people.contact is None else (people.contact,)
        doers = (*owing, *people.workers, *people.supporters)
    return tuple(dict.fromkeys(filter(named, doers))) or owing


def nudge(
    day: SchoolDay, by: Member, about: tuple[Task, Occurrence], whom: Iterable[Member]
) -> Nudged:
    """Remind some people of an occurrence, each once a day and outside the quiet hours."""
    return _nudged(day, by, {member: [about] for member in whom})


def nudge_late(
    day: SchoolDay, by: Member, late: Iterable[tuple[Task, Occurrence, Sequence[Member]]]
) -> Nudged:
    """Remind people of several occurrences: one message to each, of what was not said today."""
    of_each: dict[Member, list[tuple[Task, Occurrence]]] = {}
    for task, occurrence, whom in late:
        for member in whom:
            of_each.setdefault(member, []).append((task, occurrence))
    return _nudged(day, by, of_each)


def _nudged(
    day: SchoolDay, by: Member, of_each: Mapping[Member, Sequence[tuple[Task, Occurrence]]]
) -> Nudged:
    again: list[Member] = []
    told: list[Member] = []
    unreachable: list[Member] = []
    several = f"nudges:{day.today}"
    matters = [(who, _matter(day, one)) for who, about in of_each.items() for _, one in about]
    known = notified(day, [*matters, *((member, several) for member in of_each)])
    for member, about in of_each.items():
        listed = known.get((member, several))
        said = (
            [] if listed is None else deliveries.about(day.tx, day.school_id, listed.delivery_id)
        )
        fresh = [
            (task, one)
            for task, one in about
            if (member, _matter(day, one)) not in known and one.occurrence_id not in said
        ]
        if not fresh:
            again.append(member)
            continue
        says = {_matter(day, one[1]): _one(day, by, member, one) for one in fresh}
        if len(fresh) > 1 and listed is None:
            says = {several: _list(day, by, member, fresh)}
        reached = [notify(day, member, matter, say) for matter, say in says.items()]
        (told if all(reached) else unreachable).append(member)
    return Nudged(tuple(told), tuple(again), tuple(unreachable))


def _matter(day: SchoolDay, occurrence: Occurrence) -> str:
    return f"nudge:{occurrence.occurrence_id}:{day.today}"


def _one(day: SchoolDay, by: Member, member: Member, about: tuple[Task, Occurrence]) -> Say:
    task, occurrence = about
    number = occurrence.occurrence_id
    due_on, days = _due(day, occurrence)
    message = Nudge(member, by, task.code, task.work, due_on, days)
    return Say(message, "task", {"occurrence": number}, task_rows(), about=(number,))


def _list(
    day: SchoolDay, by: Member, member: Member, about: Sequence[tuple[Task, Occurrence]]
) -> Say:
    shown = about[:MOST_TASKS]
    items = tuple(
        TaskLine(task.code, occurrence.title or task.work, *_due(day, occurrence), note="overdue")
        for task, occurrence in shown
    )
    return Say(
        NudgeList(member, by, items, len(about) - len(shown)),
        kind="digest",
        payload={"pulse": [], "close": []},
        rows=tuple(open_button(task, occurrence) for task, occurrence in shown),
        about=tuple(occurrence.occurrence_id for _, occurrence in about),
    )


def _due(day: SchoolDay, occurrence: Occurrence) -> tuple[date, int]:
    """Give the day to count to, and the days until then.

    As in a digest: before it, the day to count to is the last working day.
    """
    working = working_due(occurrence.due_on, occurrence.shape, day.years)
    due_on = working if working >= day.today else occurrence.due_on
    return due_on, (due_on - local(day.hours.allowed(day.now)).date()).days
