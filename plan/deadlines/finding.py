"""Finding the deadline in a sentence, among names, numbers and what the work is about."""

from collections.abc import Sequence

from plan.deadlines.apart import Parts, take_apart
from plan.deadlines.coverage import is_joined, says_or, unread_in_sentence
from plan.deadlines.grammar import Clause
from plan.deadlines.judging import judge
from plan.deadlines.lexing import Line
from plan.deadlines.reading import Found, Frame, Note, Reading
from plan.deadlines.specs import (
    Anchor,
    At,
    Bare,
    Current,
    Day,
    Either,
    Every,
    Feast,
    Impossible,
    Listing,
    Lunar,
    Month,
    Months,
    MonthWeek,
    Part,
    Quarter,
    Range,
    SchoolYear,
    Semester,
    Shift,
    Spec,
    Stage,
    Summer,
    TeachingWeek,
    TeeNumber,
    Unclear,
    Undated,
    Year,
)
from plan.deadlines.view import View
from plan.deadlines.words import words

Group = list[Clause]
# What a report or a plan can be about, unless something says that it is when it is due.
SUBJECTS = (
    Anchor,
    Feast,
    Lunar,
    Month,
    Months,
    MonthWeek,
    Quarter,
    SchoolYear,
    Semester,
    Stage,
    Summer,
    TeachingWeek,
    Year,
)
# The same, but said of when as often as of what.
TIMES = (Current, Every, Part, Shift, Day, TeeNumber)
NAMED_DAYS = (Anchor, Feast, Lunar, Summer)
STARTS = frozenset({"comma", "semicolon", "newline", "colon", "dot", "open", "and"})
MOST_CHOICES = 3


def find_deadline(sentence: str, frame: Frame) -> Found | None:
    """Find when something is due in a sentence; None when it says nothing about time."""
    parts = take_apart(sentence)
    groups, reason = _candidates(parts)
    if not groups:
        return None
    reading = _read(View(frame), parts, groups, reason)
    places = [(group[0].start, group[-1].end) for group in groups[:1] or groups]
    if len(groups) > 1:
        places = [(group[0].start, group[-1].end) for group in groups]
    line = parts.line
    ranges = tuple(
        (line.text.place(line.starts[first]), line.text.place(line.ends[last - 1]))
        for first, last in places
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
    real = [each for each in parts.clauses if _is_time(line, each)]
    wrong = [each for each in real if isinstance(each.spec, Impossible)]
    if wrong:
        return [wrong[:1]], ""
    when = [each for each in real if not _is_subject(line, each)]
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


def _is_time(line: Line, each: Clause) -> bool:
    """Tell time from names and from numbers of other things."""
    if isinstance(each.spec, Undated | Bare):
        return False
    if isinstance(each.spec, Unclear):
        return each.spec.code != "condition"
    first = each.start
    while line.kinds[first] in PREFIXES and first < each.end - 1:
        first += 1
    if line.kinds[first] == "num":
        return not _numbers_something(line, each, first)
    if line.words[first] == "mai" and line.kinds[first] == "today":
        return not _is_name(line, first)
    if line.kinds[first] == "summer" and line.spelling(first).islower():
        return not line.spelling(first).isascii() or each.mark != ""
    return True


PREFIXES = frozenset({"in", "dip", "soft", "by", "term", "to", "toi", "until", "before", "sang"})


def _numbers_something(line: Line, each: Clause, first: int) -> bool:
    """Tell "lớp 10/12", "tt 18/2018", "2/3 số lớp", "15%" from dates."""
    if first > 0 and first == each.start and _is_numbered(line, first):
        return True
    if line.touches(first) and first > 0 and line.kinds[first - 1] not in STARTS:
        return True
    end = each.end
    is_glued = end < line.size and line.touches(end)
    if is_glued and (line.words[end] == "%" or line.words[end][:1].isalpha()):
        return True
    if is_glued and line.kinds[end] in {"slash", "dash"} and line.words[end + 1][:1].isalnum():
        return True
    if line.kinds[first + 1] in {"hour", "colon", "ruoi"}:
        return False
    spec = each.spec.of if isinstance(each.spec, At) else each.spec
    if isinstance(spec, Year | SchoolYear | Stage):
        return each.mark == ""
    return line.words[end] in COUNTED_OF and isinstance(spec, Day) and not spec.year


COUNTED_OF = frozenset(
    {"so", "lop", "to", "hs", "gv", "em", "phan", "muc", "tieu", "bai", "nguoi"}
)


def _is_numbered(line: Line, index: int) -> bool:
    return line.words[index - 1] in words().numbered


def _is_name(line: Line, index: int) -> bool:
    """Tell the name Mai from tomorrow: after cô, thầy; or with its capital inside a sentence."""
    if index > 0 and line.words[index - 1] in words().titles:
        return True
    is_capital = line.spelling(index)[:1].isupper()
    is_inside = index > 0 and line.kinds[index - 1] not in STARTS
    return is_capital and is_inside


def _is_subject(line: Line, each: Clause) -> bool:
    """Tell what the work is about from when it is due: "báo cáo tháng 12"."""
    if each.mark in {"due", "from"}:
        return False
    spec = _core(each.spec)
    if isinstance(spec, NAMED_DAYS):
        return each.is_occasion or each.mark != "in"
    if each.mark == "in":
        return each.is_occasion and isinstance(spec, Day)
    before = _word_before(line, each.start)
    if isinstance(spec, SUBJECTS):
        return bool(before) and before not in words().moves
    if isinstance(spec, TIMES):
        return before in words().topics and not isinstance(spec, Day)
    return False


def _core(spec: Spec) -> Spec:
    while isinstance(spec, At | Listing | Range):
        if isinstance(spec, Listing):
            spec = spec.items[0]
        else:
            spec = spec.last if isinstance(spec, Range) else spec.of
    return spec


def _word_before(line: Line, index: int) -> str:
    """Give the word, or the two words, right before an expression; none at a sentence's start."""
    if index == 0 or line.kinds[index - 1] in STARTS:
        return ""
    one = line.words[index - 1]
    two = f"{line.words[index - 2]} {one}" if index > 1 else one
    return two if two in words().topics else one
