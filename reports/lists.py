"""The lists people open: their own, behind a number of the week, of a person, of some days."""

from collections.abc import Callable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from plan.model import Completion, Member, Occurrence, OccurrenceState
from plan.progress import Standing
from reports.overview import TaskView, concerning, in_order, overview, own_of
from reports.weekly import LISTS, is_soon
from storage import occurrences
from storage.school_day import SchoolDay
from texts.dates import short_day
from texts.render import named
from texts.roles import role_name


class Listed(Struct, frozen=True):
    """Some tasks; `title` is a label, `about` what it speaks of: a name, a stretch of days."""

    title: str
    about: str
    views: tuple[TaskView, ...]


def listed(day: SchoolDay, me: Member, name: str) -> Listed:
    """Give a list by its name: "mine", "overdue", ..., "member:3", "unit:2", "days:FIRST:LAST".

    "my_days:FIRST:LAST" and "member_days:3:FIRST:LAST" are of one person.
    """
    kind, _, which = name.partition(":")
    if kind == "my_days":
        return _days_of(day, me, which)
    if kind == "member_days":
        number, _, days = which.partition(":")
        member = day.staff.member(int(number))
        if member is None:
            return Listed("days", "", ())
        found = _days_of(day, member, days)
        return replace(found, about=f"{found.about}, {named(member)}")
    if kind in _WITH_VALUE:
        about, views = _WITH_VALUE[kind](day, which)
        return Listed(kind, about, tuple(views))
    return Listed(name, "", tuple(_plain(day, me, name)))


def _days_of(day: SchoolDay, member: Member, which: str) -> Listed:
    about, views = _of_days(day, which)
    theirs = {view.task.task_id for view in own_of(views, member)}
    return Listed("days", about, tuple(v for v in views if v.task.task_id in theirs))


def _plain(day: SchoolDay, me: Member, name: str) -> list[TaskView]:
    if name in {"mine", "my_next"}:
        own = concerning(day, me)
        return own if name == "mine" else [v for v in own if is_soon(v, day)]
    everything = overview(day)
    if name == "handed":
        return [v for v in everything if v.task.plan_id is None]
    if name == "requests":
        return [v for v in everything if v.asked]
    test = LISTS[name]
    found = [v for v in everything if v.task.plan_id is not None and test(v, day)]
    return in_order(found)


def _of_member(day: SchoolDay, which: str) -> tuple[str, list[TaskView]]:
    member = day.staff.member(int(which))
    if member is None:
        return "", []
    return named(member), concerning(day, member)


def _of_unit(day: SchoolDay, which: str) -> tuple[str, list[TaskView]]:
    members = [m for m in day.staff.members if m.unit_id == int(which)]
    name = members[0].unit if members else ""
    found = [
        view
        for view in overview(day)
        if view.standing is not Standing.DONE and any(m in view.people.workers for m in members)
    ]
    return name, in_order(found)


def _of_role(day: SchoolDay, which: str) -> tuple[str, list[TaskView]]:
    role, _, unit = which.partition("/")
    holders = day.staff.holders(role, unit)
    found = {
        view.task.task_id: view
        for view in overview(day)
        if any(member in view.people.workers for member in holders)
    }
    return role_name(role, unit), in_order(list(found.values()))


def _of_days(day: SchoolDay, which: str) -> tuple[str, list[TaskView]]:
    first, last = (date.fromisoformat(text) for text in which.split(":"))
    found = [_as_of(view, span) for view in overview(day) if (span := _in(view, first, last))]
    about = short_day(first) if first == last else f"{short_day(first)} - {short_day(last)}"
    return about, in_order(found)


def _in(view: TaskView, first: date, last: date) -> Occurrence | None:
    """Give the first open occurrence due in those days."""
    due = (o for o in view.occurrences if first <= o.due_on <= last)
    return next((o for o in due if o.state is OccurrenceState.OPEN), None)


def _as_of(view: TaskView, occurrence: Occurrence) -> TaskView:
    """Look at a task by one of its occurrences rather than the one due next."""
    if view.progress is None:
        return view
    return replace(view, progress=replace(view.progress, next_due=occurrence))


_WITH_VALUE: Mapping[str, Callable[[SchoolDay, str], tuple[str, list[TaskView]]]] = {
    "member": _of_member,
    "unit": _of_unit,
    "role": _of_role,
    "days": _of_days,
}


def silent_people(day: SchoolDay) -> list[tuple[Member, tuple[str, ...]]]:
    """List who has something due soon, or overdue, and has not answered: in roster order."""
    found: dict[int, list[str]] = {}
    for view in overview(day):
        if not view.asked and _waits_for_answer(view, day):
            for member in _owing(day, view):
                found.setdefault(member.member_id, []).append(view.task.code)
    return [
        (member, tuple(found[member.member_id]))
        for member in day.staff.members
        if member.member_id in found
    ]


def _owing(day: SchoolDay, view: TaskView) -> tuple[Member, ...]:
    """List who owes an answer: the contact, or of several who owe parts the silent ones."""
    if view.task.completion is not Completion.EACH or view.next_due is None:
        return (view.contact,) if view.contact is not None else ()
    number = view.next_due.occurrence_id
    parts = occurrences.list_parts(day.tx, day.school_id, [number]).get(number, [])
    done = {part.member_id for part in parts if part.is_done}
    return tuple(member for member in view.people.workers if member.member_id not in done)


def _waits_for_answer(view: TaskView, day: SchoolDay) -> bool:
    if view.next_due is None:
        return False
    if view.standing is Standing.OVERDUE:
        return True
    report, is_each = view.report, view.task.completion is Completion.EACH
    said = report is not None and report.occurrence_id == view.next_due.occurrence_id
    return (is_each or not said) and is_soon(view, day)
