"""Tables written as text: tabs, bars, commas, semicolons or wide gaps between the cells."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from plan.documents.header import OTHER, is_whole_title, kind_of_title
from plan.documents.letters import tidy
from plan.documents.limits import MAX_LETTERS, MAX_LINES, too_much
from plan.documents.sections import named_section, numbering, starts_item
from plan.documents.source import Cell, Line, Row, Source, Table

_GAP = re.compile(r"\t|\s{2,}")
_QUOTED_BREAK = re.compile(
    r'(?:^|(?<=\t))"((?:[^"\t\n]|"")+\n(?:[^"\t]|"")*)"(?=\t|$)', re.MULTILINE
)
_BREAK = "\x1e"  # stands for a line break within a cell while the text is cut into lines
_SEARCHED = 400  # lines in which the titles are looked for
_LONGEST_BREAK = 40  # lines that one row may be broken over
CountTitles = Callable[[Sequence[str]], int]


class Record(Struct, frozen=True):
    """The cells of one line."""

    line: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> int:
        """Count the cells with something in them."""
        return sum(bool(cell.strip()) for cell in self.cells)


def read_text(text: str, count_titles: CountTitles) -> Source:
    """Find the table in a text and part it from the lines before and after it."""
    if len(text) > MAX_LETTERS:
        raise too_much("size")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MAX_LINES:
        raise too_much("rows")
    attempts = sorted(_attempts(text, count_titles), key=lambda found: found[0], reverse=True)
    if attempts and attempts[0][0]:
        return Source(tuple(_blocks(attempts[0][1], count_titles)))
    return Source(tuple(_untitled(list(_by_tabs(text)))))


def _untitled(records: Sequence[Record]) -> Iterator[Line | Table]:
    """Give a text without titles: lines with tabs are still rows of a table."""
    for is_row, group in groupby(records, lambda record: len(record.cells) > 1):
        if is_row:
            rows = (Row(record.line, tuple(map(Cell, record.cells))) for record in group)
            yield Table(tuple(rows))
        else:
            yield from _lines(list(group))


def plan_titles(cells: Sequence[str]) -> int:
    """Count the titles of a plan in a line, none when it is no row of titles."""
    texts = [tidy(cell) for cell in cells]
    kinds = {kind for text in texts if (kind := kind_of_title(text))} - {OTHER}
    is_header = len(kinds) > 1 and 2 * len(kinds) >= len(cells) and any(map(is_whole_title, texts))
    return len(kinds) if is_header else 0


def _attempts(text: str, count_titles: CountTitles) -> Iterator[tuple[int, list[Record]]]:
    """Cut the text in each way, and say how many titles a first row then has."""
    for cut in (_by_tabs, _by_bars, _by_commas, _by_semicolons, _by_gaps):
        try:
            records = list(cut(text))
        except csv.Error:
            continue
        counts = (_titles(record, count_titles) for record in records[:_SEARCHED])
        yield max(counts, default=0), records


def _titles(record: Record, count_titles: CountTitles) -> int:
    return count_titles([cell for cell in record.cells if cell.strip()])


def _by_tabs(text: str) -> Iterator[Record]:
    # Excel quotes a cell that holds a line break; any other quote is the writer's own.
    joined = _QUOTED_BREAK.sub(_joined, text)
    return _by_line(joined, lambda line: line.split("\t"))


def _joined(quoted: re.Match[str]) -> str:
    return quoted[1].replace('""', '"').replace("\n", _BREAK)


def _by_bars(text: str) -> Iterator[Record]:
    return _by_line(text, lambda line: line.strip().removeprefix("|").removesuffix("|").split("|"))


def _by_gaps(text: str) -> Iterator[Record]:
    return _by_line(text, lambda line: _GAP.split(line.strip()))


def _by_commas(text: str) -> Iterator[Record]:
    return _by_rules(text, ",")


def _by_semicolons(text: str) -> Iterator[Record]:
    return _by_rules(text, ";")


def _by_line(text: str, cut: Callable[[str], list[str]]) -> Iterator[Record]:
    number = 1
    for line in text.split("\n"):
        yield Record(number, tuple(cell.replace(_BREAK, "\n") for cell in cut(line)))
        number += 1 + line.count(_BREAK)


def _by_rules(text: str, delimiter: str) -> Iterator[Record]:
    if delimiter not in text:
        return
    reader = csv.reader((f"{line}\n" for line in text.split("\n")), delimiter=delimiter)
    number = 1
    for cells in reader:
        yield Record(number, tuple(cells))
        number = reader.line_num + 1


def _blocks(records: Sequence[Record], count_titles: CountTitles) -> Iterator[Line | Table]:
    """Part the records at each row of titles: lines before, rows after, lines at the end."""
    heads = [index for index, record in enumerate(records) if _titles(record, count_titles)]
    starts = heads[:1] + [
        index
        for before, index in pairwise(heads)
        if index > before + 1 and _begins(records, index, heads[0])
    ]
    yield from _lines(records[: starts[0]])
    for start, end in zip(starts, [*starts[1:], len(records)], strict=True):
        last = max(index for index in range(start, end) if _is_row(records[index]))
        yield Table(tuple(_rows(records[start : last + 1])))
        yield from _lines(records[last + 1 : end])


def _begins(records: Sequence[Record], index: int, first: int) -> bool:
    """Say whether a later row of titles begins a table, not only the next page of one."""
    before = next(record for record in reversed(records[:index]) if record.filled)
    titles, known = ([tidy(cell) for cell in records[at].cells] for at in (index, first))
    return titles != known or not _is_row(before)


def _is_row(record: Record) -> bool:
    return len(record.cells) > 1 and record.filled > 0


def _lines(records: Sequence[Record]) -> Iterator[Line]:
    for record in records:
        if record.filled:
            yield Line(record.line, " ".join(cell for cell in record.cells if cell.strip()))


def _rows(records: Sequence[Record]) -> Iterator[Row]:
    width = len(records[0].cells)
    index = 0
    while index < len(records):
        record, used = _mended(records, index, width)
        index += used
        if record.filled:
            yield Row(record.line, tuple(Cell(cell) for cell in record.cells))


def _mended(records: Sequence[Record], index: int, width: int) -> tuple[Record, int]:
    """Join a row whose cell held a line break with the lines it was broken over."""
    record = records[index]
    cells = list(record.cells)
    used = 1
    if not record.filled or (len(cells) == 1 and _stands_alone(cells[0])):
        return record, 1
    for later in records[index + 1 : index + _LONGEST_BREAK]:
        first = later.cells[0] if later.cells else ""
        if len(cells) + len(later.cells) - 1 > width or _starts_row(later, width):
            break
        if len(cells) == width and not starts_item(first.strip()):
            break
        cells[-1:] = [f"{cells[-1]}\n{first}", *later.cells[1:]]
        used += 1
    if len(cells) not in {width, len(record.cells)}:
        return record, 1  # the lines below do not make it whole: it is a short row
    return Record(record.line, tuple(cells)), used


def _starts_row(record: Record, width: int) -> bool:
    first = record.cells[0].strip() if record.cells else ""
    if not first or len(record.cells) == width:
        return True
    return numbering(first) is not None or (len(record.cells) == 1 and _stands_alone(first))


def _stands_alone(text: str) -> bool:
    """Say whether a line without cells is a heading, not the rest of a cell."""
    text = text.strip()
    return named_section(text) is not None or (text.isupper() and len(text.split()) > 1)
