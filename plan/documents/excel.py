"""A .xlsx as one table a sheet: merged cells, hidden rows, dates as the sheet shows them."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.worksheet.cell_range import CellRange

from plan.documents.limits import MAX_COLUMNS, too_much
from plan.documents.model import Notice, NoticeCode, Unread, Why
from plan.documents.shown import shown
from plan.documents.source import Cell, Line, Merged, Row, Source, Table

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb"<(?:\w+:)?c\b")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_NO_RESULT = re.compile(
    rb"</(?:\w+:)?f>(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_MOST_CELLS = 150_000  # filled or formatted; and those under merged ones
_WIDEST = 3_000_000  # places from the first cell to the last, filled or not


def read(content: bytes) -> Source:
    """Read every sheet; what is hidden is listed, not read."""
    formulas = _check_sheets(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what it cannot write back, which we never do
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    blocks: list[Line | Table] = []
    unread: list[Unread] = []
    hidden_rows = hidden_sheets = 0
    for sheet in book.worksheets:
        rows = tuple(_rows(sheet))
        if sheet.sheet_state != "visible":
            hidden_sheets += bool(rows)
            unread.extend(_hidden(row, sheet.title) for row in rows)
            continue
        hidden_rows += sum(row.is_hidden for row in rows)
        if rows:
            blocks.append(Line(0, sheet.title, sheet=sheet.title, is_sheet=True))
            blocks.append(Table(rows, sheet=sheet.title))
    counts = {
        NoticeCode.HIDDEN_ROWS: hidden_rows,
        NoticeCode.HIDDEN_SHEETS: hidden_sheets,
        NoticeCode.FORMULAS: formulas,
    }
    notices = tuple(Notice(code, count) for code, count in counts.items() if count)
    return Source(tuple(blocks), notices, tuple(unread))


def _check_sheets(content: bytes) -> int:
    """Refuse sheets with too many rows; count the formulas whose result is not in the file."""
    formulas = cells = merged = 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if _SHEET.fullmatch(name):
                text = package.read(name)
                cells += len(_CELL.findall(text))
                merged += sum(_area(ref.decode()) for ref in _MERGE.findall(text))
                formulas += len(_NO_RESULT.findall(text))
    if cells > _MOST_CELLS or merged > _MOST_CELLS:
        raise too_much("rows")
    return formulas


def _area(reference: str) -> int:
    area = CellRange(reference)
    return (area.max_row - area.min_row + 1) * (area.max_col - area.min_col + 1)


def _hidden(row: Row, sheet: str) -> Unread:
    text = " | ".join(cell.raw for cell in row.cells if cell.raw and cell.merged is Merged.NO)
    return Unread(row.line, text, Why.HIDDEN, sheet=sheet)


def _rows(sheet: Any) -> Iterator[Row]:
    """Give the rows with something in them, numbered as the sheet numbers them."""
    last_row, last_column = sheet.max_row, min(sheet.max_column, MAX_COLUMNS)
    if last_row * last_column > _WIDEST:
        raise too_much("rows")
    covered = _covered(sheet, last_row, last_column)
    for cells in sheet.iter_rows(min_row=1, max_row=last_row, max_col=last_column):
        line = cells[0].row
        made = tuple(_cell(sheet, cell, covered) for cell in cells)
        if any(cell.raw.strip() for cell in made):
            yield Row(line, made, is_hidden=bool(sheet.row_dimensions[line].hidden))


def _cell(sheet: Any, cell: Any, covered: dict[tuple[int, int], tuple[int, int, Merged]]) -> Cell:
    place = covered.get((cell.row, cell.column))
    if place is None:
        return Cell(shown(cell.value, cell.number_format))
    row, column, merged = place
    owner = sheet.cell(row, column)
    return Cell(shown(owner.value, owner.number_format), merged=merged)


def _covered(
    sheet: Any, last_row: int, last_column: int
) -> dict[tuple[int, int], tuple[int, int, Merged]]:
    """Give for each place under a merged cell where that cell is written."""
    covered = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, min(area.max_row, last_row) + 1):
            for column in range(area.min_col, min(area.max_col, last_column) + 1):
                if (row, column) != (area.min_row, area.min_col):
                    merged = Merged.LEFT if column > area.min_col else Merged.ABOVE
                    covered[row, column] = (area.min_row, area.min_col, merged)
    return covered
