"""Being away, or wanting no reminders: what falls due meanwhile, and what can be done then."""

from bot.commands.asked import span_of
from bot.desk import Desk
from bot.words import without_first
from followup.say import Say
from plan.model import Span
from reports.lists import listed
from reports.overview import line_of
from texts.messages.replies import Away, StillReminded

MOST = 2


def takes_days(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, or days that are not over: "nghỉ ốm tuần này", "tuần sau em đi công tác"."""
    del said
    return not rest or _days(rest, desk) is not None


def away(words: str, desk: Desk) -> Say:
    """Show who will be away what falls due meanwhile, else soon; nothing of it is kept."""
    days = _days(words, desk)
    name = "my_next" if days is None else f"my_days:{days.first}:{days.last}"
    found = listed(desk.day, desk.me, name).views
    shown = found[:MOST]
    message = Away(
        who=desk.me,
        first=None if days is None else days.first,
        last=None if days is None else days.last,
        items=tuple(line_of(view, desk.day) for view in shown),
        count=len(found),
        decides=desk.may_use("uyquyen"),
    )
    about = tuple(view.next_due.occurrence_id for view in shown if view.next_due is not None)
    return Say(message, about=about)


def no_reminders(words: str, desk: Desk) -> Say:
    """Say that reminders are not switched off, and what ends them."""
    del words
    return Say(StillReminded(desk.me))


def _days(words: str, desk: Desk) -> Span | None:
    """Give the days somebody speaks of, from today on; None for none, or for what is over."""
    span = span_of(words, desk)
    today = desk.day.today
    if span is None or span.last < today:
        return None
    is_end = without_first(words, "up_to") != words
    return Span(today if is_end else max(span.first, today), span.last)
