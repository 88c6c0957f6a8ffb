"""A page that is a picture as lines and tables, each cell in its place."""

from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFilter, ImageStat

from nhacviec.scan.cells import Said, read_cells
from nhacviec.scan.grid import Grid, GridCell, find_grids
from nhacviec.scan.strokes import evenly_lit, ink_of
from nhacviec.scan.tesseract import PAGE, quarter_turns, read_words
from nhacviec.scan.upright import laid_straight
from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.source import Cell, Line, Merged, Row, Table

_PAPER = 255
_INKED = 255
_BLACKEST_PAGE = 0.3
_TURNS = (
    None,
    Image.Transpose.ROTATE_270,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_90,
)  # by quarter turns clockwise


def read_page(picture: Image.Image, sheet: str, tables_before: int) -> list[Line | Table]:
    """Read a page from top to bottom."""
    turn = _TURNS[quarter_turns(picture)]
    upright = laid_straight(picture if turn is None else picture.transpose(turn))
    ink = ink_of(upright)
    if _blackness(ink) > _BLACKEST_PAGE:
        raise DocumentError(DocumentFault.UNCLEAR_PICTURE)
    grids = find_grids(ink)
    placed: list[tuple[float, Line | Table]] = list(_lines(upright, grids, sheet))
    for number, grid in enumerate(grids, start=tables_before + 1):
        said = read_cells(upright, ink, [cell.box for cell in grid.cells])
        table = Table(tuple(_rows(grid, said)), number, sheet, is_paged=True)
        placed.append((grid.box.top, table))
    return [block for _, block in sorted(placed, key=lambda place: place[0])]


def _blackness(ink: Image.Image) -> float:
    """Give the share of a page that is ink once specks are left out; text covers a tenth."""
    return ImageStat.Stat(ink.reduce(4).filter(ImageFilter.MedianFilter(3))).mean[0] / _INKED


def _lines(
    picture: Image.Image, grids: list[Grid], sheet: str
) -> Iterator[tuple[float, Line | Table]]:
    """Give the lines outside of the tables, which are painted over."""
    around = evenly_lit(picture)
    brush = ImageDraw.Draw(around)
    for grid in grids:
        box = grid.box
        brush.rectangle((box.left - 9, box.top - 9, box.right + 9, box.bottom + 9), fill=_PAPER)
    lines: dict[tuple[int, int, int], list[str]] = {}
    tops: dict[tuple[int, int, int], int] = {}
    for word in read_words([around], PAGE)[0]:
        lines.setdefault(word.line, []).append(word.text)
        tops.setdefault(word.line, word.box.top)
    for number, (line, words) in enumerate(lines.items(), start=1):
        yield tops[line], Line(number, " ".join(words), sheet)


def _rows(grid: Grid, said: list[Said]) -> Iterator[Row]:
    places: dict[tuple[int, int], tuple[GridCell, Said]] = {}
    for cell, words in zip(grid.cells, said, strict=True):
        for row in range(*cell.rows):
            for column in range(*cell.columns):
                places[row, column] = (cell, words)
    for row in range(grid.height):
        cells = []
        for column in range(grid.width):
            cell, words = places[row, column]
            merged = Merged.NO
            if column > cell.columns[0]:
                merged = Merged.LEFT
            elif row > cell.rows[0]:
                merged = Merged.ABOVE
            cells.append(Cell(words.text, merged=merged, is_blurred=words.is_blurred))
        yield Row(row + 1, tuple(cells))
