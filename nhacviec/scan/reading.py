"""A plan from a picture or a scanned PDF; runs in the child process."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pypdfium2

from nhacviec.scan.page import read_page
from nhacviec.scan.pictures import MAX_PAGES, SIDE, pages_of
from plan.documents import Document, DocumentError, DocumentFault, Notice, NoticeCode
from plan.documents.opening import finished
from plan.documents.pages import PictureReader, read
from plan.documents.reading import understand
from plan.documents.source import Line, Source, Table

_PDF_WITHIN = 1024
_MOST_BLURRED = 0.4  # share of the cells that may be unsure before the picture is refused
# What a picture without a plan comes to: better light, or another file.
_UNCLEAR = frozenset(
    {
        DocumentFault.EMPTY,
        DocumentFault.NOT_A_PLAN,
        DocumentFault.NO_TASKS,
        DocumentFault.COLUMNS_MISSING,
        DocumentFault.IS_ROSTER,
    }
)


def read_scan(name: str, content: bytes) -> Document:
    """Read a plan that is a picture, or a PDF whose pages are pictures, all or some.

    Raises:
        DocumentError: UNCLEAR_PICTURE when no plan can be made out; what else stops a document.
    """
    try:
        return understand(name, _source(content))
    except DocumentError as error:
        if error.code in _UNCLEAR:
            raise DocumentError(DocumentFault.UNCLEAR_PICTURE) from error
        raise


def _source(content: bytes) -> Source:
    if b"%PDF-" in content[:_PDF_WITHIN]:
        with _pdf_pictures(content) as read_picture:
            source = read(content, read_picture)
    else:
        blocks: list[Line | Table] = []
        for number, picture in enumerate(pages_of(content), start=1):
            tables = sum(isinstance(block, Table) for block in blocks)
            blocks.extend(read_page(picture, str(number), tables))
        pages = len({block.sheet for block in blocks}) or 1
        source = Source(tuple(blocks), (Notice(NoticeCode.FROM_PICTURES, pages),))
    _check_clear(source)
    return finished(source)


@contextmanager
def _pdf_pictures(content: bytes) -> Iterator[PictureReader]:
    """Give what reads a page (from 0) of a PDF as a picture."""
    with closing(pypdfium2.PdfDocument(content)) as pdf:
        seen = []

        def read_picture(page: int, tables_before: int) -> list[Line | Table]:
            seen.append(page)
            if len(seen) > MAX_PAGES:
                raise DocumentError(DocumentFault.HOSTILE, what="pages")
            with closing(pdf[page]) as opened:
                scale = SIDE / max(opened.get_size())
                picture = opened.render(scale=scale, grayscale=True).to_pil().convert("L")
            return read_page(picture, str(page + 1), tables_before)

        yield read_picture


def _check_clear(source: Source) -> None:
    cells = [
        cell
        for block in source.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
        if cell.raw.strip()
    ]
    if cells and sum(cell.is_blurred for cell in cells) > _MOST_BLURRED * len(cells):
        raise DocumentError(DocumentFault.UNCLEAR_PICTURE)
