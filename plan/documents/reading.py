"""A whole document understood: which tables are plans, what stands around them, what lacks."""

from dataclasses import dataclass, field, replace

from plan.criteria import criteria_set, named_set, set_in_force
from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.header import Header, find_header, names_tasks
from plan.documents.heading import labelled, month_of, title_of, years_of
from plan.documents.model import Document, Field, PlanRow, Unread, Why
from plan.documents.place import Place
from plan.documents.rows import Reading, TableReader
from plan.documents.sections import SectionKind, named_section
from plan.documents.source import Line, Source, Table
from plan.documents.tables import Shape, beside, shape_of

_LONGEST_HEADING = 20  # words of a line above a table that may be a heading of its rows


@dataclass(slots=True)
class _Understanding:
    """Goes through a document block by block."""

    place: Place = field(default_factory=Place)
    reading: Reading = field(default_factory=Reading)
    context: list[str] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    lacking: list[Header] = field(default_factory=list)
    shapes: set[Shape] = field(default_factory=set)

    def take_line(self, line: str) -> None:
        """Keep a line, and what it says for the rows of the next table."""
        if not line:
            return
        self.context.append(line)
        if said := labelled(line):
            self.place.defaults[said[0]] = said[1]
        elif len(line.split()) <= _LONGEST_HEADING and not line.endswith((";", ".", ",")):
            section = named_section(line)
            if section and section.kind is not SectionKind.CRITERION:
                self.place.enter(section)

    def take_table(self, table: Table) -> None:
        """Read a table as what it is: a plan, the rest of one, or something else."""
        header = find_header(table)
        shape = shape_of(table, header)
        self.shapes.add(shape)
        if shape is Shape.CALENDAR:
            self._set_aside(table, Why.CALENDAR)
        elif shape is Shape.ROSTER:
            self._set_aside(table, Why.ROSTER)
        elif header is None and self.headers and table.width == len(self.headers[-1].titles):
            rest = replace(self.headers[-1], first=-1, last=-1)
            TableReader(table, rest, self.place, self.reading).read(goes_on=True)
        elif shape is Shape.LAYOUT:
            self._take_layout(table)
        elif header is not None and self._is_plan(header):
            self._take_plan(table, header)
        else:
            self.lacking.extend([header] if header else [])
            self._set_aside(table, Why.OTHER_TABLE)

    def _is_plan(self, header: Header) -> bool:
        """Say whether the rows are tasks, also when a line above the table says when or who."""
        if names_tasks(header):
            return True
        is_said = bool(self.place.defaults or self.place.period or self._month())
        return header.has(Field.WORK) and is_said

    def _month(self) -> str:
        return month_of(title_of(self.context)[0])

    def _take_plan(self, table: Table, header: Header) -> None:
        for row in table.rows[: header.first]:
            self.take_line(row.text)
        self.place.period = self.place.period or self._month()
        self.headers.append(header)
        for part, titles in beside(table, header):
            TableReader(part, titles, self.place, self.reading).read()

    def _take_layout(self, table: Table) -> None:
        for row in table.rows:
            for cell in row.cells:
                for line in cell.own.split("\n"):
                    self.take_line(line)

    def _set_aside(self, table: Table, why: Why) -> None:
        """Keep the rows of a table that is no plan; one that may have been one is shown."""
        kept = [
            Unread(row.line, row.text, why, table.number, table.sheet)
            for row in table.rows
            if row.text
        ]
        shown = 1 if why is Why.OTHER_TABLE else 0
        self.reading.unread.extend(kept[:shown])
        self.reading.set_aside.extend(kept[shown:])


def understand(name: str, source: Source) -> Document:
    """Give the plan that a readable source holds, or say why it holds none."""
    going = _Understanding()
    for block in source.blocks:
        if isinstance(block, Line):
            going.take_line(block.text)
        else:
            going.take_table(block)
    if not going.reading.rows:
        raise _error_without_rows(going, source)
    title, after = title_of(going.context)
    years = years_of(title, going.context[after:], name)
    named = named_set("\n".join(going.context))
    code = named or (set_in_force(int(years[0][:4])) if years else "")
    return Document(
        title=title,
        school_years=years,
        criteria_set=named,
        rows=tuple(_with_title(row, code) for row in going.reading.rows),
        unread=(*source.unread, *going.reading.unread),
        set_aside=tuple(going.reading.set_aside),
        header=_titles_by_field(going.headers[0]),
        context=tuple(going.context),
        notices=source.notices,
    )


def _error_without_rows(going: _Understanding, source: Source) -> DocumentError:
    """Say what the document is instead of a plan."""
    if not any(text.strip() for text in source.texts()):
        return DocumentError(DocumentFault.EMPTY)
    if going.headers:
        return DocumentError(DocumentFault.NO_TASKS)
    if Shape.CALENDAR in going.shapes:
        return DocumentError(DocumentFault.IS_CALENDAR)
    if Shape.ROSTER in going.shapes:
        return DocumentError(DocumentFault.IS_ROSTER)
    if going.lacking:
        best = max(going.lacking, key=lambda header: len(header.fields))
        wanted = (Field.WORK,) if not best.has(Field.WORK) else (Field.TIME, Field.OWNER)
        return DocumentError(
            DocumentFault.COLUMNS_MISSING,
            missing=",".join(wanted),
            found=", ".join(title for title in best.titles if not title.startswith("#")),
        )
    return DocumentError(DocumentFault.NOT_A_PLAN)


def _with_title(row: PlanRow, code: str) -> PlanRow:
    """Fill in the official title of a standard that the source leaves empty."""
    known = criteria_set(code)
    if known is None or not row.standard or row.standard_title:
        return row
    return replace(row, standard_title=known.standard_title(row.standard))


def _titles_by_field(header: Header) -> dict[Field, str]:
    titles: dict[Field, str] = {}
    for kind, title in zip(header.kinds, header.titles, strict=True):
        if kind in header.fields:
            titles.setdefault(Field(kind), title)
    return titles
