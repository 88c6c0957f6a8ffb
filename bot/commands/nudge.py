"""Having others reminded of a task at once: "nhắc V4", "nhắc cô Đào làm V4"."""

from bot.codes import find_number, is_only_code
from bot.commands.context import OpenTask, by_code
from bot.commands.views import one_task
from bot.desk import Desk
from bot.words import words_in
from followup.nudge import may_nudge, nudge, who_owes
from followup.say import Say
from plan.deadlines import find_deadline
from plan.model import Member, OccurrenceState
from texts.messages.reminders import NudgeDone
from texts.render import call


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
    if desk.day.school.started_at is None:
        return Say(NudgeDone(desk.me, one.task.code, (), (), (), None, is_started=False))
    done = nudge(desk.day, desk.me, (one.task, one.occurrence), whom)
    at = desk.day.hours.allowed(desk.day.now)
    later = at if at > desk.day.now else None
    people = (done.told, done.again, done.unreachable)
    return Say(NudgeDone(desk.me, one.task.code, *people, later, is_started=True))


def _asked(words: str, desk: Desk) -> tuple[OpenTask | None, list[Member]]:
    """Give the open task that is named, and which others it waits for."""
    number = find_number(words)
    one = by_code(desk, f"V{number}") if number is not None else None
    if one is None or one.occurrence.state is not OccurrenceState.OPEN:
        return None, []
    said = words_in(words)
    owing = who_owes(desk.day, one.task, one.occurrence, lambda who: _is_named(who, said))
    others = _named_others(words, desk)
    if others and not any(member in owing for member in others):
        # Nobody else is reminded in the place of who was named.
        return one, []
    return one, [member for member in owing if member != desk.me]


def _named_others(words: str, desk: Desk) -> list[Member]:
    said = words_in(words)
    return [m for m in desk.day.staff.members if m != desk.me and _is_named(m, said)]


def _is_named(who: Member, said: list[str]) -> bool:
    """Whether words name somebody as people are called: "cô Lan"."""
    called = words_in(call(who))
    size = len(called)
    places = range(len(said) - size + 1 if who.call_name else 0)
    return any(said[n : n + size] == called for n in places)
