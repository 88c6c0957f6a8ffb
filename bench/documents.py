"""How fast and how rightly documents are read, each beside a baseline; prints JSON lines."""

import csv
import io
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, Self

import docx
import openpyxl
import pdfplumber

from followup.stored_document import document_from
from nhacviec import office
from nhacviec.scan.installed import tesseract_program
from nhacviec.scan.pictures import pages_of
from nhacviec.scan.tesseract import BLOCK, read_words
from nhacviec.workshop import Workshop
from plan.documents import PlanRow
from tests.documents.build import SAMPLE, docx_of, saved, table_of
from tests.documents.pdf import Page, pdf_of
from tests.scans.drawing import Sheet, jpeg_of, photographed

ROWS = 1000
PDF_PAGES, PDF_ROWS = 40, 25
TITLES = ("TT", "Nội dung công việc", "Thời gian", "Người thực hiện", "Kinh phí")
WIDTHS = (110, 900, 450, 420, 300)
COMPARED = ("work", "time", "owner", "budget")
PICTURE_ROWS = slice(0, 8)
LOOK_EVERY = 0.02
Task = tuple[str, ...]
Tables = list[list[list[str]]]


def tasks() -> list[Task]:
    """Give the tasks of the sample plan as (work, time, owner, money)."""
    text = (SAMPLE / "ke-hoach-cai-tien.txt").read_text("utf-8")
    rows = [row for row in table_of(text)[1][1:] if len(row) > 5 and row[2] and row[3]]  # noqa: PLR2004 - a task has its first six cells
    return [(row[2], row[3], row[4], row[7] if len(row) > 7 else "") for row in rows]  # noqa: PLR2004 - likewise


def numbered(count: int) -> list[list[str]]:
    """Give a table of so many rows, the sample's tasks again and again."""
    known = tasks()
    rows = [[str(n + 1), *known[n % len(known)]] for n in range(count)]
    return [list(TITLES), *rows]


def as_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """Write rows as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def as_pdf() -> bytes:
    """Write a thousand rows as a PDF of ruled pages."""
    pages = []
    for _ in range(PDF_PAGES):
        page = Page()
        page.table(
            [list(TITLES), *[["1", "Họp tổ", "9/2024", "TTCM", "5 tr"]] * PDF_ROWS],
            [40, 200, 90, 100, 80],
        )
        pages.append(page)
    return pdf_of(pages)


def plain_docx(content: bytes) -> Tables:
    """Read tables as python-docx gives them."""
    tables = docx.Document(io.BytesIO(content)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def plain_xlsx(content: bytes) -> Tables:
    """Read sheets as openpyxl gives them."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [
        [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()] for sheet in book
    ]


def plain_pdf(content: bytes) -> Tables:
    """Read tables as pdfplumber gives them."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        found = [table for page in pdf.pages for table in page.extract_tables()]
    return [[[cell or "" for cell in row] for row in table] for table in found]


def plain_text(content: bytes) -> Tables:
    """Read tab-separated lines as csv gives them."""
    return [
        list(csv.reader(io.StringIO(content.decode()), delimiter="\t", quoting=csv.QUOTE_NONE))
    ]


def taken(make: Callable[[], object]) -> float:
    """Give the seconds something takes."""
    start = time.perf_counter()
    make()
    return time.perf_counter() - start


def speeds(workshop: Workshop) -> Iterator[dict[str, Any]]:
    """Time a thousand rows of each format, in the child, beside its library alone."""
    rows = numbered(ROWS)
    cases: list[tuple[str, bytes, Callable[[bytes], Tables]]] = [
        ("a.docx", docx_of(rows), plain_docx),
        ("a.xlsx", as_xlsx(rows), plain_xlsx),
        ("a.pdf", as_pdf(), plain_pdf),
    ]
    for name, content, plain in cases:
        ours = taken(partial(workshop.read, name, content))
        theirs = taken(partial(plain, content))
        yield {
            "bench": "documents.thousand_rows",
            "file": name,
            "seconds": round(ours, 2),
            "library_alone": round(theirs, 2),
            "ratio": round(ours / max(theirs, 1e-6), 2),
            **({"target": "<= 3 s"} if name == "a.docx" else {}),
        }


def counted(found: Sequence[Task], wanted: Sequence[Task]) -> dict[str, int]:
    """Count the tasks found word for word, spaces apart."""
    squeezed = {tuple("".join(cell.split()) for cell in task) for task in found}
    right = sum(tuple("".join(cell.split()) for cell in task) in squeezed for task in wanted)
    return {"right": right, "of": len(wanted)}


def cells_of(row: PlanRow) -> Task:
    """Give what is compared of a row."""
    return tuple(getattr(row, name) for name in COMPARED)


def by_place(content: bytes) -> list[Task]:
    """Read the sample as one would without a reader: the cells of each line by their place."""
    places = (2, 3, 4, 7)
    rows = plain_text(content)[0]
    return [tuple(row[at] for at in places) for row in rows if len(row) > max(places)]


def scores(workshop: Workshop) -> Iterator[dict[str, Any]]:
    """Count the tasks of the sample read right; lines that are none count as wrong."""
    content = (SAMPLE / "ke-hoach-cai-tien.txt").read_bytes()
    rows = document_from(workshop.read("a.txt", content)["plan"]).rows
    naive = by_place(content)
    for reader, found in (
        ("plan.documents", [cells_of(row) for row in rows]),
        ("by place", naive),
    ):
        right = counted(found, tasks())
        extra = len(found) - right["right"]
        yield {"bench": "documents.score", "reader": reader, **right, "no_task": extra}


def pictured() -> tuple[list[Task], bytes]:
    """Give some tasks and a phone's photo of the page they stand on."""
    some = tasks()[PICTURE_ROWS]
    sheet = Sheet()
    sheet.line("KẾ HOẠCH NĂM HỌC 2024-2025")
    sheet.table([list(TITLES), *[[str(n), *task] for n, task in enumerate(some, 1)]], WIDTHS)
    return some, jpeg_of(photographed(sheet.picture))


def pictures(workshop: Workshop) -> Iterator[dict[str, Any]]:
    """Count the cells of a photo: right, asked about, silently wrong; beside lines of the page."""
    if not tesseract_program():
        yield {"bench": "documents.picture", "skipped": "tesseract-ocr-vie is not installed"}
        return
    wanted, photo = pictured()
    with _Peak() as peak:
        start = time.perf_counter()
        rows = document_from(workshop.read("a.jpg", photo)["plan"]).rows
        seconds = time.perf_counter() - start
    tally = {"right": 0, "asked": 0, "wrong": 0}
    for row, task in zip(rows, wanted, strict=True):
        for name, cell in zip(COMPARED, task, strict=True):
            same = "".join(getattr(row, name).split()) == "".join(cell.split())
            asked = name in row.blurred
            tally["asked" if asked else "right" if same else "wrong"] += 1
    yield {
        "bench": "documents.picture",
        "reader": "cells by ruling lines, two looks",
        **tally,
        "seconds": round(seconds, 1),
        "peak_mb": peak.megabytes,
        "target": "peak_mb <= 300",
    }
    (page,) = pages_of(photo)
    start = time.perf_counter()
    lines: dict[object, list[str]] = {}
    for word in read_words([page], BLOCK)[0]:
        lines.setdefault(word.line, []).append(word.text)
    whole = ["".join(words) for words in lines.values()]
    cells = ["".join(cell.split()) for task in wanted for cell in task if cell]
    yield {
        "bench": "documents.picture",
        "reader": "lines of the whole page",
        "cells_whole_in_a_line": sum(any(cell in line for line in whole) for cell in cells),
        "of": len(cells),
        "seconds": round(time.perf_counter() - start, 1),
    }


class _Peak:
    """The most memory that the children of this process held together, looked at often."""

    def __enter__(self) -> Self:
        self.megabytes = 0
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look)
        self._looking.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            held = sum(_resident(child) for child in _below(os.getpid()))
            self.megabytes = max(self.megabytes, held >> 20)


def _below(process: int) -> Iterator[int]:
    try:
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield int(child)
                yield from _below(int(child))
    except OSError:
        return  # it has just ended, or there is no /proc here


def _resident(process: int) -> int:
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * 4096


def old_files(workshop: Workshop) -> Iterator[dict[str, Any]]:
    """Time a table that only an office program reads, beside the same one as .docx."""
    if not office.program():
        yield {"bench": "documents.old", "skipped": "libreoffice is not installed"}
        return
    rows = numbered(100)
    page = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
    old = f"<html><meta charset='utf-8'><table>{page}</table></html>".encode()
    with _Peak() as peak:
        ours = taken(lambda: workshop.read("a.xls", old))
    yield {
        "bench": "documents.old",
        "rows": len(rows) - 1,
        "seconds": round(ours, 1),
        "as_docx": round(taken(lambda: workshop.read("a.docx", docx_of(rows))), 2),
        "peak_mb": peak.megabytes,
        "target": "peak_mb <= 300",
    }


def main() -> None:
    """Print every measure as a line of JSON."""
    for measures in (speeds, scores, pictures, old_files):
        # Children of its own each time, so that no measure carries the memory of another.
        with closing(Workshop()) as workshop:
            workshop.read("a.txt", b"TT\tNoi dung\tHan\n1\tHop\t5/9\n")  # the child is up
            for measure in measures(workshop):
                sys.stdout.write(json.dumps(measure, ensure_ascii=False) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
