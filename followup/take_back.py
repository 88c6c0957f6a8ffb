"""Taking back the last thing somebody did, within a day."""

from datetime import timedelta

from msgspec import Struct

from followup.lay_moments import lay_all_moments, lay_moments
from followup.post import notify
from followup.remind_decision import promise_decision
from followup.say import Say
from followup.set_reminding import remind_anew
from followup.workers import tell_of_task
from plan.model import AssignedAs, OccurrenceState
from storage import history, moments, occurrences, requests, taking_back, tasks
from storage.history import Actor
from storage.school_day import SchoolDay
from storage.taking_back import Change, ChangedSinceError
from texts.messages.requests import DecisionTakenBack, TaskReleased

WITHIN = timedelta(hours=24)
# What "hoàn tác" may take back; joining, inviting and starting are not logged work.
UNDOABLE = frozenset(
    {
        "report_progress",
        "add_evidence",
        "ask_request",
        "decide_request",
        "hand_out",
        "give_task",
        "answer_doubt",
        "accept_plan",
        "import_roster",
        "set_calendar",
        "set_reminding",
        "deputise",
        "set_approval",
        "spend",
        "edit_task",
        "add_task",
        "cancel_task",
        "reopen_task",
        "add_milestones",
        "new_year",
        "close_task",
        "part_tasks",
        "file_evidence",
        "describe_evidence",
        "drop_evidence",
        "import_evidence",
        "remind_again",
        "add_workers",
        "take_out",
    }
)


class TakenBack(Struct, frozen=True):
    """What was taken back: the deed's name and the tasks it touched, or why it was not."""

    name: str = ""
    task_ids: tuple[int, ...] = ()
    changed_since: bool = False


def take_back(day: SchoolDay, actor: Actor) -> TakenBack | None:
    """Undo the acting member's last deed of the last 24 hours; None when there is none.

    When somebody changed the same thing since, nothing is undone and the outcome says so.
    """
    if actor.member_id is None:
        return None
    found = history.last_deed(day.tx, day.school_id, actor.member_id, UNDOABLE, day.now - WITHIN)
    if found is None:
        return None
    deed_id, name = found
    savepoint = day.tx.begin_nested()
    try:
        changes = taking_back.take_back(day.tx, day.school_id, deed_id, actor, day.now)
    except ChangedSinceError:
        savepoint.rollback()
        return TakenBack(name, changed_since=True)
    savepoint.commit()
    if name == "set_reminding":
        remind_anew(day.renewed())
    elif any(c.subject == "calendars" for c in changes):
        lay_all_moments(SchoolDay(day.tx, day.school, day.now))
    else:
        _lay_again(day, changes)
    task_ids = _tasks_of(day, changes)
    if name in {"hand_out", "give_task", "add_workers"}:
        _tell_released(day, actor, deed_id, changes)
    if name == "take_out":
        _tell_put_back(day, actor, deed_id, changes)
    if name in {"decide_request", "ask_request", "report_progress", "close_task", "give_task"}:
        _tell_undecided(day, actor, deed_id, changes)
        promise_decision(day)
    return TakenBack(name, task_ids)


def _tell_released(day: SchoolDay, actor: Actor, deed_id: int, changes: list[Change]) -> None:
    """Tell who had just been given a task that it is theirs no more."""
    added = [c.after or {} for c in changes if c.subject == "assignments" and c.before is None]
    known = tasks.many(day.tx, day.school_id, {row["task_id"] for row in added})
    for row in added:
        member = day.staff.member(row.get("member_id"))
        if member is None or member.member_id == actor.member_id:
            continue
        task = known[row["task_id"]]
        message = TaskReleased(member, day.staff.member(actor.member_id), task.code, task.work)
        notify(day, member, f"released:{deed_id}:{task.task_id}", Say(message))


def _tell_put_back(day: SchoolDay, actor: Actor, deed_id: int, changes: list[Change]) -> None:
    """Tell who had been taken out of a task that it is theirs again."""
    removed = [c.before or {} for c in changes if c.subject == "assignments" and c.after is None]
    known = tasks.many(day.tx, day.school_id, {row["task_id"] for row in removed})
    for row in removed:
        member = day.staff.member(row.get("member_id"))
        if member is not None:
            done = (actor.member_id, deed_id)
            tell_of_task(day, done, known[row["task_id"]], member, AssignedAs(row["part"]))


def _tell_undecided(day: SchoolDay, actor: Actor, deed_id: int, changes: list[Change]) -> None:
    """Tell who had been given a decision that it waits again."""
    decided = [
        c.subject_id
        for c in changes
        if c.subject == "requests" and (c.after or {}).get("state") in {"agreed", "refused"}
    ]
    for request_id in decided:
        request = requests.get(day.tx, day.school_id, request_id)
        occurrence = (
            occurrences.get(day.tx, day.school_id, request.occurrence_id) if request else None
        )
        task = tasks.get(day.tx, day.school_id, occurrence.task_id) if occurrence else None
        asker = day.staff.member(request.asked_by) if request is not None else None
        if task is None or asker is None or asker.member_id == actor.member_id:
            continue
        by = day.staff.member(actor.member_id)
        message = DecisionTakenBack(asker, by, task.code, task.work)
        notify(day, asker, f"undecided:{deed_id}:{request_id}", Say(message))


def _lay_again(day: SchoolDay, changes: list[Change]) -> None:
    touched = {c.subject_id for c in changes if c.subject == "occurrences"}
    # A task taken out of the plan had its moments dropped: it is reminded of again.
    moved = [c for c in changes if c.subject == "tasks" and "state" in (c.before or {})]
    own = occurrences.of_tasks(day.tx, day.school_id, (c.subject_id for c in moved))
    touched.update(one.occurrence_id for of_task in own.values() for one in of_task)
    found = occurrences.many(day.tx, day.school_id, touched).values()
    still_open = [one for one in found if one.state is OccurrenceState.OPEN]
    closed = [one.occurrence_id for one in found if one.state is not OccurrenceState.OPEN]
    lay_moments(day, still_open, after=day.today)
    moments.drop_waiting(day.tx, day.school_id, closed, "taken back")


def _tasks_of(day: SchoolDay, changes: list[Change]) -> tuple[int, ...]:
    named = [c.subject_id for c in changes if c.subject == "tasks"]
    numbers = [c.subject_id for c in changes if c.subject == "occurrences"]
    numbers += [
        (c.after or {})["occurrence_id"]
        for c in changes
        if c.subject in {"reports", "requests", "evidence", "moments"}
        and (c.after or {}).get("occurrence_id") is not None
    ]
    rows = [c.after or c.before or {} for c in changes]
    named += [row["task_id"] for row in rows if "task_id" in row]
    found = occurrences.many(day.tx, day.school_id, numbers)
    return tuple(dict.fromkeys([*named, *(found[n].task_id for n in numbers if n in found)]))
