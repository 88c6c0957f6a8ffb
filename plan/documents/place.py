"""Where in a plan a row stands: the headings above it, and which rows are headings."""

from collections.abc import Sequence

from msgspec import Struct, field

from plan.documents.model import Field
from plan.documents.sections import (
    Section,
    SectionKind,
    is_mark,
    is_marked,
    leading_number,
    named_section,
    numbering,
)
from plan.documents.source import Row
from plan.documents.view import View

HIGHEST_LEVEL = "4"  # its criteria are numbered anew: M4.1
_OUTER = (SectionKind.ROMAN, SectionKind.LETTER)


class Place(Struct):
    """Where in the plan a row stands: what the headings above it said."""

    level: str = ""
    level_written: str = ""
    standard: str = ""
    standard_title: str = ""
    criterion: str = ""
    period: str = ""
    defaults: dict[Field, str] = field(default_factory=dict)
    groups: list[Section] = field(default_factory=list)
    _is_level_inner: bool = False
    _counts_below: bool = False

    def enter(self, section: Section) -> None:
        """Go under a heading, leaving those that it ends."""
        match section.kind:
            case SectionKind.LEVEL:
                self.level, self.level_written = section.number, section.written
                self._is_level_inner = bool(self.standard)
                if section.number == HIGHEST_LEVEL:
                    # Its criteria belong to no standard; lower levels may stand within one.
                    self.standard = self.standard_title = self.criterion = ""
                    self.groups.clear()
            case SectionKind.STANDARD:
                self._leave_inner_level()
                self.standard, self.standard_title = section.number, section.title
                self.criterion = ""
                self.groups.clear()
            case SectionKind.CRITERION:
                self._leave_inner_level()
                self.criterion = section.number
            case SectionKind.PERIOD:
                self.period = section.title
                self._group(section)
            case _:
                self._group(section)

    def leave(self) -> None:
        """Leave every heading; what lines said for all rows still holds."""
        self.level = self.level_written = self.standard = self.standard_title = ""
        self.criterion = self.period = ""
        self.groups.clear()

    def _leave_inner_level(self) -> None:
        """Leave a level that stood within a standard or criterion, at the next of those."""
        if self._is_level_inner and self.level != HIGHEST_LEVEL:
            self.level = self.level_written = ""

    def count(self, number: str) -> None:
        """Leave a group numbered 2, whose tasks were 2.1 and 2.2, at a task numbered 3."""
        counted = next((group for group in self.groups if group.kind is SectionKind.DIGIT), None)
        if counted is None or numbering(number) is not SectionKind.DIGIT:
            return
        stem = counted.number.rstrip(".)") + "."
        if number.startswith(stem):
            self._counts_below = True
        elif self._counts_below and "." not in number.rstrip("."):
            del self.groups[self.groups.index(counted) :]
            self._counts_below = False

    def _group(self, section: Section) -> None:
        kinds = [group.kind for group in self.groups]
        if section.kind in kinds:
            del self.groups[kinds.index(section.kind) :]
        self.groups.append(section)

    @property
    def headings(self) -> tuple[str, ...]:
        """Give the headings of groups and periods, the outermost first, as written."""
        return tuple(group.written for group in self.groups)


def section_of(view: View, following: Sequence[Row]) -> Section | None:
    """Read a row as a heading, None when it is a task or anything else."""
    number = view.own(Field.NUMBER)
    others = [
        (kind, cell.own)
        for kind, cell in zip(view.header.kinds, view.row.cells, strict=False)
        if cell.own and kind != Field.NUMBER
    ]
    if not others:
        return _section_of_number(number, view)
    if len(others) == 1:
        return _section_of_text(number, *others[0], view, following)
    fields = {kind for kind, _ in others}
    if fields == {Field.WORK, Field.BUDGET} and numbering(number) in _OUTER:
        return _group_of(number, view.own(Field.WORK))
    return None


def _section_of_number(number: str, view: View) -> Section | None:
    """Read a row with nothing but its first cell."""
    kind = numbering(number)
    if kind is not SectionKind.DIGIT:
        return named_section(number) or _group_of("", number)
    if view.header.has(Field.CRITERION):
        # The real plan leaves the title of a standard out: "5" alone heads 5.1, 5.2, ...
        return Section(SectionKind.STANDARD, number.rstrip("."), "", number)
    return None


def _section_of_text(
    number: str, kind: str, text: str, view: View, following: Sequence[Row]
) -> Section | None:
    """Read a row with one text beside its number."""
    named = named_section(text)
    count = numbering(number) if number else None
    is_work = kind == Field.WORK
    if named and not (
        is_work and count is SectionKind.DIGIT and named.kind is not SectionKind.STANDARD
    ):
        return named
    if view.is_wide or count in _OUTER:
        return _group_of(number, text)
    if not is_work:
        return None if kind in {Field.TIME, Field.OWNER} else _group_of(number, text)
    if count is SectionKind.DIGIT:
        heads = text.isupper() or _has_children(number, view, following)
        return _group_of(number, text) if heads else None
    heads = numbering(leading_number(text)) in _OUTER
    return _group_of(number, text) if heads or text.isupper() else None


def _group_of(number: str, text: str) -> Section:
    """Make a heading of a group; the number may stand in a cell of its own."""
    written = f"{number} {text}".strip() if number else text
    kind = numbering(number or leading_number(text)) or SectionKind.PLAIN
    return Section(kind, number, text, written)


def _has_children(number: str, view: View, following: Sequence[Row]) -> bool:
    """Say whether the next row stands below this one: 2.1 after 2, or "- ..." with a time."""
    stem = number.rstrip(".)") + "."
    for below in (View(row, view.header) for row in following):
        count = below.own(Field.NUMBER)
        if count:
            return (count.startswith(stem) and count != stem) or is_mark(count)
        is_timed = below.own(Field.TIME) or below.own(Field.OWNER)
        return bool(is_timed) and is_marked(below.own(Field.WORK))
    return False
