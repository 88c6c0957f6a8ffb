"""A PDF with text as lines and tables; one that only holds pictures of pages is refused."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.utils.exceptions import PdfminerException

from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.flowing import flowing
from plan.documents.limits import MAX_DRAWING, MAX_DRAWN, MAX_PAGE_LETTERS, MAX_PAGES, too_much
from plan.documents.model import Notice, NoticeCode
from plan.documents.source import Cell, Line, Merged, Row, Source, Table

_UNMAPPED = re.compile(r"\(cid:\d+\)")  # a letter whose font does not say which it is
_NUDGE = 1.0  # points into a cell, past its border
_WHOLE_PAGE = 0.8  # share of a page that a scanner's picture covers at least

# From a page's place (from 0) and the number of tables before it: what its picture says.
PictureReader = Callable[[int, int], Sequence[Line | Table]]


def read(content: bytes, read_picture: PictureReader | None = None) -> Source:
    """Read every page, or say that it needs a password or somebody to read its pictures."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            return _read_pages(pdf.pages, read_picture)
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise DocumentError(DocumentFault.ENCRYPTED) from error
        raise


def _read_pages(pages: Sequence[Any], read_picture: PictureReader | None) -> Source:
    if len(pages) > MAX_PAGES:
        raise too_much("pages")
    blocks: list[Line | Table] = []
    pictures = 0
    for place, page in enumerate(pages):
        _check_drawing(page)
        tables = sum(isinstance(block, Table) for block in blocks)
        if _has_words(page) and not (read_picture and _is_scanned(page)):
            blocks.extend(_blocks(page, tables))
        elif page.images:
            pictures += 1
            if read_picture is not None:
                blocks.extend(read_picture(place, tables))
        page.close()  # each page keeps all of its letters until then
    if not blocks and pictures and read_picture is None:
        raise DocumentError(DocumentFault.SCANNED_PDF, pages=pictures)
    code = NoticeCode.SCANNED_PAGES if read_picture is None else NoticeCode.FROM_PICTURES
    return Source(tuple(blocks), (Notice(code, pictures),) if pictures else ())


def _is_scanned(page: Any) -> bool:
    """Say whether the words of a page are only what a scanner put behind its picture."""
    whole = _WHOLE_PAGE * float(page.width) * float(page.height)
    if not any(image["width"] * image["height"] >= whole for image in page.images):
        return False
    return not any(len(table.rows) > 1 for table in page.find_tables())


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
        cell: flowing(text or "")
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
