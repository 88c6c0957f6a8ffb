"""Reading a phrase: a cell of a plan, or what someone typed in chat."""

from itertools import pairwise

from plan.deadlines.apart import Parts, take_apart
from plan.deadlines.coverage import is_joined, plain_words, says_or, unread_in_cell
from plan.deadlines.finding import chosen
from plan.deadlines.grammar import Clause
from plan.deadlines.judging import judge
from plan.deadlines.reading import Frame, Note, Reading
from plan.deadlines.senses import is_other, unknown_month
from plan.deadlines.specs import (
    Deadline,
    Either,
    Every,
    Impossible,
    Listing,
    Onward,
    Part,
    Range,
    Spec,
    Unclear,
    Undated,
)
from plan.deadlines.view import View

NOTHING = Reading("none", "none")
EMPTY = Reading("none", "undated")
UNDATED = Reading("ok", "undated")


def read_deadline(phrase: str, frame: Frame) -> Reading:
    """Read a phrase as a deadline; every word of time in it is read or made a question."""
    parts = _said(take_apart(phrase), phrase)
    line = parts.line
    dated = [each for each in parts.clauses if not isinstance(each.spec, Undated)]
    others = tuple(_spelling(parts, each) for each in dated if is_other(line, each))
    others += tuple(word for each in dated for word in unknown_month(line, each))
    dated = [each for each in dated if not is_other(line, each)]
    if not dated:
        return _without_date(parts, others)
    if any(isinstance(each.spec, Unclear) and each.spec.code == "condition" for each in dated):
        return Reading("partial", "undated", unread=_spelt(parts, dated), reason=CONDITION)
    if len(dated) > MOST_EXPRESSIONS:
        return Reading("partial", "none", reason=Note("too_many"))
    view = View(frame)
    if view.is_chat and next(plain_words(parts), None) is not None:
        return chosen(view, parts) or _without_date(parts, others)
    unread = unread_in_cell(parts) + others
    if any(_is_tail(parts, each) for each in parts.clauses):
        unread += tuple(_spelling(parts, each) for each in parts.clauses if _is_tail(parts, each))
    spec, gaps = _joined(parts, dated)
    occasion = any(each.is_occasion for each in dated)
    _note_roughness(view, dated)
    return judge(view, spec, unread=tuple(dict.fromkeys(unread + gaps)), is_occasion=occasion)


CONDITION = Note("condition")
MOST_EXPRESSIONS = 40  # more in one cell is no deadline of one task


def _said(parts: Parts, phrase: str) -> Parts:
    """Take an explanation of our own ("hiểu là: ...; ghi tháng nên ...") without its remarks."""
    line = parts.line
    if line.kinds[:2] != ["report", "colon"]:
        return parts
    start = line.text.place(line.ends[1])
    ends = (line.starts[at] for at in range(line.size) if line.kinds[at] == "semicolon")
    end = next(ends, None)
    return take_apart(phrase[start : None if end is None else line.text.place(end)])


def _note_roughness(view: View, dated: list[Clause]) -> None:
    if any(each.is_rough for each in dated):
        view.note("roughly")


def _without_date(parts: Parts, others: tuple[str, ...]) -> Reading:
    unread = unread_in_cell(parts) + others
    if unread:
        return Reading("partial", "undated" if parts.clauses else "none", unread=unread)
    if parts.clauses:
        return UNDATED
    return NOTHING if next(plain_words(parts), None) is not None else EMPTY


def _is_tail(parts: Parts, each: Clause) -> bool:
    return isinstance(each.spec, Undated) and parts.line.kinds[each.start] == "tail"


def _spelt(parts: Parts, dated: list[Clause]) -> tuple[str, ...]:
    return tuple(_spelling(parts, each) for each in dated if isinstance(each.spec, Unclear))


def _spelling(parts: Parts, each: Clause) -> str:
    line = parts.line
    return line.text.typed[line.starts[each.start] : line.ends[each.end - 1]]


def _joined(parts: Parts, dated: list[Clause]) -> tuple[Spec, tuple[str, ...]]:
    """Make one of several expressions, and give the words that part them."""
    if len(dated) == 1:
        return dated[0].spec, ()
    bad = next((each.spec for each in dated if isinstance(each.spec, Impossible)), None)
    if bad is not None:
        return bad, ()
    line = parts.line
    gaps = [(one.end, two.start) for one, two in pairwise(dated)]
    if any(says_or(line, *gap) for gap in gaps):
        return Either(tuple(each.spec for each in dated)), ()
    unread: tuple[str, ...] = ()
    for (start, end), (before, after) in zip(gaps, pairwise(dated), strict=True):
        if not is_joined(line, start, end) and not (start == end and _turns(before, after)):
            between = [line.spelling(index) for index in range(start, end)]
            said = [each for each in between if each[:1].isalnum()]
            # Two things with no word between them: the second is what is not understood.
            unread += tuple(said) or (_spelling(parts, after),)
    return _together(dated), unread


PAIR = 2
START, END = 1, 3  # of a Part


def _turns(before: Clause, after: Clause) -> bool:
    """Tell the turn of two periods, said without a comma: "cuối tháng 9 đầu tháng 10"."""
    one, two = before.spec, after.spec
    if not (isinstance(one, Part) and isinstance(two, Part)):
        return False
    return (one.which, two.which) == (END, START) and None not in (one.of, two.of)


def _together(dated: list[Clause]) -> Spec:
    items = tuple(
        item
        for each in dated
        for item in (each.spec.items if isinstance(each.spec, Listing) else (each.spec,))
    )
    every = Listing(items)
    if len(dated) == PAIR:
        first, last = (each.spec for each in dated)
        if isinstance(first, Onward) and not first.after and isinstance(last, Deadline):
            return Range(first.of, last.of, before=last.strict)  # "từ 1/10, chậm nhất 15/10"
    due = [each.spec for each in dated if each.mark == "due"]
    if 0 < len(due) < len(dated) and not any(isinstance(item, Every) for item in items):
        # A period and a deadline: the deadline alone, or each of them.
        return Either((due[0] if len(due) == 1 else Listing(tuple(due)), every))
    return every
