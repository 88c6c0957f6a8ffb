"""Who decides in whose place, and which results wait for a word before they count as done."""

from datetime import date

from bot.codes import find_number
from bot.commands.needs import ask_person
from bot.desk import Chosen, Desk
from bot.words import folded, is_one_of
from followup.approval import approved_parts, set_approval
from followup.deputise import deputise, end_deputising, of_member
from followup.say import Option, Say
from plan.deadlines import find_deadline
from plan.folding import fold
from plan.model import Member, Span, Task
from storage import tasks
from texts.labels import label
from texts.messages.replies import NoSuchTask
from texts.messages.requests import ApprovalSet, StandInAsked, StandInKept


def stand_in(words: str, desk: Desk) -> Say:
    """Show who stands in, or ask whether somebody is to: "uỷ quyền cô Hạnh 10-15/12"."""
    if not words:
        return _shown(desk)
    span, name = _read(words, desk)
    if span is None or not name:
        return Say(StandInKept(desk.me, "unclear", None, None, None))
    found = desk.day.staff.find(name)
    if len(found) != 1:
        days = [span.first.isoformat(), span.last.isoformat()]
        return ask_person(desk, name, {"then": "stand_in", "days": days})
    return ask_stand_in(desk, found[0], span)


def takes_stand_in(rest: str, said: str, desk: Desk) -> bool:
    """Take whatever follows the command; another line only if it names who decides, and when."""
    del rest
    if any(fold(said).startswith(one) for one in folded("delegates")):
        return True
    if not any(one in fold(said) for one in folded("decides_for")):
        return False
    span, name = _read(said, desk)
    return span is not None and len(desk.day.staff.find(name)) == 1


def _read(words: str, desk: Desk) -> tuple[Span | None, str]:
    """Take the days out of a line; what is left is the name."""
    found = find_deadline(words, desk.day.frame("chat"))
    if found is None or not found.reading.is_certain or len(found.reading.spans) != 1:
        return None, words
    span = found.reading.spans[0]
    if span.last < desk.day.today or found.reading.rrule:
        return None, words
    kept = [word for word in found.beside(words).split() if not is_one_of(word, "around_days")]
    return span, " ".join(kept).strip(" ,:")


def ask_stand_in(desk: Desk, to: Member, span: Span) -> Say:
    """Show whom and when before anybody may decide in another's place."""
    if to == desk.me:
        return Say(StandInKept(desk.me, "unclear", None, None, None))
    span = Span(max(span.first, desk.day.today), span.last)
    days = [span.first.isoformat(), span.last.isoformat()]
    rows = ((Option("yes", label("yes")), Option("no", label("no"))),)
    message = StandInAsked(desk.me, to, span.first, span.last)
    return Say(message, "stand_in", {"to": to.member_id, "days": days}, rows)


def decide_stand_in(chosen: Chosen, desk: Desk) -> Say:
    """Let somebody stand in, or leave everything as it is."""
    to = desk.day.staff.member(chosen.payload["to"])
    if chosen.value != "yes" or to is None:
        return _shown(desk)
    first, last = (date.fromisoformat(day) for day in chosen.payload["days"])
    deputise(desk.day, desk.actor, to, Span(first, last))
    return Say(StandInKept(desk.me, "given", to, first, last))


def end_stand_in(words: str, desk: Desk) -> Say:
    """Take a standing-in back before its last day."""
    del words
    ended = end_deputising(desk.day, desk.actor)
    if not ended:
        return _shown(desk)
    return Say(StandInKept(desk.me, "ended", ended[0], None, None))


def _shown(desk: Desk) -> Say:
    standing = of_member(desk.day, desk.me)
    to = desk.day.staff.member(standing[0].member_id) if standing else None
    if to is None:
        return Say(StandInKept(desk.me, "none", None, None, None))
    return Say(StandInKept(desk.me, "shown", to, standing[0].first_on, standing[0].last_on))


def takes_what(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, a task's code, a standard's number, or the whole school."""
    del said
    return not rest or _what(rest, desk) is not None


def need_approval(words: str, desk: Desk) -> Say:
    """Ask for a word on results of a task, a standard or the school: "cần duyệt V12"."""
    return _approval(words, desk, needed=True)


def no_approval(words: str, desk: Desk) -> Say:
    """Let results count as done at once again."""
    return _approval(words, desk, needed=False)


def _approval(words: str, desk: Desk, *, needed: bool) -> Say:
    what = _what(words, desk) if words else None
    number = find_number(words)
    if words and what is None:
        return Say(NoSuchTask(desk.me, f"V{number}" if number is not None else words))
    if what is not None:
        set_approval(desk.day, desk.actor, what, needed=needed)
    renewed = desk.day.renewed()
    return Say(ApprovalSet(desk.me, *approved_parts(renewed), is_changed=what is not None))


def _what(words: str, desk: Desk) -> Task | str | None:
    """Read what is to be approved: a task, a standard's number, "" for the school."""
    number = find_number(words)
    if number is not None:
        return tasks.by_number(desk.tx, desk.school_id, number)
    if is_one_of(words, "whole_school"):
        return ""
    last = words.rsplit(maxsplit=1)[-1]
    return last if last.isdigit() and is_one_of(words[: -len(last)], "standard") else None
