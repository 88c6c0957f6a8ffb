"""Rows of a plan's table become tasks: headings carried down, merged and "nt" cells filled in."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from plan.documents.header import Header, header_at, is_whole_title, names_tasks
from plan.documents.model import Doubt, Field, PlanRow, Unread, Why
from plan.documents.place import Place, section_of
from plan.documents.sections import (
    Section,
    SectionKind,
    is_column_count,
    is_marked,
    is_prose,
    is_ruler,
    is_signature,
    is_total,
    items_of,
    starts_item,
)
from plan.documents.source import Merged, Row, Table
from plan.documents.tasks import split_by_lines, task_of
from plan.documents.view import View

_WHO_WHEN = (Field.TIME, Field.TIME_FROM, Field.TIME_TO, Field.OWNER)
_JOINED = (
    Field.WORK,
    Field.TIME,
    Field.OWNER,
    Field.SUPPORT,
    Field.CONDITIONS,
    Field.SOLUTION,
    Field.BUDGET,
    Field.RESULT,
    Field.NOTE,
)
_SENTENCES = frozenset({Field.WORK, Field.CONDITIONS, Field.SOLUTION})
_FEWEST_CELLS = 3  # of a task, where a signature fills one or two
_MOST_JOINED = 60  # rows that one task goes on in; more would be another kind of table
_MOSTLY = 0.6  # share of the rows that carry a number, for a row without one to be a rest


class Reading(Struct):
    """What has been read so far, filled row by row; `headings` still wait for a task."""

    rows: list[PlanRow] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    set_aside: list[Unread] = field(default_factory=list)
    headings: list[tuple[Section, Unread]] = field(default_factory=list)

    def await_tasks(self, section: Section, row: Unread) -> None:
        """Remember a heading until a task stands under it; its like before it had none."""
        for earlier in [pending for pending in self.headings if pending[0].kind is section.kind]:
            self.headings.remove(earlier)
            self.set_aside.append(earlier[1])
        self.headings.append((section, row))

    def leave_headings(self) -> None:
        """Name the headings under which nothing stands at the end."""
        for section, row in self.headings:
            # A known heading is an empty one; any other text may have been anything.
            is_plain = section.kind is SectionKind.PLAIN
            (self.unread if is_plain else self.set_aside).append(row)


class TableReader:
    """Reads the rows under one header; the place (level, standard, month) goes on to the next."""

    def __init__(self, table: Table, header: Header, place: Place, reading: Reading) -> None:
        self._table = table
        self._header = header
        self._place = place
        self._reading = reading
        self._above: PlanRow | None = None
        self._is_cut = False
        self._joined = 0
        self._last_task = self._find_last_task()
        self._is_numbered = _mostly_has(Field.NUMBER, table.rows, header)
        self._is_counted = self._is_numbered or _mostly_has(Field.CRITERION, table.rows, header)

    def read(self, *, goes_on: bool = False) -> None:
        """Read to the end of the table, which may go on from the one before it."""
        if goes_on and self._reading.rows:
            self._above = self._reading.rows[-1]
        rows = self._table.rows
        # The first row of a page is the rest of the last one when nothing counts it.
        self._is_cut = goes_on and self._table.is_paged
        for index in range(self._header.last + 1, len(rows)):
            if self._ends_at(index):
                for row in rows[index:]:
                    self._keep(row, Why.SIGNATURE, self._reading.set_aside)
                break
            if not self._is_furniture(index):
                self._read_row(index, View(rows[index], self._header))
                self._is_cut = False

    def _is_furniture(self, index: int) -> bool:
        """Say whether a row only frames the table: a ruler, the titles again, (1) (2) (3)."""
        if self._header.first <= index <= self._header.last:
            return True  # the second line of titles that were written again
        texts = [cell.own for cell in self._table.rows[index].cells]
        if not any(texts) or is_ruler(texts) or is_column_count(texts):
            return True
        return self._is_header_again(index)

    def _is_header_again(self, index: int) -> bool:
        row = self._table.rows[index]
        if sum(is_whole_title(cell.own) for cell in row.cells if cell.own) <= 1:
            return False
        again = header_at(self._table.rows, index)
        if again is None or not names_tasks(again):
            return False
        self._header = again
        return True

    def _ends_at(self, index: int) -> bool:
        """Say whether the paper's end begins here: signatures, and no task after them."""
        rows = self._table.rows
        if not is_signature(cell.own for cell in rows[index].cells):
            return False
        return index > self._last_task

    def _find_last_task(self) -> int:
        """Give the index of the last row that is surely a task, -1 without any."""
        rows = self._table.rows
        for index in range(len(rows) - 1, self._header.last, -1):
            view = View(rows[index], self._header)
            if view.own(Field.WORK) and view.filled >= _FEWEST_CELLS:
                return index
        return -1

    def _read_row(self, index: int, view: View) -> None:
        texts = [cell.own for cell in view.row.cells]
        if view.row.is_hidden:
            self._keep(view.row, Why.HIDDEN, self._reading.unread)
        elif is_total(texts):
            self._keep(view.row, Why.TOTAL, self._reading.set_aside)
        elif section := section_of(view, self._table.rows[index + 1 : index + 2]):
            self._enter(section, view, is_within=index < self._last_task)
        elif self._goes_on(view) and self._joined < _MOST_JOINED:
            self._join(view)
        elif view.is_shifted:
            self._keep(view.row, Why.TOO_MANY_CELLS, self._reading.unread)
        elif view.text(Field.WORK):
            self._add(view)
        elif view.own(Field.NUMBER) and view.filled == 1:
            pass  # a numbered line of the form that nobody filled in
        else:
            self._keep(view.row, Why.NO_WORK, self._reading.unread)

    def _enter(self, section: Section, view: View, *, is_within: bool) -> None:
        """Go under a heading; a sentence that only looks like one is kept as what it is."""
        if section.kind is SectionKind.PLAIN and is_prose(section.written):
            where = self._reading.unread if is_within else self._reading.set_aside
            self._keep(view.row, Why.LOOSE_LINE, where)
            return
        self._place.enter(section)
        self._reading.await_tasks(section, self._left(view.row, Why.EMPTY_HEADING))
        if view.own(Field.BUDGET):
            self._keep(view.row, Why.TOTAL, self._reading.set_aside)

    def _goes_on(self, view: View) -> bool:
        """Say whether a row is the rest of the row above it."""
        if self._above is None or self._reading.headings:
            return False
        if view.own(Field.NUMBER) or view.own(Field.CRITERION):
            return False
        if view.is_merged_down(Field.WORK):
            return not any(view.own(who_when) for who_when in _WHO_WHEN)
        if self._is_cut and self._is_counted:
            return True
        if any(view.own(who_when) for who_when in _WHO_WHEN) or not view.own(Field.WORK):
            return False
        is_unnumbered = self._is_numbered and not view.is_merged_down(Field.NUMBER)
        return is_unnumbered or starts_item(view.own(Field.WORK))

    def _join(self, view: View) -> None:
        self._joined += 1
        above = self._reading.rows[-1]
        changes: dict[str, Any] = {}
        blurred = [*above.blurred, *(name for name in _JOINED if view.is_blurred(name))]
        for name in _JOINED:
            if own := view.own(name):
                before = str(getattr(above, name))
                # The end of a page cuts within a sentence, a row of its own between two.
                is_cut = self._is_cut and name in _SENTENCES and not is_marked(own)
                changes[name] = f"{before}{' ' if is_cut else chr(10)}{own}" if before else own
        raw = dict(above.raw)
        for title, cell in view.raw.items():
            if cell.strip() and view.cells[title].merged is Merged.NO:
                raw[title] = f"{raw.get(title, '')}\n{cell}"
        doubts = tuple(dict.fromkeys((*above.doubts, Doubt.JOINED_LINES)))
        changes["blurred"] = tuple(dict.fromkeys(blurred))
        joined = replace(above, raw=raw, doubts=doubts, **changes)
        joined = replace(joined, items=items_of(joined.work))
        self._reading.rows[-1] = self._above = joined

    def _add(self, view: View) -> None:
        task, problems = task_of(view, self._place, self._above)
        task = replace(task, table=self._table.number, sheet=self._table.sheet)
        for why in problems:
            self._keep(view.row, why, self._reading.unread)
        self._reading.rows.extend(split_by_lines(task))
        self._above = task
        self._joined = 0
        self._reading.headings.clear()

    def _keep(self, row: Row, why: Why, where: list[Unread]) -> None:
        if row.text:
            where.append(self._left(row, why))

    def _left(self, row: Row, why: Why) -> Unread:
        return Unread(row.line, row.text, why, self._table.number, self._table.sheet)


def _mostly_has(name: Field, rows: Sequence[Row], header: Header) -> bool:
    """Say whether nearly each row of work has that cell."""
    works = [
        view for row in rows[header.last + 1 :] if (view := View(row, header)).own(Field.WORK)
    ]
    having = sum(bool(view.own(name)) for view in works)
    return bool(works) and having >= _MOSTLY * len(works)
