"""What a table is: a plan, a calendar, a roster, layout; and two tables side by side."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise

from msgspec.structs import replace

from plan.documents.header import Header
from plan.documents.letters import fold
from plan.documents.model import Field
from plan.documents.source import Table
from plan.documents.words import folded

_SEARCHED_ROWS = 30
_DAYS_OF_A_CALENDAR = 5  # columns named after weekdays
_LAYOUT_ROWS = 3  # a letterhead or the signatures take no more
_LAYOUT_COLUMNS = 2


class Shape(StrEnum):
    """What a table may be besides a plan."""

    CALENDAR = "calendar"
    ROSTER = "roster"
    LAYOUT = "layout"
    TASKS = "tasks"
    OTHER = "other"


def shape_of(table: Table, header: Header | None) -> Shape:
    """Say what a table is, by its titles before its size."""
    has_when = header is not None and header.has(Field.TIME, Field.TIME_FROM, Field.TIME_TO)
    rows = [[cell.own for cell in row.cells if cell.own] for row in table.rows[:_SEARCHED_ROWS]]
    if not (has_when and header and header.has(Field.WORK)):
        if any(_names_weekdays(texts) for texts in rows):
            return Shape.CALENDAR
        if not has_when and any(names_people(texts) for texts in rows):
            return Shape.ROSTER
    if header is not None:
        return Shape.TASKS
    filled = [texts for texts in rows if texts]
    if len(filled) <= _LAYOUT_ROWS or table.width <= _LAYOUT_COLUMNS:
        return Shape.LAYOUT
    return Shape.OTHER


def _names_weekdays(texts: Iterable[str]) -> bool:
    weekdays = folded("headers", "weekdays")
    return len({fold(text) for text in texts} & weekdays) >= _DAYS_OF_A_CALENDAR


def names_people(texts: Iterable[str]) -> bool:
    """Say whether a row of titles is that of a staff list."""
    return any(fold(text) in folded("headers", "roster_name") for text in texts)


def beside(table: Table, header: Header) -> Iterator[tuple[Table, Header]]:
    """Part tables that stand side by side under one row of titles; most stand alone."""
    for start, end in pairwise([*header.starts, table.width]):
        part = slice(start, end)
        rows = (replace(row, cells=row.cells[part]) for row in table.rows)
        yield (
            replace(table, rows=tuple(rows)),
            replace(header, titles=header.titles[part], kinds=header.kinds[part], starts=(0,)),
        )
