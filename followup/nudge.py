"""Reminding at once, because somebody above asks for it: "nhắc V4", "nhắc những người trễ"."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from followup.above import closes, may_order
from followup.compose import MOST_TASKS, open_button, task_rows
from followup.parts import silent_of
from followup.post import is_notified, notified_of, notify
from followup.say import Say
from plan.hours import local
from plan.ladder import working_due
from plan.model import Completion, Member, Occurrence, Task
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
    for member, about in of_each.items():
        fresh = [one for one in about if not _is_nudged(day, member, one[1])]
        if not fresh:
            again.append(member)
        else:
            (told if _tell(day, by, member, fresh) else unreachable).append(member)
    return Nudged(tuple(told), tuple(again), tuple(unreachable))


def _tell(
    day: SchoolDay, by: Member, member: Member, about: Sequence[tuple[Task, Occurrence]]
) -> bool:
    if len(about) == 1 or is_notified(day, member, _several(day)):
        matters = [
            (f"nudge:{o.occurrence_id}:{day.today}", _one(day, by, member, (t, o)))
            for t, o in about
        ]
    else:
        matters = [(_several(day), _list(day, by, member, about))]
    reached = [notify(day, member, matter, say) for matter, say in matters]
    return all(reached)


def _several(day: SchoolDay) -> str:
    return f"nudges:{day.today}"


def _is_nudged(day: SchoolDay, member: Member, occurrence: Occurrence) -> bool:
    number = occurrence.occurrence_id
    if is_notified(day, member, f"nudge:{number}:{day.today}"):
        return True
    return number in notified_of(day, member, _several(day))


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
