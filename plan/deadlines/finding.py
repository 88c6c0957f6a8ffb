"""Finding the deadline in a sentence, among names, numbers and what the work is about."""

from collections.abc import Sequence

from plan.deadlines.apart import Parts, take_apart
from plan.deadlines.coverage import is_joined, says_or, unread_beside, unread_in_sentence
from plan.deadlines.grammar import Clause
from plan.deadlines.judging import judge
from plan.deadlines.lexing import Line
from plan.deadlines.reading import Found, Frame, Note, Reading
from plan.deadlines.senses import is_subject, is_time
from plan.deadlines.specs import (
    Either,
    Impossible,
    Listing,
    Spec,
)
from plan.deadlines.view import View

Group = list[Clause]
MOST_CHOICES = 3


def find_deadline(sentence: str, frame: Frame) -> Found | None:
    """Find when something is due in a sentence; None when it says nothing about time."""
    parts = take_apart(sentence)
    groups, reason = _candidates(parts)
    if not groups:
        return None
    reading = _read(View(frame), parts, groups, reason)
    line = parts.line
    ranges = tuple(
        (
            line.text.place(line.starts[group[0].start]),
            line.text.place(line.ends[group[-1].end - 1]),
        )
        for group in groups
    )
    return Found(reading, ranges)


def chosen(view: View, parts: Parts) -> Reading | None:
    """Read the deadline of a sentence already taken apart."""
    groups, reason = _candidates(parts)
    return _read(view, parts, groups, reason) if groups else None


def _read(view: View, parts: Parts, groups: list[Group], reason: str) -> Reading:
    specs = tuple(_one(group) for group in groups[:MOST_CHOICES])
    spec = specs[0] if len(specs) == 1 else Either(specs)
    unread = unread_in_sentence(parts)
    if reason:
        unread += tuple(_spelling(parts.line, each) for each in groups[0])
    clauses = [each for group in groups for each in group]
    unread += unread_beside(parts, clauses)
    if any(each.is_rough for each in clauses):
        view.note("roughly")
    found = judge(view, spec, unread=unread, is_occasion=any(e.is_occasion for e in clauses))
    if reason and found.status == "partial" and found.reason is None:
        return _because(found, reason)
    return found


def _because(found: Reading, reason: str) -> Reading:
    return Reading(
        found.status,
        found.kind,
        found.spans,
        found.at,
        found.rrule,
        found.assumptions,
        found.alternatives,
        found.unread,
        Note(reason),
    )


def _spelling(line: Line, each: Clause) -> str:
    return line.text.typed[line.starts[each.start] : line.ends[each.end - 1]]


def _one(group: Group) -> Spec:
    if len(group) == 1:
        return group[0].spec
    items = [
        item
        for each in group
        for item in (each.spec.items if isinstance(each.spec, Listing) else (each.spec,))
    ]
    return Listing(tuple(items))


def _candidates(parts: Parts) -> tuple[list[Group], str]:
    """Choose the expressions that can be the deadline, joined where they are one list.

    The reason says why even these must be asked about: "subject" when all that was found is what
    the work is about.
    """
    line = parts.line
    real = [each for each in parts.clauses if is_time(line, each)]
    wrong = [each for each in real if isinstance(each.spec, Impossible)]
    if wrong:
        return [wrong[:1]], ""
    when = [each for each in real if not is_subject(line, each)]
    due = [each for each in when if each.mark == "due"]
    if due:
        return _groups(line, due), ""
    if when:
        return _groups(line, when), ""
    return _groups(line, real)[:1], "subject"


def _groups(line: Line, clauses: Sequence[Clause]) -> list[Group]:
    out: list[Group] = []
    for each in clauses:
        before = out[-1][-1] if out else None
        if (
            before is not None
            and is_joined(line, before.end, each.start)
            and not says_or(line, before.end, each.start)
        ):
            out[-1].append(each)
        else:
            out.append([each])
    return out
