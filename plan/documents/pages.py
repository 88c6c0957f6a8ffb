"""A PDF with text as lines and tables; one that only holds pictures of pages is refused."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.utils.exceptions import PdfminerException

from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.limits import MAX_DRAWING, MAX_DRAWN, MAX_PAGE_LETTERS, MAX_PAGES, too_much
from plan.documents.model import Notice, NoticeCode
from plan.documents.sections import is_marked
from plan.documents.source import Cell, Line, Merged, Row, Source, Table

_UNMAPPED = re.compile(r"\(cid:\d+\)")  # a letter whose font does not say which it is
_CUT_AFTER = re.compile(r"\w[-/]$")  # "2024-" and "2025" on two lines are one word
_NUDGE = 1.0  # points into a cell, past its border


def read(content: bytes) -> Source:
    """Read every page, or say that it needs a password or somebody to read its pictures."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            return _read_pages(pdf.pages)
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise DocumentError(DocumentFault.ENCRYPTED) from error
        raise


def _read_pages(pages: Sequence[Any]) -> Source:
    if len(pages) > MAX_PAGES:
        raise too_much("pages")
    blocks: list[Line | Table] = []
    pictures = 0
    for page in pages:
        _check_drawing(page)
        if not _has_words(page):
            pictures += bool(page.images)
        else:
            tables = sum(isinstance(block, Table) for block in blocks)
            blocks.extend(_blocks(page, tables))
        page.close()  # each page keeps all of its letters until then
    if not blocks and pictures:
        raise DocumentError(DocumentFault.SCANNED_PDF, pages=pictures)
    notices = (Notice(NoticeCode.SCANNED_PAGES, pictures),) if pictures else ()
    return Source(tuple(blocks), notices)


def _check_drawing(page: Any) -> None:
    """Refuse a page that takes too many strokes, before one of them is followed."""
    drawing = sum(len(resolve1(stream).get_data()) for stream in page.page_obj.contents)
    if drawing > MAX_DRAWING:
        raise too_much("pages")


def _has_words(page: Any) -> bool:
    """Say whether a page holds text that can be told letter by letter."""
    letters = page.chars
    if len(letters) > MAX_PAGE_LETTERS or len(page.edges) > MAX_DRAWN:
        raise too_much("pages")
    unmapped = sum(bool(_UNMAPPED.fullmatch(letter["text"])) for letter in letters)
    return len(letters) > 3 * unmapped


def _blocks(page: Any, tables_before: int) -> list[Line | Table]:
    """Give the lines and tables of a page from top to bottom."""
    found = [table for table in page.find_tables() if len(table.rows) > 1]
    outside = page.filter(lambda thing: not any(_holds(table.bbox, thing) for table in found))
    placed: list[tuple[float, Line | Table]] = [
        (line["top"], Line(number, line["text"], sheet=str(page.page_number)))
        for number, line in enumerate(outside.extract_text_lines(return_chars=False), start=1)
    ]
    for number, table in enumerate(found, start=tables_before + 1):
        rows = tuple(_rows(table))
        block = Table(rows, number, sheet=str(page.page_number), is_paged=True)
        placed.append((table.bbox[1], block))
    return [block for _, block in sorted(placed, key=lambda place: place[0])]


def _holds(box: tuple[float, float, float, float], thing: Any) -> bool:
    """Say whether the middle of a thing on a page lies in a box."""
    across = (thing["x0"] + thing["x1"]) / 2
    down = (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _rows(table: Any) -> Iterator[Row]:
    """Give the rows; a place without a cell of its own belongs to the cell that covers it."""
    texts = {
        cell: _flowing(text or "")
        for row, written in zip(table.rows, table.extract(), strict=True)
        for cell, text in zip(row.cells, written, strict=True)
        if cell
    }
    columns = sorted({cell[0] for cell in texts})
    for line, row in enumerate(table.rows, start=1):
        top = min(cell[1] for cell in row.cells if cell)
        cells = []
        for left, cell in zip(columns, row.cells, strict=True):
            owner = cell or _covering(texts, left + _NUDGE, top + _NUDGE)
            merged = Merged.NO
            if cell is None and owner:
                merged = Merged.LEFT if owner[0] < left - _NUDGE else Merged.ABOVE
            cells.append(Cell(texts[owner] if owner else "", merged=merged))
        yield Row(line, tuple(cells))


def _covering(cells: Any, across: float, down: float) -> Any:
    """Find the cell that a point lies in."""
    for cell in cells:
        if cell[0] <= across < cell[2] and cell[1] <= down < cell[3]:
            return cell
    return None


def _flowing(text: str) -> str:
    """Join the lines that only the width of the column broke; a list keeps its lines."""
    joined = ""
    for line in text.split("\n"):
        if not joined:
            joined = line
        elif is_marked(line):
            joined += f"\n{line}"
        else:
            joined += line if _CUT_AFTER.search(joined) else f" {line}"
    return joined
