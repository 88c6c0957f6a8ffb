"""Choosing what a digest says from the state of now, just before it is sent (step T3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from followup.escalate import escalation_step, told_of
from followup.parts import parts_of, silent_of
from followup.say import Option, Say
from plan.ladder import Rung, RungKind, working_due
from plan.model import Completion, Member, Occurrence, OccurrenceState, Shape, Task, TaskState
from plan.responsibility import Responsible, responsible
from storage import deliveries, moments, occurrences, tasks
from storage.deliveries import Delivery
from storage.moments import ReminderState
from storage.school_day import SchoolDay
from texts.dates import day_off_words
from texts.labels import label
from texts.messages.reminders import (
    Digest,
    DigestItem,
    DigestOne,
    Escalation,
    EscalationItem,
    Pulse,
    YearClose,
)
from texts.render import render, shortened

MOST_TASKS = 5
SAME_TEXT = timedelta(days=7)
# The most urgent wording wins where several moments of one occurrence meet in a digest.
URGENCY = (
    RungKind.WEEKLY,
    RungKind.AFTER,
    RungKind.DUE,
    RungKind.CLOSE,
    RungKind.BEFORE,
    RungKind.PHOTO,
    RungKind.REVIEW,
    RungKind.HALF_YEAR,
    RungKind.START,
    RungKind.PULSE,
)
# How a rung is worded; what is not here depends on the person and the occurrence.
NOTES = {
    RungKind.WEEKLY: "overdue",
    RungKind.AFTER: "overdue",
    RungKind.PHOTO: "photo",
    RungKind.START: "start",
    RungKind.HALF_YEAR: "review",
    RungKind.REVIEW: "review",
    RungKind.PULSE: "long",
    RungKind.CLOSE: "long",
}


@dataclass(frozen=True, slots=True)
class Due:
    """One occurrence that a digest has to speak of, with the rung that words it."""

    occurrence: Occurrence
    task: Task
    people: Responsible
    rung: Rung


def compose_digest(day: SchoolDay, delivery: Delivery) -> Say | None:
    """Say the day's reminders of one member; None when nothing is left to say.

    What is no longer true (done meanwhile, moved, given to somebody else) is left out, and its
    reminder is recorded as cancelled.
    """
    member, due = _still_due(day, delivery)
    if member is None or not due:
        return None
    say = _worded(day, member, due)
    since = day.now - SAME_TEXT
    if render(say.message) in deliveries.sent_texts(
        day.tx, day.school_id, member.member_id, since
    ):
        return None
    return say


def compose_escalation(day: SchoolDay, delivery: Delivery) -> Say | None:
    """Say which overdue tasks somebody may help with; None when all were answered meanwhile."""
    member, due = _still_due(day, delivery)
    if member is None or not due:
        return None
    items = tuple(
        EscalationItem(
            d.task.code, d.task.work, _silent(day, d), (day.today - d.occurrence.due_on).days
        )
        for d in due
    )
    message = Escalation(member, items[:MOST_TASKS], max(0, len(items) - MOST_TASKS))
    return Say(message, about=tuple(d.occurrence.occurrence_id for d in due[:MOST_TASKS]))


def _silent(day: SchoolDay, due: Due) -> tuple[Member, ...]:
    if due.task.completion is Completion.EACH:
        return silent_of(day, due.task, due.occurrence, due.people)
    return (due.people.contact,) if due.people.contact is not None else ()


def _still_due(day: SchoolDay, delivery: Delivery) -> tuple[Member | None, list[Due]]:
    queued = moments.queued_of(day.tx, day.school_id, delivery.delivery_id)
    member = day.staff.member(delivery.member_id)
    found = occurrences.many(day.tx, day.school_id, {r.occurrence_id for r in queued})
    known = tasks.many(day.tx, day.school_id, {o.task_id for o in found.values()})
    assigned = tasks.list_assignments(day.tx, day.school_id, known)
    due: dict[int, Due] = {}
    gone: list[int] = []
    for reminder in queued:
        occurrence = found[reminder.occurrence_id]
        task = known[occurrence.task_id]
        people = responsible(task, assigned.get(task.task_id, []), day.staff)
        one = Due(occurrence, task, people, reminder.rung)
        if not _is_open(occurrence, task) or _has_handed_in(day, one, reminder.member_id):
            gone.append(reminder.reminder_id)
            continue
        # One line a task: of its occurrences the one that matters most now.
        due[task.task_id] = _more_urgent(due.get(task.task_id), one)
    moments.end_reminders(day.tx, day.school_id, gone, ReminderState.CANCELLED, "closed")
    return member, sorted(due.values(), key=lambda d: _order(d, day.today))


def _is_open(occurrence: Occurrence, task: Task) -> bool:
    return occurrence.state is OccurrenceState.OPEN and task.state is TaskState.ACTIVE


def _has_handed_in(day: SchoolDay, due: Due, member_id: int) -> bool:
    owed = parts_of(day, due.task, due.occurrence, due.people)
    mine = [part for part in owed if part.member_id == member_id]
    return bool(mine) and all(part.is_done for part in mine)


def _more_urgent(one: Due | None, other: Due) -> Due:
    if one is None:
        return other
    return min(one, other, key=_urgency)


def _urgency(due: Due) -> tuple[int, int, int]:
    # A recurring task goes on: the next day matters more than the last one missed.
    is_past = due.occurrence.shape is Shape.RECURRING and due.rung.is_after
    return (int(is_past), URGENCY.index(due.rung.kind), due.rung.days)


def _order(due: Due, today: date) -> tuple[int, int, int]:
    late = due.rung.is_after
    return (0 if late else 1, (due.occurrence.due_on - today).days, due.task.number)


def _worded(day: SchoolDay, member: Member, due: Sequence[Due]) -> Say:
    pulses = [d for d in due if d.rung.kind is RungKind.PULSE]
    closing = [d for d in due if d.rung.kind is RungKind.CLOSE]
    urgent = [d for d in due if d not in pulses and d not in closing]
    if not urgent and closing:
        return _year_close(day, member, closing)
    if not urgent:
        return _pulse(day, member, pulses)
    if len(urgent) == 1 and not pulses and not closing:
        item = _item(day, member, urgent[0])
        message = DigestOne(member, item, _others(day, member, due))
        return task_prompt(message, urgent[0].occurrence)
    shown = urgent[:MOST_TASKS]
    listed = Digest(
        who=member,
        items=tuple(_item(day, member, d) for d in shown),
        more=len(urgent) - len(shown),
        long_tasks=len(pulses),
        closing=len(closing),
        others=_others(day, member, due),
    )
    rows = [_open_button(d) for d in shown]
    if pulses:
        rows.append((Option("pulse", label("long_tasks", count=len(pulses))),))
    if closing:
        rows.append((Option("close", label("one_by_one")),))
    return Say(
        listed,
        kind="digest",
        payload={"pulse": _numbers(pulses), "close": _numbers(closing)},
        rows=tuple(rows),
        about=tuple(_numbers(shown)),
    )


def task_prompt(message: DigestOne, occurrence: Occurrence) -> Say:
    """Ask after one task with the four answers: [Xong] alone in its row, then the other three."""
    number = occurrence.occurrence_id
    return Say(
        message,
        kind="task",
        payload={"occurrence": number},
        rows=task_rows(),
        about=(number,),
    )


def task_rows() -> tuple[tuple[Option, ...], ...]:
    """Give the buttons of one task."""
    return (
        (Option("done", label("done")),),
        tuple(Option(code, label(code)) for code in ("working", "blocked", "postpone")),
    )


def _open_button(due: Due) -> tuple[Option, ...]:
    text = label("task", code=due.task.code, work=shortened(due.task.work, 26))
    return (Option(f"task:{due.occurrence.occurrence_id}", text),)


def _pulse(day: SchoolDay, member: Member, pulses: Sequence[Due]) -> Say:
    shown = pulses[:MOST_TASKS]
    message = Pulse(member, tuple(_item(day, member, d) for d in shown), len(pulses) - len(shown))
    return Say(
        message,
        kind="pulse",
        payload={"occurrences": _numbers(pulses)},
        rows=pulse_rows(),
        about=tuple(_numbers(pulses)),
    )


def pulse_rows() -> tuple[tuple[Option, ...], ...]:
    """Give the buttons of the month's question about long tasks."""
    return (
        (Option("on_track", label("on_track")),),
        (Option("blocked", label("blocked")), Option("log", label("log_work"))),
    )


def _year_close(day: SchoolDay, member: Member, closing: Sequence[Due]) -> Say:
    due_on = working_due(closing[0].occurrence.due_on, closing[0].occurrence.shape, day.years)
    message = YearClose(member, len(closing), due_on, (due_on - day.today).days)
    return Say(
        message,
        kind="close",
        payload={"occurrences": _numbers(closing)},
        rows=((Option("start", label("one_by_one")), Option("later", label("later"))),),
        about=tuple(_numbers(closing)),
    )


def _numbers(due: Sequence[Due]) -> list[int]:
    return [d.occurrence.occurrence_id for d in due]


def _others(day: SchoolDay, member: Member, due: Sequence[Due]) -> int:
    """Count the open tasks a member is the contact of and that this digest does not mention."""
    named = {d.task.task_id for d in due}
    standing = occurrences.list_standing(day.tx, day.school_id)
    still_open = {o.task_id for o in standing if o.state is OccurrenceState.OPEN} - named
    assigned = tasks.list_assignments(day.tx, day.school_id, still_open)
    known = tasks.many(day.tx, day.school_id, still_open)
    return sum(
        responsible(task, assigned.get(task_id, []), day.staff).contact == member
        for task_id, task in known.items()
    )


def _item(day: SchoolDay, member: Member, due: Due) -> DigestItem:
    occurrence = due.occurrence
    counts_to = working_due(occurrence.due_on, occurrence.shape, day.years)
    off = day.years.of(occurrence.due_on).name_of_day_off(occurrence.due_on)
    moved = counts_to != occurrence.due_on and off is not None
    step = escalation_step(day, due.rung)
    owes = due.task.completion is Completion.EACH or due.people.contact == member
    told = told_of(day, due.task, due.people, step) if step and owes else []
    note = _note(due, member)
    return DigestItem(
        code=due.task.code,
        work=due.task.work,
        note=note,
        due_on=occurrence.due_on if note == "overdue" else counts_to,
        days=(counts_to - day.today).days,
        at=occurrence.due_time,
        written_on=occurrence.due_on if moved else None,
        day_off=day_off_words(off) if moved and off is not None else "",
        told=told[0] if told else None,
        first_on=occurrence.first_on,
    )


def _note(due: Due, member: Member) -> str:
    if due.rung.kind in NOTES:
        return NOTES[due.rung.kind]
    if member not in due.people.workers and member in due.people.supporters:
        return "support"
    return "occasion" if due.occurrence.shape is Shape.OCCASION else "soon"
