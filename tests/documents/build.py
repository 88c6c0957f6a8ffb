"""Documents made for the tests: the same table as text, .docx, .xlsx or .pdf."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx

SAMPLE = Path(__file__).parents[2] / "nhacviec" / "sample"
PLANS = Path(__file__).parents[1] / "plans"
REAL = Path(__file__).parents[3] / "shared" / "plans"

Rows = Sequence[Sequence[str]]


def text_of(rows: Rows, before: str = "", after: str = "", delimiter: str = "\t") -> bytes:
    table = "\n".join(delimiter.join(row) for row in rows)
    return f"{before}\n{table}\n{after}".encode()


def table_of(text: str) -> tuple[list[str], list[list[str]], list[str]]:
    """Part a plan of tab-separated text into the lines before, the table and the lines after."""
    lines = text.split("\n")
    tabbed = [index for index, line in enumerate(lines) if "\t" in line]
    first, last = tabbed[0], tabbed[-1]
    rows = [line.split("\t") for line in lines[first : last + 1] if "\t" in line]
    rows = [row for row in rows if not row[0].startswith("---")]
    return lines[:first], rows, lines[last + 1 :]


def fill(table: Any, rows: Rows) -> None:
    for made, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(made.cells, row, strict=False):
            cell.text = text


def add_table(document: Any, rows: Rows) -> Any:
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    fill(table, rows)
    return table


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def docx_of(rows: Rows, before: Sequence[str] = (), after: Sequence[str] = ()) -> bytes:
    document = docx.Document()
    for line in before:
        document.add_paragraph(line)
    add_table(document, rows)
    for line in after:
        document.add_paragraph(line)
    return saved(document)


def docx_of_text(text: str) -> bytes:
    before, rows, after = table_of(text)
    return docx_of(rows, before, after)
