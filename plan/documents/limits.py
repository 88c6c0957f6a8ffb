"""How much of a document is read: a school's plan is far below, a hostile file far above."""

from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.source import Line, Source

MAX_BYTES = 20 * 1024 * 1024  # what the platforms let a bot fetch
MAX_UNPACKED = 80 * 1024 * 1024  # all the parts of a .docx or .xlsx, pictures too
MAX_XML = 24 * 1024 * 1024  # one part of text
MAX_PARTS = 2000
MAX_TAGS = 600_000  # elements of one part of text
MAX_MARKED_ROWS = 20_000  # rows of a sheet or document, empty ones too
MAX_ROWS = 6000
MAX_LINES = 30_000  # of a text
MAX_CELLS = 120_000
MAX_COLUMNS = 200
MAX_LETTERS = 3_000_000
MAX_PAGES = 60
MAX_PAGE_LETTERS = 20_000
MAX_DRAWING = 1_500_000  # bytes that draw one page
MAX_DRAWN = 6_000  # lines and borders on one page
MAX_NESTING = 4  # tables in tables


def too_much(what: str) -> DocumentError:
    """Give the error for a document that would take too much to read."""
    return DocumentError(DocumentFault.HOSTILE, what=what)


def check_bytes(content: bytes) -> None:
    """Refuse a file by its size, before anything looks into it."""
    if len(content) > MAX_BYTES:
        raise DocumentError(DocumentFault.TOO_LARGE, size=len(content), limit=MAX_BYTES)
    if not content.strip():
        raise DocumentError(DocumentFault.EMPTY)


def check_source(source: Source) -> None:
    """Refuse a document by the number of its rows, cells and letters."""
    rows = cells = letters = 0
    for block in source.blocks:
        if isinstance(block, Line):
            letters += len(block.text)
            continue
        rows += len(block.rows)
        for row in block.rows:
            cells += len(row.cells)
            letters += sum(len(cell.raw) for cell in row.cells)
    if rows > MAX_ROWS or cells > MAX_CELLS:
        raise too_much("rows")
    if letters > MAX_LETTERS:
        raise too_much("size")
