"""A decision in free words: "thầy duyệt V4 nhé", "cho cô Đào lùi", "không đồng ý vì còn kịp"."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import islice

from msgspec import Struct

from bot.codes import find_numbers, without_codes
from bot.commands.needs import day_of
from bot.commands.waiting import About, waiting_for
from bot.desk import Desk
from bot.names import named_in, without_names
from bot.words import LONGEST, folded, has_any, is_made_of, words
from plan.deadlines import find_deadline
from plan.folding import fold
from plan.model import Member
from storage.requests import RequestKind

# What may be said behind a decision begins here, or with a word of its own: "vì", "nhưng".
_PAUSE = re.compile(r"[,;.:!]\s+|\s+(?=\S)")
MOST_CUTS = 6
# What may be agreed to by naming who does it instead.
_HANDED_ON = (RequestKind.DECLINE, RequestKind.REASSIGN)
# The words of a decision; of an agreement, those too that are none alone.
_DECIDES = ("refuses", "agrees", "agrees_to_it")


class Verdict(Struct, frozen=True):
    """What was decided of which requests, until which day or to whom, and what was said with it.

    `agreed` is None where a line says both: one granted, another not.
    """

    agreed: bool | None
    meant: tuple[About, ...]
    due_on: date | None = None
    words: str = ""
    to: Member | None = None


def read_verdict(text: str, desk: Desk, behind: str = "") -> Verdict | None:
    """Read a decision on what waits for the speaker, None where a line is none.

    A word as weak as "ok" decides only beside the task or who asks, "cho" beside a day too.
    `behind` names the list of words that the text stood behind, as a command's does.
    """
    if behind:
        text = f"{words(behind)[0]} {text}"
    if len(text) > LONGEST or text.rstrip().endswith(("?", "？")):
        return None
    if not _decides(text):
        return None
    waiting = waiting_for(desk)
    if not waiting:
        return None
    read = (_read(head, tail, waiting, desk) for head, tail in islice(_cuts(text), MOST_CUTS))
    return next((verdict for verdict in read if verdict is not None), None)


def _decides(text: str) -> bool:
    return any(has_any(text, kind) for kind in _DECIDES)


def _meant_by(text: str, waiting: Sequence[About], desk: Desk) -> tuple[About, ...]:
    """List the requests that a line means by their tasks or people; all where it names none."""
    numbers = find_numbers(text)
    named = {member.member_id for member in _named(text, waiting, desk)}
    return tuple(
        one
        for one in waiting
        if (not numbers or one[1].number in numbers)
        and (not named or one[0].asked_by in named or one[0].to_id in named)
    )


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """Give the whole line, then what stands before each place where a reason may begin."""
    yield text, ""
    for found in _PAUSE.finditer(text):
        tail = text[found.end() :]
        if found[0].strip() or fold(tail).split()[0] in folded("goes_on"):
            yield text[: found.start()], tail.strip()


def _read(head: str, tail: str, waiting: Sequence[About], desk: Desk) -> Verdict | None:
    if find_numbers(tail) or has_any(tail, "agrees") or has_any(tail, "refuses"):
        return None
    meant = _meant_by(head, waiting, desk)
    numbers = find_numbers(head)
    if not meant or numbers - {task.number for _, task, _ in meant}:
        return None
    said = without_codes(head)
    found = find_deadline(said, desk.day.frame("chat"))
    due_on = None if found is None else day_of(found.reading)
    if found is not None:
        # A day said before the decision is when it will be taken: "mai duyệt".
        if due_on is None or not _decides(said[: found.ranges[-1][1]]):
            return None
        said = found.beside(said)
    named = _named(said, waiting, desk)
    said = without_names(said, named, bare=True)
    to = _taker(said, meant, desk)
    bare = said if to is None else without_names(said, [to])
    if bare and not is_made_of(bare, *_DECIDES, "around_decision"):
        return None
    lets = due_on is not None and has_any(head, "agrees_until")
    sides = _sides(head, is_named=bool(numbers or named or to or lets))
    agreed = None if len(sides) > 1 else sides == {True}
    return Verdict(agreed, meant, due_on, tail, to or _taker(tail, meant, desk)) if sides else None


def _sides(head: str, *, is_named: bool) -> set[bool]:
    """Give the sides that the parts of a line take; weak words count beside a task, or alone."""
    parts = _parts().split(head)
    strong = {side for part in parts if (side := _side(part, "agrees")) is not None}
    weak = [
        part for part in parts if _side(part, "agrees") is None and has_any(part, "agrees_to_it")
    ]
    if any(find_numbers(part) for part in weak) or (weak and is_named and not strong):
        strong |= {True}
    return strong


@cache
def _parts() -> re.Pattern[str]:
    """Give what parts a line that may take two sides: "duyệt V4, còn V12 thì không duyệt"."""
    turns = "|".join(re.escape(word) for word in words("turns"))
    return re.compile(rf"[,;.]|\b(?:{turns})\b", re.IGNORECASE)


def _side(part: str, agrees: str) -> bool | None:
    if has_any(part, "refuses"):
        return False
    return True if has_any(part, agrees) else None


def _named(text: str, waiting: Sequence[About], desk: Desk) -> list[Member]:
    """List who is named of those who ask, and who is to do it instead: "cô Đào", "Đào"."""
    numbers = {number for request, _, _ in waiting for number in (request.asked_by, request.to_id)}
    people = (desk.day.staff.member(number) for number in numbers)
    return named_in(text, (member for member in people if member is not None), bare=True)


def _taker(text: str, meant: Sequence[About], desk: Desk) -> Member | None:
    """Give who else is to do what one asks to be let off, if a line names somebody."""
    if len(meant) != 1 or meant[0][0].kind not in _HANDED_ON:
        return None
    others = (m for m in desk.day.staff.members if m.member_id != meant[0][0].asked_by)
    found = named_in(text, others)
    return found[0] if len(found) == 1 else None
