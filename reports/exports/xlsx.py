"""Workbooks: every row, typed cells, a frozen heading with filters, and no formula from a text."""

import io
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

LONGEST_CELL = 32_767
LONGEST_TITLE = 31
HEADING_POINTS = 34  # two lines
FORMATS = {"day": "dd/mm/yyyy", "money": "#,##0", "number": "0", "text": "@"}
_FONT = "Times New Roman"
_LINE = Side(style="thin", color="FF999999")
# Made once: a style of its own for each of ten thousand cells takes seconds.
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_PLAIN, _BOLD = Font(name=_FONT, size=12), Font(name=_FONT, size=12, bold=True)
_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)


def write_xlsx(sheets: list[dict[str, Any]]) -> bytes:
    """Write tables (reports.papers.tables, plain), a sheet each."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in sheets:
        _write(book.create_sheet(table["title"][:LONGEST_TITLE]), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Worksheet, table: dict[str, Any]) -> None:
    columns = table["columns"]
    for number, column in enumerate(columns, 1):
        _heading(sheet.cell(1, number), column["title"])
        sheet.column_dimensions[get_column_letter(number)].width = max(8, column["width"])
    for line, row in enumerate(table["rows"], 2):
        for number, (column, value) in enumerate(zip(columns, row, strict=True), 1):
            _fill(sheet.cell(line, number), value, column["kind"])
    sheet.row_dimensions[1].height = HEADING_POINTS
    sheet.freeze_panes = "A2"
    last = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A1:{last}{len(table['rows']) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _heading(cell: Cell | MergedCell, words: str) -> None:
    cell.value = words
    cell.font = _BOLD
    cell.fill = PatternFill("solid", fgColor="FFE3E6E9")
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = _BORDER


def _fill(cell: Cell | MergedCell, value: str | int | None, kind: str) -> None:
    """Put a value of its column's kind; nothing stays empty, so that sums and filters work."""
    cell.font = _PLAIN
    cell.border = _BORDER
    cell.alignment = _WRAPPED if kind == "text" else _TOP
    cell.number_format = FORMATS[kind]
    if value is None or value == "":
        return
    if kind == "day" and isinstance(value, str):
        cell.value = date.fromisoformat(value)
        cell.number_format = FORMATS[kind]
        return
    if isinstance(value, int):
        cell.value = value
        return
    cell.value = value[:LONGEST_CELL]
    # A text that begins with "=" is a text: its type says so, and typing in it keeps it so.
    cell.data_type = "s"
    cell.quotePrefix = True
