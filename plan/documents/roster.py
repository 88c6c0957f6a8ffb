"""A staff list: who works at the school, with duties, unit and class, without phone numbers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from msgspec import Struct, field

from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.header import find_header, names_tasks
from plan.documents.letters import fold
from plan.documents.model import Roster, RosterRow, Unread, Why
from plan.documents.people import (
    class_in,
    homeroom_in,
    is_class,
    is_heading,
    is_name,
    is_unit,
    parted_address,
    tidy_name,
    unit_in,
    without_contacts,
    without_number,
)
from plan.documents.source import Line, Row, Source, Table
from plan.documents.words import load_words

_SEPARATORS = (re.compile(r"\t"), re.compile(r"[|;]"), re.compile(r","))
_DASH = re.compile(r"\s[-–—]\s|:|[()]")
_SEARCHED_ROWS = 30
_NAMES = frozenset({"name", "family"})
_SHORTEST_HEADER = 2  # titles
_LONGEST_TITLE = 60  # letters
_LONGEST_LINE = 600  # letters; more is no line about one person


def roster_titles(cells: Sequence[str]) -> int:
    """Count the titles of a staff list in a line, none when it is no row of titles."""
    kinds = {kind for cell in cells if (kind := _kind_of(cell))}
    is_header = _NAMES & kinds and len(kinds) >= _SHORTEST_HEADER
    return len(kinds) if is_header else 0


@cache
def _titles() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    words = load_words("roster")["titles"]
    return {
        kind: {way: tuple(map(fold, titles)) for way, titles in ways.items()}
        for kind, ways in words.items()
    }


def _kind_of(title: str) -> str:
    folded = fold(title)
    for kind, ways in _titles().items():
        if folded in ways["exact"]:
            return kind
    found = [
        (len(phrase), kind)
        for kind, ways in _titles().items()
        for phrase in ways["within"]
        if f" {phrase} " in f" {folded} "
    ]
    return max(found)[1] if found and len(title) <= _LONGEST_TITLE else ""


class _Listing(Struct):
    """The people found so far, and the unit whose heading was last seen."""

    rows: list[RosterRow] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    unit: str = ""

    def take(self, parts: Sequence[str], line: int, sheet: str = "") -> None:
        """Read the pieces of one line whose order nobody promised."""
        pieces = [kept for part in parts if (kept := without_contacts(part.strip()))]
        if not pieces:
            return
        if sum(map(len, pieces)) > _LONGEST_LINE:
            self.unread.append(Unread(line, " | ".join(pieces), Why.LOOSE_LINE, sheet=sheet))
            return
        person = _person_of(pieces, line, sheet, self.unit)
        if person:
            self.rows.append(person)
        elif len(pieces) == 1 and is_unit(pieces[0]):
            self.unit = unit_in(pieces[0])
        elif not _is_title(pieces):
            self.unread.append(Unread(line, " | ".join(pieces), Why.LOOSE_LINE, sheet=sheet))

    def take_columns(self, row: Row, kinds: Sequence[str], sheet: str) -> None:
        """Read a row under titles."""
        said: dict[str, list[str]] = {}
        for kind, cell in zip(kinds, row.cells, strict=False):
            # A unit written once for several people stands in a merged cell.
            text = cell.text if kind in {"unit", "duties"} else cell.own
            if kept := without_contacts(" ".join(text.split("\n"))):
                said.setdefault(kind, []).append(kept)
        name = " ".join([*said.get("family", []), *said.get("given", [])])
        address, full_name = parted_address(" ".join(said.get("name", [])) or name)
        if len(full_name.split()) <= 1 or is_heading(full_name):
            self.take([cell.own for cell in row.cells if cell.own], row.line, sheet)
            return
        duties = "; ".join(said.get("duties", []))
        homeroom = " ".join(said.get("homeroom", []))
        self.rows.append(
            RosterRow(
                full_name=tidy_name(full_name),
                line=row.line,
                address=" ".join(said.get("address", [])) or address,
                duties=duties,
                unit=" ".join(said.get("unit", [])) or unit_in(duties) or self.unit,
                homeroom=class_in(homeroom) or homeroom or homeroom_in(duties),
                subject=" ".join(said.get("subject", [])),
                sheet=sheet,
            )
        )


def _person_of(pieces: Sequence[str], line: int, sheet: str, unit: str) -> RosterRow | None:
    """Find the name among the pieces of a line and take the others for what they look like."""
    address, name = "", ""
    rest = []
    for piece in pieces:
        found_address, bare = parted_address(without_number(piece))
        if not name and is_name(bare):
            address, name = found_address, bare
        elif not bare.isdecimal():
            rest.append(piece)
    if not name:
        return None
    classes = [found for piece in rest if (found := class_in(piece))]
    units = [piece for piece in rest if is_unit(piece)]
    # "10A1" alone says the class; "GVCN 10A1" says a duty as well.
    duties = "; ".join(piece for piece in rest if not is_class(piece) and not is_unit(piece))
    return RosterRow(
        full_name=tidy_name(name),
        line=line,
        address=address,
        duties=duties,
        unit=", ".join(units) or unit_in(duties) or unit,
        homeroom=", ".join(classes) or homeroom_in(duties),
        sheet=sheet,
    )


def _is_title(pieces: Sequence[str]) -> bool:
    """Say whether a line is the title of the list or of its columns."""
    if roster_titles(pieces) or (len(pieces) == 1 and _kind_of(pieces[0]) in _NAMES):
        return True
    return len(pieces) == 1 and pieces[0].isupper() and is_heading(pieces[0])


def _pieces(text: str) -> list[str]:
    """Cut a line at the first kind of separator that it uses."""
    for separator in _SEPARATORS:
        pieces = [piece for piece in separator.split(text) if piece.strip()]
        if len(pieces) > 1:
            return pieces
    return [piece for piece in _DASH.split(without_number(text)) if piece.strip()]


def _rows_under(table: Table) -> Iterator[tuple[Row, Sequence[str]]]:
    """Give the rows of a table, each with the kinds of its columns where titles stand above."""
    kinds: Sequence[str] = ()
    for index, row in enumerate(table.rows):
        texts = [cell.own for cell in row.cells]
        if index < _SEARCHED_ROWS and roster_titles([text for text in texts if text]):
            kinds = [_kind_of(cell.text) for cell in row.cells]
        else:
            yield row, kinds


def list_people(source: Source) -> Roster:
    """Give the people that a readable source lists, or say that it is no staff list."""
    listing = _Listing()
    for block in source.blocks:
        if isinstance(block, Line):
            if block.is_sheet:
                continue
            listing.take(_pieces(block.text), block.number, block.sheet)
            continue
        header = find_header(block)
        if header is not None and names_tasks(header) and not _lists_people(block):
            raise DocumentError(DocumentFault.IS_PLAN)
        for row, kinds in _rows_under(block):
            if kinds:
                listing.take_columns(row, kinds, block.sheet)
            else:
                listing.take([cell.own for cell in row.cells if cell.own], row.line, block.sheet)
    if not listing.rows:
        raise DocumentError(DocumentFault.NOT_A_ROSTER)
    return Roster(tuple(listing.rows), tuple(listing.unread))


def is_mostly_people(source: Source) -> bool:
    """Say whether lines without a table are a staff list all the same."""
    try:
        roster = list_people(source)
    except DocumentError:
        return False
    return len(roster.rows) > max(1, len(roster.unread))


def _lists_people(table: Table) -> bool:
    return any(kinds for _, kinds in _rows_under(table))
