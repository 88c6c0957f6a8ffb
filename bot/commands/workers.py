"""Who works on a task beside others: "thêm cô Yến vào V4", "bỏ cô Yến khỏi V4"."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from bot.codes import find_numbers, without_codes
from bot.commands.act import may_assign
from bot.commands.context import OpenTask, by_code
from bot.commands.needs import ask_person
from bot.desk import Desk
from bot.names import named_in, without_names
from bot.words import LONGEST, has_any, is_made_of
from followup.say import Say
from followup.workers import add_workers, named_as, take_out
from plan.model import AssignedAs, Completion, Member, OccurrenceState
from texts.messages.requests import WorkersChanged
from texts.render import call

_CHANGES = ("takes_out", "adds_worker")


class Change(Struct, frozen=True):
    """Who is to be put on a task or taken out of it."""

    on: OpenTask
    members: tuple[Member, ...]
    is_added: bool
    part: AssignedAs


def takes_change(rest: str, said: str, desk: Desk) -> bool:
    """Take a line that puts people on a task that the speaker hands out, or takes one out."""
    del rest
    return _read(said, desk) is not None


def change(words: str, desk: Desk) -> Say:
    """Put people on a task beside who is on it, or take one out."""
    read = _read(words, desk)
    if read is None:
        return Say(WorkersChanged(desk.me, "unclear"))
    called = [call(member) for member in read.members]
    twice = next((name for name in called if called.count(name) > 1), "")
    if twice:
        sure = [m.member_id for m in read.members if call(m) != twice]
        plain = {"code": read.on.task.code, "part": str(read.part), "added": read.is_added}
        return ask_person(desk, twice, {"then": "works_on", **plain, "members": sure})
    return _changed(desk, read)


def go_on(desk: Desk, payload: Mapping[str, Any], member: Member) -> Say:
    """Go on once it is said who of several was meant."""
    on = by_code(desk, payload["code"])
    sure = [desk.day.staff.member(number) for number in payload["members"]]
    members = [one for one in (*sure, member) if one is not None]
    if on is None or not may_assign(desk, on.task):
        return Say(WorkersChanged(desk.me, "unclear"))
    part = AssignedAs(payload["part"])
    return _changed(desk, Change(on, tuple(members), payload["added"], part))


def _read(text: str, desk: Desk) -> Change | None:
    if len(text) > LONGEST or not any(has_any(text, kind) for kind in _CHANGES):
        return None
    numbers = find_numbers(text)
    on = by_code(desk, f"V{next(iter(numbers))}") if len(numbers) == 1 else None
    if on is None or not may_assign(desk, on.task):
        return None
    said = without_codes(text)
    members = named_in(said, desk.day.staff.members)
    if not members or not is_made_of(without_names(said, members), *_CHANGES, "around_worker"):
        return None
    is_added = not has_any(said, "takes_out")
    part = AssignedAs.SUPPORT if has_any(said, "helps") else AssignedAs.LEAD
    return Change(on, tuple(members), is_added, part)


def _changed(desk: Desk, asked: Change) -> Say:
    return _added(desk, asked) if asked.is_added else _taken_out(desk, asked)


def _added(desk: Desk, asked: Change) -> Say:
    task = asked.on.task
    is_on = _on_it(desk, asked)
    new = [member for member in asked.members if member not in is_on]
    if asked.on.occurrence.state is not OccurrenceState.OPEN:
        return _said(desk, "closed", asked, asked.members)
    if not new:
        return _said(desk, "already", asked, asked.members)
    deed = desk.day.deed("add_workers", desk.actor)
    add_workers(desk.day, deed, task, new, asked.part)
    return _said(desk, "helps" if asked.part is AssignedAs.SUPPORT else "added", asked, new)


def _on_it(desk: Desk, asked: Change) -> Sequence[Member]:
    people = desk.day.responsible(asked.on.task.task_id)
    return () if people is None else (*people.workers, *people.supporters)


def _taken_out(desk: Desk, asked: Change) -> Say:
    """Take out who is named on the task; its contact and who is on it by a role stay."""
    task = asked.on.task
    people = desk.day.responsible(task.task_id)
    if len(asked.members) > 1 or people is None:
        return Say(WorkersChanged(desk.me, "unclear"))
    (member,) = asked.members
    if member not in _on_it(desk, asked):
        return _said(desk, "not_on_it", asked, asked.members)
    if people.contact == member or task.completion is Completion.EACH:
        return _said(desk, "contact", asked, asked.members)
    if not named_as(desk.day, task, member):
        return _said(desk, "by_role", asked, asked.members)
    take_out(desk.day, desk.day.deed("take_out", desk.actor), task, member)
    return _said(desk, "taken_out", asked, asked.members)


def _said(desk: Desk, what: str, asked: Change, members: Sequence[Member]) -> Say:
    task = asked.on.task
    waits = desk.day.school.started_at is None
    message = WorkersChanged(desk.me, what, task.code, task.work, tuple(members), waits)
    return Say(message, about=(asked.on.occurrence.occurrence_id,))
