"""A .docx as lines and tables: merged cells, tracked changes and text boxes seen."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import docx
from docx.oxml.ns import qn

from plan.documents.limits import MAX_COLUMNS, MAX_NESTING, MAX_ROWS, too_much
from plan.documents.model import Notice, NoticeCode, Unread, Why
from plan.documents.source import Cell, Line, Merged, Row, Source, Table
from plan.documents.word_text import ListFormats, Words

_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_ROW_STYLE, _CELL_STYLE = qn("w:trPr"), qn("w:tcPr")
_VALUE = qn("w:val")
# Content controls, and what wraps a row or paragraph that was inserted.
_WRAPPERS = frozenset(
    qn(f"w:{name}") for name in ("sdt", "sdtContent", "smartTag", "customXml", "ins", "moveTo")
)


def read(content: bytes) -> Source:
    """Read the body of a document in its order."""
    document = docx.Document(io.BytesIO(content))
    return _Reader(ListFormats.of(document.part)).read(document.element.body)


def _children(element: Any) -> Iterator[Any]:
    """Give the children, looking through what only wraps them."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _children(child)
        else:
            yield child


def _number(element: Any, name: str, default: int) -> int:
    child = element.find(qn(name)) if element is not None else None
    text = str(child.get(_VALUE) or "") if child is not None else ""
    return int(text) if text.isdecimal() else default


class _Reader:
    """Collects lines and tables; a nested table follows the one it stands in."""

    def __init__(self, formats: ListFormats) -> None:
        self._formats = formats
        self._blocks: list[Line | Table] = []
        self._unread: list[Unread] = []
        self._seen: Counter[NoticeCode] = Counter()
        self._lines = self._tables = self._rows = 0

    def read(self, body: Any) -> Source:
        """Read everything in the body."""
        for child in _children(body):
            if child.tag == _P:
                self._read_line(child)
            elif child.tag == _TBL:
                self._read_table(child, depth=1)
        notices = tuple(Notice(code, count) for code, count in self._seen.items() if count)
        return Source(tuple(self._blocks), notices, tuple(self._unread))

    def _read_line(self, paragraph: Any) -> None:
        self._lines += 1
        words = Words.of(paragraph)
        lines = [line for line in words.text.split("\n") if line.strip()]
        self._blocks.extend(Line(self._lines, line) for line in lines)
        self._keep_beside(words, self._lines, table=0, depth=1)

    def _keep_beside(self, words: Words, line: int, table: int, depth: int) -> None:
        """Keep what a paragraph holds beside its text."""
        self._seen[NoticeCode.TRACKED_CHANGES] += words.is_changed
        if words.deleted.strip():
            self._unread.append(Unread(line, words.deleted, Why.DELETED, table))
        if words.hidden.strip():
            self._unread.append(Unread(line, words.hidden, Why.HIDDEN, table))
        for box in words.boxes:
            self._seen[NoticeCode.TEXT_BOXES] += 1
            for child in _children(box):
                if child.tag == _TBL:
                    self._read_table(child, depth + 1)
            lines = [Words.of(child).text for child in _children(box) if child.tag == _P]
            if text := "\n".join(lines).strip():
                self._unread.append(Unread(line, text, Why.TEXT_BOX, table))

    def _read_table(self, table: Any, depth: int) -> None:
        if depth > MAX_NESTING:
            raise too_much("nesting")
        self._tables += 1
        reader = _TableReader(self._formats, self._tables)
        rows = tuple(reader.rows(table))
        self._rows += len(rows)
        if self._rows > MAX_ROWS:
            raise too_much("rows")
        self._blocks.append(Table(rows, reader.number))
        for words, line in reader.beside:
            self._keep_beside(words, line, reader.number, depth)
        self._unread.extend(reader.deleted)
        for nested in reader.nested:
            self._read_table(nested, depth + 1)


class _TableReader:
    """Reads the rows of one table, keeping beside what is no text of its cells."""

    def __init__(self, formats: ListFormats, number: int) -> None:
        self.number = number
        self.beside: list[tuple[Words, int]] = []
        self.deleted: list[Unread] = []
        self.nested: list[Any] = []
        self._formats = formats

    def rows(self, table: Any) -> Iterator[Row]:
        """Give the rows with each cell in its column of the grid."""
        above: Sequence[Cell] = ()
        elements = (child for child in _children(table) if child.tag == _TR)
        for line, element in enumerate(elements, start=1):
            if line > MAX_ROWS:
                raise too_much("rows")
            style = element.find(_ROW_STYLE)
            kept = len(self.beside)
            cells = tuple(self._cells(element, above, line))
            above = cells
            is_changed = any(words.is_changed for words, _ in self.beside[kept:])
            row = Row(line, cells, is_changed=is_changed or _has(style, "w:ins"))
            if _has(style, "w:del"):
                text = " | ".join(cell.raw for cell in cells if cell.raw)
                self.deleted.append(Unread(line, text, Why.DELETED, self.number))
                continue
            yield Row(line, cells, is_hidden=_has(style, "w:hidden"), is_changed=row.is_changed)

    def _cells(self, row: Any, above: Sequence[Cell], line: int) -> Iterator[Cell]:
        column = _number(row.find(_ROW_STYLE), "w:gridBefore", 0)
        if column > MAX_COLUMNS:
            raise too_much("rows")
        yield from [Cell("")] * column
        text = ""
        for element in _children(row):
            if element.tag != _TC:
                continue
            style = element.find(_CELL_STYLE)
            span = _number(style, "w:gridSpan", 1) or 1
            if column + span > MAX_COLUMNS:
                raise too_much("rows")
            # What Word keeps under a merged cell is not on paper: the cell it continues is.
            if _continues(style, "w:hMerge"):
                yield Cell(text, merged=Merged.LEFT)
            elif _continues(style, "w:vMerge"):
                text = above[column].raw if column < len(above) else ""
                yield Cell(text, merged=Merged.ABOVE)
            else:
                text = self._text(element, line)
                yield Cell(text)
            yield from [Cell(text, merged=Merged.LEFT)] * (span - 1)
            column += span

    def _text(self, cell: Any, line: int) -> str:
        texts, marks = [], []
        for child in _children(cell):
            if child.tag == _TBL:
                self.nested.append(child)
            elif child.tag == _P:
                words = Words.of(child)
                if words.is_changed or words.hidden or words.boxes:
                    self.beside.append((words, line))
                texts.append(words.text)
                marks.append(self._formats.mark_of(child))
        return "\n".join(_listed(texts, marks))


def _listed(texts: Sequence[str], marks: Sequence[str]) -> list[str]:
    """Put the bullets of a list into its text, and a count where it is all that a cell shows."""
    if len(texts) == 1:
        return [texts[0] or marks[0].removeprefix("-")]
    return [
        f"- {text}" if mark == "-" and text.strip() else text
        for text, mark in zip(texts, marks, strict=True)
    ]


def _has(style: Any, name: str) -> bool:
    return style is not None and style.find(qn(name)) is not None


def _continues(style: Any, name: str) -> bool:
    """Say whether a cell is the lower (vMerge) or right (hMerge) part of a merged one."""
    merge = style.find(qn(name)) if style is not None else None
    return merge is not None and (merge.get(_VALUE) or "continue") == "continue"
