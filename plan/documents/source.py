"""A document before it is understood: lines of text and tables of cells, in their order."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from plan.documents.model import Notice, Unread


class Merged(StrEnum):
    """Whether a cell is written here or belongs to a merged neighbour."""

    NO = "no"
    ABOVE = "above"
    LEFT = "left"


class Cell(Struct, frozen=True):
    """One cell: `raw` as written, `text` tidied for reading (filled by letters.readable).

    A merged cell repeats the text of the cell it belongs to. `is_blurred` says that it was read
    from a picture, and not surely.
    """

    raw: str
    text: str = ""
    merged: Merged = Merged.NO
    is_blurred: bool = False

    @property
    def own(self) -> str:
        """Give the text when it is written in this very cell."""
        return self.text if self.merged is Merged.NO else ""


class Row(Struct, frozen=True):
    """One row of a table, with the number that finds it again in the document."""

    line: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False
    is_changed: bool = False

    @property
    def text(self) -> str:
        """Give what the row says, for showing it to a person."""
        return " | ".join(cell.own for cell in self.cells if cell.own)


class Table(Struct, frozen=True):
    """Rows in order; `number` counts the tables of a document, `sheet` names that of a workbook.

    `is_paged` says that rows may be cut by the end of a page.
    """

    rows: tuple[Row, ...]
    number: int = 0
    sheet: str = ""
    is_paged: bool = False

    @property
    def width(self) -> int:
        """Count the columns of the widest row."""
        return max((len(row.cells) for row in self.rows), default=0)


class Line(Struct, frozen=True):
    """A line outside of any table, or the name of the sheet that begins with it."""

    number: int
    text: str
    sheet: str = ""
    is_sheet: bool = False


class Source(Struct, frozen=True):
    """All of a document, in order, with what the format's reader noticed on the way."""

    blocks: tuple[Line | Table, ...]
    notices: tuple[Notice, ...] = ()
    unread: tuple[Unread, ...] = ()

    def texts(self) -> Iterator[str]:
        """Give every piece of text that is written in it."""
        for block in self.blocks:
            if isinstance(block, Line):
                yield block.text
            else:
                for row in block.rows:
                    yield from (cell.raw for cell in row.cells if cell.merged is Merged.NO)
