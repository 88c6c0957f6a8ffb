"""Being reminded once more: "mai nhắc lại em", "nhắc em V4 trước hạn 2 ngày"."""

from datetime import date, timedelta

from bot.commands.context import OpenTask, by_code, is_own, is_theirs, open_one, spoken_of
from bot.commands.views import one_task
from bot.desk import Desk
from bot.replies import Again, read_again
from bot.words import words as listed
from followup.remind_again import remind_again
from followup.say import Say
from plan.ladder import lay
from texts.messages.reminders import AgainLine, AgainWhen, RemindedAgain
from texts.messages.replies import NoOpenTask, NoSuchTask

# A message lists so many.
MOST = 5
RUNGS = 3


def takes_again(rest: str, said: str, desk: Desk) -> bool:
    """Take a wish to be reminded, unless it is of what others do and the speaker is not named."""
    del rest
    wish = read_again(said, desk.day.frame("chat"))
    if wish is None:
        return False
    if wish.for_me:
        return True
    named = [one for one in (by_code(desk, code) for code in wish.codes) if one is not None]
    return all(is_own(desk, one) for one in named)


def again(words: str, desk: Desk) -> Say:
    """Read a wish as it was typed, behind the command's name or by itself."""
    said = desk.said.text
    if said.startswith("/"):
        said = f"{listed('reminds_me')[0]} {words}"
    wish = read_again(said, desk.day.frame("chat"))
    return Say(AgainWhen(desk.me, "", ())) if wish is None else wished(desk, wish)


def wished(desk: Desk, wish: Again) -> Say:
    """Promise the reminders of a wish, or ask for the day; what cannot be asked for is shown."""
    meant: list[OpenTask] = []
    for code in wish.codes:
        one = by_code(desk, code)
        if one is None:
            return Say(NoSuchTask(desk.me, code))
        if open_one(desk, one.occurrence.occurrence_id) is None or not is_theirs(desk, one):
            return one_task(desk, one.task.number)
        meant.append(one)
    meant = (meant or spoken_of(desk))[:MOST]
    return _promised(desk, wish, meant) if meant else Say(NoOpenTask(desk.me))


def _promised(desk: Desk, wish: Again, meant: list[OpenTask]) -> Say:
    found = ((one, _day(desk, wish, one)) for one in meant)
    coming = [(one, on) for one, on in found if on is not None and on > desk.day.today]
    if len(coming) < len(meant):
        return Say(AgainWhen(desk.me, meant[0].task.code, _rungs(desk, meant[0])))
    is_started = desk.day.school.started_at is not None
    if is_started:
        remind_again(desk.day, desk.actor, [(one.occurrence, on) for one, on in coming])
    days = {on for _, on in coming}
    at = desk.day.hours.allowed(desk.day.digest_at(desk.me, min(days)))
    message = RemindedAgain(
        who=desk.me,
        items=tuple(_line(one, on) for one, on in coming),
        on=min(days) if len(days) == 1 else None,
        at=at,
        moved=wish.on is not None and wish.on not in days,
        is_started=is_started,
    )
    return Say(message, about=tuple(one.occurrence.occurrence_id for one in meant))


def _line(one: OpenTask, on: date) -> AgainLine:
    work = one.occurrence.title or one.task.work
    return AgainLine(one.task.code, work, on, one.occurrence.due_on)


def _day(desk: Desk, wish: Again, one: OpenTask) -> date | None:
    """Give the working day of a wish: a day off goes to the next one, before the due day back."""
    if wish.before is not None:
        return desk.day.years.last_working_day(one.occurrence.due_on - timedelta(days=wish.before))
    return None if wish.on is None else desk.day.years.next_working_day(wish.on)


def _rungs(desk: Desk, one: OpenTask) -> tuple[date, ...]:
    laid = lay(one.occurrence.span, one.occurrence.shape, desk.day.years, desk.day.ladder)
    coming = (m.on for m in laid if m.on > desk.day.today and not m.rung.is_after)
    return tuple(sorted(set(coming)))[:RUNGS]
