"""Being away, or wanting no reminders: what falls due meanwhile, and what can be done then."""

from datetime import timedelta

from msgspec import Struct

from bot.commands.asked import may_see, span_of
from bot.desk import Desk
from bot.names import named_in, without_names
from bot.words import LONGEST, has_any, is_made_of, is_whole, without_first
from followup.say import Say
from plan.deadlines import find_deadline
from plan.folding import compose
from plan.model import Member, Span
from reports.lists import listed
from reports.overview import line_of
from texts.messages.replies import Away, AwayOf, StillReminded

MOST = 2
# Without days what falls due so soon is shown.
SOON = timedelta(days=14)


class Absence(Struct, frozen=True):
    """Somebody else who will be away, and when; None where no days are named that can be read."""

    whom: Member
    days: Span | None


def takes_days(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, or days that are not over: "nghỉ ốm tuần này", "tuần sau em đi công tác".

    A whole line may say it of another, to who leads them: "cô Đào nghỉ ốm tuần này".
    """
    if is_whole(rest, said):
        return _absence(said, desk) is not None
    return not rest or (not _others(rest, desk) and _days(rest, desk) is not None)


def away(words: str, desk: Desk) -> Say:
    """Show who will be away what falls due meanwhile, else soon; nothing of it is kept."""
    other = _absence(words, desk)
    if other is not None:
        return _away_of(desk, other)
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


def _absence(text: str, desk: Desk) -> Absence | None:
    if len(text) > LONGEST or not has_any(text, "away"):
        return None
    composed = compose(text)
    found = find_deadline(composed, desk.day.frame("chat"))
    said = composed if found is None else found.beside(composed)
    named = _others(said, desk)
    if len(named) != 1 or not may_see(desk, named[0]):
        return None
    if not is_made_of(without_names(said, named), "away", "before_away", "up_to", "around_away"):
        return None
    if found is None:
        return Absence(named[0], None)
    days = _days(" ".join(composed[first:last] for first, last in found.ranges), desk)
    return Absence(named[0], days)


def _others(text: str, desk: Desk) -> list[Member]:
    return named_in(text, (member for member in desk.day.staff.members if member != desk.me))


def _away_of(desk: Desk, other: Absence) -> Say:
    days = other.days or Span(desk.day.today, desk.day.today + SOON)
    number = other.whom.member_id
    found = listed(desk.day, desk.me, f"member_days:{number}:{days.first}:{days.last}").views
    shown = found[:MOST]
    message = AwayOf(
        who=desk.me,
        whom=other.whom,
        first=days.first,
        last=days.last,
        items=tuple(line_of(view, desk.day) for view in shown),
        count=len(found),
        hands_over=desk.may_use("bangiao"),
    )
    about = tuple(view.next_due.occurrence_id for view in shown if view.next_due is not None)
    return Say(message, about=about)


def _days(words: str, desk: Desk) -> Span | None:
    """Give the days somebody speaks of, from today on; None for none, or for what is over."""
    span = span_of(words, desk)
    today = desk.day.today
    if span is None or span.last < today:
        return None
    is_end = without_first(words, "up_to") != words
    return Span(today if is_end else max(span.first, today), span.last)
