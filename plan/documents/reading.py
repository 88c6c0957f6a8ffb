"""A whole document understood: which tables are plans, what stands around them, what lacks."""

from collections.abc import Container, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from plan.criteria import criteria_set, named_set, set_in_force
from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.header import Header, find_header, names_tasks
from plan.documents.heading import labelled, month_of, title_of, years_of
from plan.documents.model import Document, Field, PlanRow, Unread, Why
from plan.documents.place import Place
from plan.documents.roster import is_mostly_people
from plan.documents.rows import Reading, TableReader
from plan.documents.sections import Section, SectionKind, named_section
from plan.documents.source import Row, Source, Table
from plan.documents.tables import Shape, beside, shape_of

_NEAR = 3  # lines above a table in which the month of its rows may stand
_LONGEST_HEADING = 20  # words of a line above a table that may be a heading of its rows


class _Understanding(Struct):
    """Goes through a document block by block."""

    is_paged: bool
    place: Place = field(default_factory=Place)
    reading: Reading = field(default_factory=Reading)
    context: list[str] = field(default_factory=list)
    since: list[str] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    lacking: list[Header] = field(default_factory=list)
    shapes: set[Shape] = field(default_factory=set)

    def take_line(self, line: str) -> None:
        """Keep a line, and what it says for the rows of the next table."""
        if not line:
            return
        if self.headers and not self.since and not self.is_paged:
            # Text after a table ends its headings; on pages it may be but the page's number.
            self.place.leave()
        self.context.append(line)
        self.since.append(line)
        if said := labelled(line):
            self.place.defaults[said[0]] = said[1]
        elif section := _heading(line, {SectionKind.LEVEL, SectionKind.STANDARD}):
            self.place.enter(section)

    def take_sheet(self, name: str) -> None:
        """Begin a sheet of a workbook; its name may be the month that its rows are for."""
        self.place.leave()
        if section := _heading(name, {SectionKind.PERIOD}):
            self.place.enter(section)

    def take_table(self, table: Table) -> None:
        """Read a table as what it is: a plan, the rest of one, or something else."""
        header = find_header(table)
        shape = shape_of(table, header)
        self.shapes.add(shape)
        if shape is Shape.CALENDAR:
            self._set_aside(table.rows, table, Why.CALENDAR)
        elif shape is Shape.ROSTER:
            self._set_aside(table.rows, table, Why.ROSTER)
        elif header is not None:
            self._take_titled(table, header)
        elif self.headers and table.width == len(self.headers[-1].titles):
            rest = replace(self.headers[-1], first=-1, last=-1)
            TableReader(table, rest, self.place, self.reading).read(goes_on=True)
        elif shape is Shape.LAYOUT:
            self._take_layout(table)
        else:
            self._set_aside(table.rows, table, Why.OTHER_TABLE)

    def _take_titled(self, table: Table, header: Header) -> None:
        """Read a table with titles, having taken the rows above them as lines."""
        for row in table.rows[: header.first]:
            self.take_line(row.text)
        for line in self.since[-_NEAR:]:
            if section := _heading(line, {SectionKind.PERIOD}):
                self.place.enter(section)
        self.place.period = self.place.period or month_of(title_of(self.context)[0])
        is_said = bool(self.place.defaults or self.place.period)
        if not names_tasks(header) and not (header.has(Field.WORK) and is_said):
            self.lacking.append(header)
            self._set_aside(table.rows[header.first :], table, Why.OTHER_TABLE)
            return
        before = self.headers[-1].kinds if self.headers else ()
        self.headers.append(header)
        self.since.clear()
        for part, titles in beside(table, header):
            reader = TableReader(part, titles, self.place, self.reading)
            reader.read(goes_on=table.is_paged and before == header.kinds)

    def _take_layout(self, table: Table) -> None:
        for row in table.rows:
            for cell in row.cells:
                for line in cell.own.split("\n"):
                    self.take_line(line)

    def _set_aside(self, rows: Sequence[Row], table: Table, why: Why) -> None:
        """Keep the rows of a table that is no plan; one that may have been one is shown."""
        kept = [
            Unread(row.line, row.text, why, table.number, table.sheet) for row in rows if row.text
        ]
        shown = 1 if why is Why.OTHER_TABLE else 0
        self.reading.unread.extend(kept[:shown])
        self.reading.set_aside.extend(kept[shown:])


def _heading(line: str, kinds: Container[SectionKind]) -> Section | None:
    """Read a short line of its own as a heading of one of those kinds."""
    if len(line.split()) > _LONGEST_HEADING or line[:1] in "-+*•" or line.endswith((";", ",")):
        return None
    section = named_section(line)
    if section is None or section.kind not in kinds:
        return None
    # "Học kỳ I: từ 05/9 đến 17/01" explains a term and heads nothing.
    rest = line[line.find(section.title) + len(section.title) :] if section.title else ""
    is_period = section.kind is SectionKind.PERIOD
    return None if is_period and any(letter.isdecimal() for letter in rest) else section


def understand(name: str, source: Source) -> Document:
    """Give the plan that a readable source holds, or say why it holds none."""
    is_paged = any(isinstance(block, Table) and block.is_paged for block in source.blocks)
    going = _Understanding(is_paged)
    for block in source.blocks:
        if isinstance(block, Table):
            going.take_table(block)
        elif block.is_sheet:
            going.take_sheet(block.text)
        else:
            going.take_line(block.text)
    going.reading.leave_headings()
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
    if Shape.ROSTER in going.shapes or is_mostly_people(source):
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
