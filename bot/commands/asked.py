"""Questions in people's own words, in the forms of the command table, answered from the data."""

import re

from msgspec.structs import replace

from bot.codes import find_number, is_only_code
from bot.commands.context import OpenTask
from bot.commands.money import left
from bot.commands.needs import ask_person
from bot.commands.views import look, names_standard, one_task, people_list, task_list
from bot.commands.week import show_week
from bot.desk import Desk, Run
from bot.replies import means_own_unit
from bot.words import (
    LONGEST,
    folded,
    has_any,
    is_made_of,
    is_one_of,
    is_whole,
    without_ends,
    without_first,
    words_in,
)
from followup.say import Option, Say
from plan.deadlines import find_deadline, read_deadline
from plan.folding import compose, fold, fold_aligned
from plan.model import Member, Span
from plan.owners import Owner, OwnerDoubt, is_outside, kind_of, read_owners
from reports.seeing import headed, sees_all
from texts.labels import label
from texts.messages.requests import NotAllowed, PersonUnclear
from texts.messages.staff import RoleHeld
from texts.messages.week import AskedUnclear
from texts.roles import role_name

MOST_DAYS = 400
_UNIT = re.compile(r"^\s*to\b\s*")


def takes_what_goes_on(rest: str, said: str, desk: Desk) -> bool:
    """Take a task code, a standard or criterion, some days, somebody, or the whole plan."""
    del said
    if _is_place(rest) or is_one_of(rest, "whole_plan") or takes_time(rest, "", desk):
        return True
    whom = _worker(rest)
    if is_one_of(whom, "oneself"):
        return True
    return bool(desk.day.staff.find(whom)) or means_own_unit(whom) or bool(_unit_id(desk, whom))


def _worker(words: str) -> str:
    return without_first(without_ends(words, "at_work"), "work_of")


def _is_place(words: str) -> bool:
    return is_only_code(words) or names_standard(words)


def how_far(words: str, desk: Desk) -> Say:
    """Answer "tiêu chí 3.3 tới đâu rồi", "cô Yến làm tới đâu rồi", "tình hình tới đâu rồi"."""
    if _is_place(words):
        return look(words, desk)
    if takes_time(words, "", desk):
        return when(words, desk)
    if not is_one_of(words, "whole_plan"):
        return whose(_worker(words), desk)
    return show_week("", desk) if desk.may_use("tuan") else task_list(desk, "mine", 1)


def whose(words: str, desk: Desk) -> Say:
    """Answer "việc của kế toán", "việc của cô Lan", "việc của tổ Toán", "em còn mấy việc"."""
    return look(words, desk) if _is_place(words) else _of_whom(words, desk)


def _of_whom(words: str, desk: Desk) -> Say:
    words = without_ends(words, "how_much")
    found = (desk.me,) if is_one_of(words, "oneself") else desk.day.staff.find(words)
    if len(found) == 1:
        return of_member(desk, found[0])
    if means_own_unit(words):
        return of_unit("", desk)
    unit = _unit_id(desk, words)
    if unit is not None:
        return _of_unit(desk, unit)
    owners = [owner for owner in read_owners(words).owners if owner.role and not owner.person]
    holders = desk.day.staff.holders(owners[0].role, owners[0].unit) if len(owners) == 1 else ()
    if len(found) > 1 or not holders:
        return ask_person(desk, words, {"then": "whose"})
    if not all(may_see(desk, member) for member in holders):
        return Say(NotAllowed(desk.me, "command"))
    return task_list(desk, f"role:{owners[0].role}/{owners[0].unit}", 1)


def takes_role(rest: str, said: str, desk: Desk) -> bool:
    """Take what is one role of the school and nothing else: "kế toán", "tổ trưởng tổ Toán"."""
    del said, desk
    return _role(rest) is not None


def who_is(words: str, desk: Desk) -> Say:
    """Answer "ai là kế toán": the names the roster has."""
    owner = _role(words)
    if owner is None:
        return not_understood(desk)
    holders = desk.day.staff.holders(owner.role, owner.unit)
    return Say(RoleHeld(desk.me, role_name(owner.role, owner.unit), holders))


def _role(words: str) -> Owner | None:
    reading = read_owners(words)
    is_nobody = OwnerDoubt.NOBODY in reading.doubts
    if len(reading.owners) != 1 or reading.unread or is_nobody:
        return None
    (owner,) = reading.owners
    is_named = owner.person or not owner.role
    is_no_post = is_outside(owner.role) or kind_of(owner.role) == "learner"
    return None if is_named or is_no_post else owner


def takes_of_unit(rest: str, said: str, desk: Desk) -> bool:
    """Take the own unit's work, or a question: «tổ em còn ai chưa nộp»; the rest is a report."""
    del desk
    names_work = has_any(said, "asks_which")
    if not rest:
        return names_work
    return is_made_of(rest, "unit_asked") and (names_work or has_any(rest, "asks_of_unit"))


def of_unit(words: str, desk: Desk) -> Say:
    """Show a head the unit's tasks."""
    del words
    own = desk.me.unit_id
    if own is None:
        return Say(PersonUnclear(desk.me, "", several=False))
    return _of_unit(desk, own)


def of_member(desk: Desk, member: Member, days: str = "") -> Say:
    """Show somebody's tasks to who may see them, of some days FIRST:LAST or all."""
    if member == desk.me:
        return task_list(desk, f"my_days:{days}" if days else "mine", 1)
    if not may_see(desk, member):
        return Say(NotAllowed(desk.me, "command"))
    number = member.member_id
    return task_list(desk, f"member_days:{number}:{days}" if days else f"member:{number}", 1)


def _of_unit(desk: Desk, unit_id: int) -> Say:
    if not (sees_all(desk.day, desk.me) or unit_id in headed(desk.day, desk.me)):
        return Say(NotAllowed(desk.me, "command"))
    return task_list(desk, f"unit:{unit_id}", 1)


def may_see(desk: Desk, member: Member) -> bool:
    """Whether the speaker leads a member, and sees the work of that one."""
    if sees_all(desk.day, desk.me) or member == desk.me:
        return True
    return member.unit_id is not None and member.unit_id in headed(desk.day, desk.me)


def _unit_id(desk: Desk, words: str) -> int | None:
    """Find the unit that words name: "tổ Toán", "tổ Văn phòng"."""
    folded = fold(words)
    name = _UNIT.sub("", folded).split()
    if name == folded.split():
        return None
    found = {
        member.unit_id
        for member in desk.day.staff.members
        if member.unit_id is not None and set(name) <= set(words_in(member.unit))
    }
    return next(iter(found)) if len(found) == 1 and name else None


def takes_time(rest: str, said: str, desk: Desk) -> bool:
    """Take what is a stretch of time, or somebody's: "tháng 12 của cô Đào".

    Of a whole line what it asks may stand inside: "cô Đào có việc gì trong tháng 1".
    """
    about = _without_question(rest)
    if is_whole(rest, said) and about == rest:
        return False
    span, whose = _span_and_rest(about, desk)
    return span is not None and (not whose or bool(desk.day.staff.find(whose)))


def _without_question(words: str) -> str:
    """Leave out "có việc gì", wherever it stands; of a pasted text nothing."""
    if len(words) > LONGEST:
        return words
    composed = compose(words)
    said = f" {fold_aligned(composed)} "
    for phrase in sorted(folded("asks_due"), key=len, reverse=True):
        place = said.find(f" {phrase} ")
        if place >= 0:
            return " ".join((composed[:place] + composed[place + len(phrase) :]).split())
    return words


def _span_and_rest(words: str, desk: Desk) -> tuple[Span | None, str]:
    """Give the stretch of time that words name, and what they say beside it."""
    words = compose(words)
    found = find_deadline(words, desk.day.frame("chat"))
    if found is None:
        return span_of(words, desk), ""
    days = " ".join(words[first:last] for first, last in found.ranges)
    span = span_of(days, desk) or span_of(words, desk)
    rest = found.beside(words)
    if not rest or is_made_of(rest, "around_time"):
        return span, ""
    rest = without_ends(without_ends(rest, "around_time"), "oneself")
    return span, "" if is_one_of(rest, "oneself") else rest


def when(words: str, desk: Desk) -> Say:
    """Answer "tháng này có gì": what is due in those days, the school's for who leads it."""
    words = _without_question(words)
    span, whose = _span_and_rest(words, desk)
    if span is None:
        return not_understood(desk)
    if whose:
        return _when_of(desk, span, whose)
    is_own = without_ends(words, "oneself") != words.strip()
    kind = "my_days" if is_own or not sees_all(desk.day, desk.me) else "days"
    return task_list(desk, f"{kind}:{span.first.isoformat()}:{span.last.isoformat()}", 1)


def _when_of(desk: Desk, span: Span, whose: str) -> Say:
    found = desk.day.staff.find(whose)
    days = f"{span.first}:{span.last}"
    if len(found) != 1:
        return ask_person(desk, whose, {"then": "whose", "days": days})
    return of_member(desk, found[0], days)


def span_of(words: str, desk: Desk) -> Span | None:
    """Read the one stretch of time that words name; None for none, or for what is not certain."""
    reading = read_deadline(without_ends(words, "oneself"), desk.day.frame("chat"))
    if not reading.is_certain or len(reading.spans) != 1 or reading.rrule:
        return None
    (span,) = reading.spans
    return span if span.days <= MOST_DAYS else None


def silent(words: str, desk: Desk) -> Say:
    """Answer "ai chưa trả lời": by name, in the order of the roster; there is no ranking."""
    del words
    return people_list(desk, "silent_people", 1)


def listing(title: str) -> Run:
    """Give what shows a list of the week by its title: "việc nào trễ", "việc nào vướng"."""

    def show(words: str, desk: Desk) -> Say:
        del words
        return task_list(desk, title, 1)

    return show


def money_left(words: str, desk: Desk) -> Say:
    """Answer "kinh phí xã hội hóa còn bao nhiêu"; of a task, "kinh phí V4 bao nhiêu"."""
    number = find_number(words)
    if number is not None:
        return one_task(desk, number)
    return left("" if is_one_of(words, "all_money") else words, desk)


def not_understood(desk: Desk) -> Say:
    """Say that a question is not understood, with what may be asked."""
    return Say(AskedUnclear(desk.me, sees_all(desk.day, desk.me)))


def asks_data(text: str) -> bool:
    """Whether a question is about what is stored of a task: its day, its people, its money."""
    return has_any(text, "asks_data")


def one_asked(desk: Desk, one: OpenTask, text: str) -> Say:
    """Show the task a question is about, and offer to pass the question on."""
    say = one_task(desk, one.task.number)
    if say.kind != "task":
        return say
    payload = {**say.payload, "question": text}
    return replace(say, payload=payload, rows=(*say.rows, (Option("ask", label("ask_giver")),)))


def asks_something(text: str) -> bool:
    """Whether a line is a question to the bot rather than a report."""
    said = fold(text).split()
    return text.rstrip().endswith("?") or (bool(said) and said[0] in folded("question_words"))
