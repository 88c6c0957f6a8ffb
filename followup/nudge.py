"""Reminding of one task at once, because somebody above asks for it: "nhắc V4"."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from followup.above import closes, may_order
from followup.compose import task_rows
from followup.parts import silent_of
from followup.post import is_notified, notify
from followup.say import Say
from plan.hours import local
from plan.ladder import working_due
from plan.model import Completion, Member, Occurrence, Task
from storage.school_day import SchoolDay
from texts.messages.reminders import Nudge


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
    task, occurrence = about
    number = occurrence.occurrence_id
    matter = f"nudge:{number}:{day.today.isoformat()}"
    # As in a digest: before it, the day to count to is the last working day.
    working = working_due(occurrence.due_on, occurrence.shape, day.years)
    due_on = working if working >= day.today else occurrence.due_on
    days = (due_on - local(day.hours.allowed(day.now)).date()).days
    again: list[Member] = []
    told: list[Member] = []
    unreachable: list[Member] = []
    for member in whom:
        if is_notified(day, member, matter):
            again.append(member)
            continue
        message = Nudge(member, by, task.code, task.work, due_on, days)
        payload = {"occurrence": number}
        say = Say(message, "task", payload, task_rows(), about=(number,))
        (told if notify(day, member, matter, say) else unreachable).append(member)
    return Nudged(tuple(told), tuple(again), tuple(unreachable))
