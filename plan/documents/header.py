"""The head of a table: which row it is, in one line or two, and what each column holds."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct

from plan.documents.letters import fold
from plan.documents.model import Field
from plan.documents.source import Cell, Row, Table
from plan.documents.words import folded, load_words

OTHER = "other"  # a title we know and need no field for
THEME = "theme"  # a second column of work: the matter that several rows belong to
_BRACKETS = re.compile(r"\([^()]*\)")
_COUNT = re.compile(r"\b(?!20\d\d\b)\d")  # a title counts nothing; it may name a year
_MONTH = re.compile(r"(?:t|thang)? ?(?:1[0-2]|[1-9])")  # a column a month, crossed where due
_LONGEST_TITLE = 90  # letters; a longer cell is a text, not a title
_FEWEST_TITLES = 2
_SEARCHED_ROWS = 60
_SAMPLED_ROWS = 200
_TASK_FIELDS = frozenset({Field.WORK, Field.TIME, Field.OWNER, Field.CRITERION, Field.SOLUTION})


class Header(Struct, frozen=True):
    """The titles of a table: rows first to last, one title and one meaning a column.

    `starts` are the columns where tables begin that stand side by side; mostly only the first.
    """

    first: int
    last: int
    titles: tuple[str, ...]
    kinds: tuple[str, ...]
    starts: tuple[int, ...] = (0,)

    def has(self, *fields: Field) -> bool:
        """Say whether one of the fields has a column."""
        return any(field in self.kinds for field in fields)

    @property
    def has_themes(self) -> bool:
        """Say whether a column names the matter that the work belongs to."""
        return THEME in self.kinds

    @property
    def fields(self) -> frozenset[str]:
        """Give the different fields that were recognised."""
        return frozenset(kind for kind in self.kinds if kind and kind not in {OTHER, THEME})


@cache
def _exact() -> Mapping[str, str]:
    words = load_words("headers")
    kinds = [*Field, OTHER]
    whole = {fold(title): str(kind) for kind in kinds for title in words[kind]["within"]}
    return whole | {fold(title): str(kind) for kind in kinds for title in words[kind]["exact"]}


@cache
def _within() -> tuple[tuple[str, int, str], ...]:
    words = load_words("headers")
    return tuple(
        (f" {fold(title)} ", len(fold(title).split()), str(kind))
        for kind in [*Field, OTHER]
        for title in words[kind]["within"]
    )


def kind_of_title(title: str) -> str:
    """Give the field that a column's title names, "other" for a known one, "" for none."""
    if len(title) > _LONGEST_TITLE:
        return ""
    bare = fold(_BRACKETS.sub(" ", title)) or fold(title)
    if bare in _exact():
        return _exact()[bare]
    if not bare or _COUNT.search(bare):
        return ""
    padded = f" {bare} "
    found = [
        (words, -padded.index(phrase), kind)
        for phrase, words, kind in _within()
        if phrase in padded and _may_lead(padded[: padded.index(phrase)])
    ]
    return max(found)[2] if found else ""


def _may_lead(words: str) -> bool:
    """Say whether words may stand before the naming part of a title: "Dự kiến" kinh phí."""
    return all(word in _leads() for word in words.split())


@cache
def _leads() -> frozenset[str]:
    return frozenset(" ".join(folded("headers", "leads")).split())


def kind_of_exact_title(title: str) -> str:
    """Give the field of a text that is nothing but a title of our lists, "" for any other."""
    return _exact().get(fold(title), "")


def is_whole_title(text: str) -> bool:
    """Say whether a cell is exactly a title of our lists: a cheap sign of a header row."""
    return fold(text) in _exact()


def find_header(table: Table, start: int = 0) -> Header | None:
    """Find the titles of a plan's table: the first row that names the work with when or who.

    Without such a row, the row that names most (so that what is missing can be said).
    """
    best: Header | None = None
    for index in range(start, min(start + _SEARCHED_ROWS, len(table.rows))):
        header = header_at(table.rows, index)
        if header is None:
            continue
        if names_tasks(header):
            return header
        if best is None or len(header.fields) > len(best.fields):
            best = header
    return best


def names_tasks(header: Header) -> bool:
    """Say whether the columns are those of a plan: the work, and when or who."""
    return header.has(Field.WORK) and header.has(
        Field.TIME, Field.TIME_TO, Field.TIME_FROM, Field.OWNER, Field.SUPPORT
    )


def header_at(rows: Sequence[Row], index: int) -> Header | None:
    """Read one row, with the row under it when the titles take two, as a header."""
    cells = rows[index].cells
    own = [cell.own for cell in cells if cell.own]
    kinds = [kind_of_title(text) for text in own]
    known = [kind for kind in kinds if kind]
    if len(set(known)) < _FEWEST_TITLES or 2 * len(known) < len(own):
        return None
    if not _TASK_FIELDS & set(known) or not any(map(is_whole_title, own)):
        return None
    titles, columns = [cell.text for cell in cells], [kind_of_title(cell.text) for cell in cells]
    last = index
    while last + 1 < len(rows) and _is_second_line(rows[last + 1], columns):
        last += 1
        titles, columns = _join_lines(titles, columns, rows[last].cells)
    settled: list[str] = []
    starts = _starts(columns)
    for start, end in pairwise([*starts, len(columns)]):
        below = [row.cells[start:end] for row in rows[last + 1 : last + 1 + _SAMPLED_ROWS]]
        settled += _settle(titles[start:end], columns[start:end], below)
    return Header(index, last, _unique(titles), tuple(settled), tuple(starts))


def _starts(kinds: Sequence[str]) -> list[int]:
    """Give the columns at which the same titles begin anew: tables side by side."""
    first = next((column for column, kind in enumerate(kinds) if kind), 0)
    starts = [column for column, kind in enumerate(kinds) if kind == kinds[first]]
    parts = [
        frozenset(kind for kind in kinds[start:end] if kind)
        for start, end in pairwise([*starts, len(kinds)])
    ]
    if len(set(parts)) == 1 and Field.WORK in parts[0] and len(parts[0]) > 1:
        return [0, *starts[1:]]
    return [0]


def _is_second_line(row: Row, above: Sequence[str]) -> bool:
    """Say whether a row only parts the columns of the titles above it."""
    own = [(column, cell.own) for column, cell in enumerate(row.cells) if cell.own]
    if not own or any(above[column : column + 1] == [Field.NUMBER] for column, _ in own):
        return False
    return all(_part_of_title(text, _above(above, column)) for column, text in own)


def _above(kinds: Sequence[str], column: int) -> str:
    """Give what the title over a column means: its own, or the nearest to its left."""
    return next((kind for kind in reversed(kinds[: column + 1]) if kind), "")


def _part_of_title(text: str, above: str) -> str:
    """Give what a title of the second line means under one of the first, "" for nothing."""
    bare = fold(_BRACKETS.sub(" ", text))
    parts = _parts()
    if above in _TIMES and _MONTH.fullmatch(bare):
        return Field.TIME
    for group in (_TIMES, _PEOPLE, _MONEY):
        if above in group:
            return next((kind for kind in group if bare in parts[kind]), "")
    return ""


_TIMES = (Field.TIME_FROM, Field.TIME_TO, Field.TIME)
_PEOPLE = (Field.OWNER, Field.SUPPORT, Field.OVERSEE)
_MONEY = (Field.BUDGET,)


@cache
def _parts() -> Mapping[str, frozenset[str]]:
    words = load_words("headers")["sub"]
    return {kind: frozenset(map(fold, titles)) for kind, titles in words.items()}


def _join_lines(
    titles: Sequence[str], kinds: Sequence[str], cells: Sequence[Cell]
) -> tuple[list[str], list[str]]:
    width = max(len(titles), len(cells))
    joined, meant = [*titles, *[""] * width][:width], [*kinds, *[""] * width][:width]
    for column, cell in enumerate(cells):
        if cell.own:
            over = _above(kinds, column)
            top = next((title for title in reversed(titles[: column + 1]) if title), "")
            joined[column] = f"{top} / {cell.text}"
            meant[column] = _part_of_title(cell.own, over)
    return joined, meant


def _unique(titles: Iterable[str]) -> tuple[str, ...]:
    """Give each column a title of its own, so that no raw cell hides another."""
    seen: dict[str, int] = {}
    unique = []
    for column, title in enumerate(titles, start=1):
        name = title or f"#{column}"
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(unique)


def _settle(
    titles: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> list[str]:
    """Decide between columns that compete for one field."""
    settled = list(kinds)
    if settled and not titles[0] and Field.NUMBER not in settled:
        settled[0] = Field.NUMBER
    if Field.WORK not in settled and Field.SOLUTION in settled:
        settled[settled.index(Field.SOLUTION)] = Field.WORK
    _settle_work(settled, rows)
    _settle_owner(titles, settled)
    return _settle_ends(settled)


def _settle_ends(kinds: list[str]) -> list[str]:
    """Make a lone end of a stretch the time itself; "Bắt đầu | Hạn chót" are both its ends."""
    if Field.TIME_FROM in kinds and Field.TIME_TO not in kinds and kinds.count(Field.TIME) == 1:
        return [Field.TIME_TO if kind == Field.TIME else kind for kind in kinds]
    ends = {kind for kind in kinds if kind in {Field.TIME_FROM, Field.TIME_TO}}
    return [Field.TIME if len(ends) == 1 and kind in ends else kind for kind in kinds]


def _settle_work(kinds: list[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Keep the finest of several columns of work: the one with most different cells."""
    columns = [column for column, kind in enumerate(kinds) if kind == Field.WORK]
    if len(columns) <= 1:
        return

    def different(column: int) -> int:
        return len({cells[column].own for cells in rows if column < len(cells)} - {""})

    finest = max(columns, key=different)
    for column in columns:
        if column != finest:
            kinds[column] = THEME


def _settle_owner(titles: Sequence[str], kinds: list[str]) -> None:
    """Part the columns of people: who leads, who helps, who looks after it."""
    columns = [column for column, kind in enumerate(kinds) if kind == Field.OWNER]
    words = {column: fold(titles[column]) for column in columns}
    leads = [column for column in columns if "chu tri" in words[column]]
    doers = [column for column in columns if "thuc hien" in words[column]]
    if len(columns) > 1 and leads:
        for column in columns:
            kinds[column] = Field.OWNER if column in leads else Field.SUPPORT
    elif len(columns) > len(doers) > 0:
        for column in columns:
            kinds[column] = Field.OWNER if column in doers else Field.OVERSEE
    if not columns and Field.OVERSEE in kinds:
        kinds[kinds.index(Field.OVERSEE)] = Field.OWNER
