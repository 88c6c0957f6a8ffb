"""Having others reminded at once: "nhắc V4", "nhắc cô Đào làm V4", "nhắc những người trễ"."""

from bot.codes import find_number, is_only_code
from bot.commands.context import OpenTask, by_code
from bot.commands.views import one_task
from bot.desk import Chosen, Desk
from bot.names import named_in
from bot.words import has_any, is_made_of
from followup.nudge import Nudged, may_nudge, nudge, nudge_late, nudged_by, who_owes
from followup.say import Option, Say
from plan.deadlines import find_deadline
from plan.model import Member, Occurrence, OccurrenceState, Task
from plan.progress import Standing
from reports.overview import overview
from texts.labels import label
from texts.messages.reminders import LateLine, NudgeAsked, NudgeDone, NudgeLeft

# A message names so many.
MOST_PEOPLE = 7


def takes_nudge(rest: str, said: str, desk: Desk) -> bool:
    """Take a task's code alone, or the code of one that waits for others, without a day."""
    del said
    if is_only_code(rest):
        return True
    one, whom = _asked(rest, desk)
    if one is None or find_deadline(rest, desk.day.frame("chat")) is not None:
        return False
    others = whom or _named_others(rest, desk)
    return bool(others) and may_nudge(desk.day, desk.me, one.task, others)


def remind_now(words: str, desk: Desk) -> Say:
    """Remind whom the task waits for, and say whom; what waits for nobody else is shown."""
    one, whom = _asked(words, desk)
    if one is None or not whom or not may_nudge(desk.day, desk.me, one.task, whom):
        return one_task(desk, find_number(words) or 0)
    is_started = desk.day.school.started_at is not None
    about = (one.task, one.occurrence)
    done = nudge(desk.day, desk.me, about, whom) if is_started else Nudged((), (), ())
    return _done(desk, one.task.code, done)


def takes_late(rest: str, said: str, desk: Desk) -> bool:
    """Take everybody who is late: "nhắc những ai chưa nộp", "nhắc tất cả người trễ"."""
    del said, desk
    return is_made_of(rest, "late_ones") and has_any(rest, "is_late")


def ask_late(words: str, desk: Desk) -> Say:
    """Ask whether everybody is to be reminded of what is late, naming each."""
    del words
    codes: dict[Member, list[str]] = {}
    for task, _, whom in _late(desk):
        for member in whom:
            codes.setdefault(member, []).append(task.code)
    lines = [LateLine(member, tuple(found)) for member, found in codes.items()]
    message = NudgeAsked(desk.me, tuple(lines[:MOST_PEOPLE]), len(lines[MOST_PEOPLE:]))
    if not lines:
        return Say(message)
    rows = ((Option("yes", label("nudge_late")), Option("no", label("no"))),)
    return Say(message, "nudge_late", {}, rows)


def remind_late(chosen: Chosen, desk: Desk) -> Say:
    """Remind everybody of what is late by now, or leave it."""
    if chosen.value != "yes":
        return Say(NudgeLeft(desk.me))
    is_started = desk.day.school.started_at is not None
    done = nudge_late(desk.day, desk.me, _late(desk)) if is_started else Nudged((), (), ())
    return _done(desk, "", done)


def _late(desk: Desk) -> list[tuple[Task, Occurrence, tuple[Member, ...]]]:
    """List what is late, with whom it waits for, as far as the speaker may have them reminded."""
    found = []
    for view in overview(desk.day):
        if view.standing is not Standing.OVERDUE or view.next_due is None:
            continue
        owing = who_owes(desk.day, view.task, view.next_due, lambda _: True)
        whom = nudged_by(desk.day, desk.me, view.task, owing)
        if whom:
            found.append((view.task, view.next_due, whom))
    return found


def _done(desk: Desk, code: str, done: Nudged) -> Say:
    at = desk.day.hours.allowed(desk.day.now)
    later = at if at > desk.day.now else None
    people = (done.told, done.again, done.unreachable)
    is_started = desk.day.school.started_at is not None
    return Say(NudgeDone(desk.me, code, *people, later, is_started=is_started))


def _asked(words: str, desk: Desk) -> tuple[OpenTask | None, list[Member]]:
    """Give the open task that is named, and which others it waits for."""
    number = find_number(words)
    one = by_code(desk, f"V{number}") if number is not None else None
    if one is None or one.occurrence.state is not OccurrenceState.OPEN:
        return None, []
    named = named_in(words, desk.day.staff.members)
    owing = who_owes(desk.day, one.task, one.occurrence, lambda who: who in named)
    others = _named_others(words, desk)
    if others and not any(member in owing for member in others):
        # Nobody else is reminded in the place of who was named.
        return one, []
    return one, [member for member in owing if member != desk.me]


def _named_others(words: str, desk: Desk) -> list[Member]:
    return named_in(words, (member for member in desk.day.staff.members if member != desk.me))
