"""Wording what some schools' digests say from the state of now, a batch at a time (step T3)."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from followup.after_restore import restored_words
from followup.due_now import Due, DueNow
from followup.escalate import escalation_step, told_of
from followup.quota import Thrift, thrift_of
from followup.say import Composed, Option, Say
from plan.ladder import RungKind, working_due
from plan.model import Completion, Member, Occurrence, Shape, Task
from storage import deliveries
from storage.deliveries import Delivery
from storage.school_day import SchoolDay, SchoolDays
from texts.dates import day_off_words
from texts.labels import label
from texts.messages.reminders import (
    Digest,
    DigestItem,
    DigestOne,
    Escalation,
    EscalationItem,
    Pulse,
    ToldAgain,
    YearClose,
)
from texts.render import render, shortened

MOST_TASKS = 5
SAME_TEXT = timedelta(days=7)
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


def compose_digests(days: SchoolDays, batch: Sequence[Delivery]) -> dict[int, Composed]:
    """Say the day's reminders of some members, by delivery.

    What is no longer true (done meanwhile, moved, given to somebody else) is left out; what an
    unknown digest may not have told is said again.
    """
    now = DueNow(days, batch)
    members = {d.member_id for d in batch if d.member_id is not None}
    told = deliveries.sent_texts_all_schools(days.tx, members, days.now - SAME_TEXT)
    restored = _restored(days, batch)
    thrift = thrift_of(days.tx, {d.bot_id for d in batch}, days.now)
    composed = {}
    for delivery in batch:
        chosen = now.of(delivery, held_too=True)
        day = days[delivery.school_id]
        member = day.staff.member(delivery.member_id)
        if member is None or not chosen.due:
            composed[delivery.delivery_id] = Composed(None, gone=chosen.gone)
            continue
        if _may_wait(day, chosen.due, thrift.get(delivery.bot_id, Thrift.FREE)):
            composed[delivery.delivery_id] = Composed(None, gone=chosen.gone, waits=True)
            continue
        say = _worded(day, member, chosen.due, now.open_count(member.member_id, chosen.due))
        text = render(say.message)
        again = text in told.get(member.member_id, ())
        if member.member_id in restored:
            text = f"{text}\n\n{restored[member.member_id]}"
        composed[delivery.delivery_id] = Composed(None if again else say, text, chosen.gone)
    return composed


def _restored(days: SchoolDays, batch: Sequence[Delivery]) -> dict[int, str]:
    found: dict[int, str] = {}
    for day in days:
        of_school = (d.member_id for d in batch if d.school_id == day.school_id)
        found |= restored_words(day, (number for number in of_school if number is not None))
    return found


def _may_wait(day: SchoolDay, due: Sequence[Due], thrift: Thrift) -> bool:
    """Whether a digest can go on with the next one: nothing late, nothing due in a few days."""
    if thrift is Thrift.FREE:
        return False
    soon = 1 if thrift is Thrift.RESERVE else 3
    return all((one.occurrence.due_on - day.today).days > soon for one in due)


def compose_catch_ups(days: SchoolDays, batch: Sequence[Delivery]) -> dict[int, Composed]:
    """Say once more, the same day, what may never have arrived and falls due before the next."""
    now = DueNow(days, batch)
    composed = {}
    for delivery in batch:
        day = days[delivery.school_id]
        member = day.staff.member(delivery.member_id)
        due = now.held(delivery.member_id)
        if member is None or not due:
            composed[delivery.delivery_id] = Composed(None)
            continue
        shown = due[:MOST_TASKS]
        items = tuple(_item(day, member, d) for d in shown)
        say = Say(
            ToldAgain(member, items),
            kind="digest",
            payload={"pulse": [], "close": []},
            rows=tuple(open_button(d.task, d.occurrence) for d in shown),
            about=tuple(_numbers(shown)),
        )
        composed[delivery.delivery_id] = Composed(say, render(say.message))
    return composed


def compose_escalations(days: SchoolDays, batch: Sequence[Delivery]) -> dict[int, Composed]:
    """Say which overdue tasks somebody may help with; nothing when all were answered meanwhile."""
    now = DueNow(days, batch)
    composed = {}
    for delivery in batch:
        chosen = now.of(delivery)
        day = days[delivery.school_id]
        member = day.staff.member(delivery.member_id)
        if member is None or not chosen.due:
            composed[delivery.delivery_id] = Composed(None, gone=chosen.gone)
            continue
        shown = chosen.due[:MOST_TASKS]
        items = tuple(
            EscalationItem(
                d.task.code, d.task.work, _silent(day, d), (day.today - d.occurrence.due_on).days
            )
            for d in shown
        )
        message = Escalation(member, items, len(chosen.due) - len(shown))
        say = Say(message, about=tuple(_numbers(shown)))
        composed[delivery.delivery_id] = Composed(say, render(message), chosen.gone)
    return composed


def _silent(day: SchoolDay, due: Due) -> tuple[Member, ...]:
    if due.task.completion is Completion.EACH:
        silent = [day.staff.member(part.member_id) for part in due.parts if not part.is_done]
        return tuple(member for member in silent if member is not None)
    return (due.people.contact,) if due.people.contact is not None else ()


def _worded(day: SchoolDay, member: Member, due: Sequence[Due], others: int) -> Say:
    pulses = [d for d in due if d.rung.kind is RungKind.PULSE]
    closing = [d for d in due if d.rung.kind is RungKind.CLOSE]
    urgent = [d for d in due if d.rung.kind not in {RungKind.PULSE, RungKind.CLOSE}]
    if not urgent and closing:
        return _year_close(day, member, closing)
    if not urgent:
        return _pulse(day, member, pulses)
    if len(urgent) == 1 and not pulses and not closing:
        item = _item(day, member, urgent[0])
        message = DigestOne(member, item, others)
        return task_prompt(message, urgent[0].occurrence)
    shown = urgent[:MOST_TASKS]
    listed = Digest(
        who=member,
        items=tuple(_item(day, member, d) for d in shown),
        more=len(urgent) - len(shown),
        long_tasks=len(pulses),
        closing=len(closing),
        others=others,
    )
    rows = [open_button(d.task, d.occurrence) for d in shown]
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


@cache
def task_rows() -> tuple[tuple[Option, ...], ...]:
    """Give the buttons of one task."""
    return (
        (Option("done", label("done")),),
        tuple(Option(code, label(code)) for code in ("working", "blocked", "postpone")),
    )


def open_button(task: Task, occurrence: Occurrence) -> tuple[Option, ...]:
    """Give the row of a list that opens one of its tasks."""
    text = label("task", code=task.code, work=shortened(task.work, 26))
    return (Option(f"task:{occurrence.occurrence_id}", text),)


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


@cache
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


def _item(day: SchoolDay, member: Member, due: Due) -> DigestItem:
    occurrence = due.occurrence
    counts_to = working_due(occurrence.due_on, occurrence.shape, day.years)
    off = None
    if counts_to != occurrence.due_on:
        off = day.years.of(occurrence.due_on).name_of_day_off(occurrence.due_on)
    step = escalation_step(day, due.rung)
    owes = due.task.completion is Completion.EACH or due.people.contact is member
    told = told_of(day, due.task, due.people, step) if step and owes else []
    note = _note(due, member, day.today)
    return DigestItem(
        code=due.task.code,
        work=occurrence.title or due.task.work,
        note=note,
        due_on=occurrence.due_on if note == "overdue" else counts_to,
        days=(counts_to - day.today).days,
        at=occurrence.due_time,
        written_on=occurrence.due_on if off is not None else None,
        day_off=day_off_words(off) if off is not None else "",
        told=told[0] if told else None,
        first_on=occurrence.first_on,
    )


def _note(due: Due, member: Member, today: date) -> str:
    if due.rung.kind in NOTES:
        return NOTES[due.rung.kind]
    if due.occurrence.due_on < today:
        return "overdue"
    if member not in due.people.workers and member in due.people.supporters:
        return "support"
    return "occasion" if due.occurrence.shape is Shape.OCCASION else "soon"
