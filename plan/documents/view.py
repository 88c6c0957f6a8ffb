"""A row seen through the header of its table: its cells by field."""

from collections.abc import Mapping
from functools import cached_property

from plan.documents.header import THEME, Header
from plan.documents.model import Field
from plan.documents.source import Cell, Merged, Row


class View:
    """A row seen through the header of its table."""

    def __init__(self, row: Row, header: Header) -> None:
        self.row = row
        self.header = header

    def of(self, name: Field) -> list[tuple[str, Cell]]:
        """Give the cells of a field, each with the title of its column."""
        kinds, titles = self.header.kinds, self.header.titles
        return [
            (titles[column], cell)
            for column, cell in enumerate(self.row.cells[: len(kinds)])
            if kinds[column] == name and cell.merged is not Merged.LEFT
        ]

    def text(self, name: Field) -> str:
        """Give what a field says, also where the cell is merged with the one above."""
        return "; ".join(dict.fromkeys(cell.text for _, cell in self.of(name) if cell.text))

    def own(self, name: Field) -> str:
        """Give what is written for a field in this very row."""
        return "; ".join(dict.fromkeys(cell.own for _, cell in self.of(name) if cell.own))

    def is_merged_down(self, name: Field) -> bool:
        """Say whether the cell of a field is the lower part of a merged one."""
        return any(cell.merged is Merged.ABOVE and cell.text for _, cell in self.of(name))

    def is_blurred(self, *names: Field) -> bool:
        """Say whether any cell of these fields was read from a picture, and not surely."""
        return any(cell.is_blurred and cell.text for name in names for _, cell in self.of(name))

    @property
    def filled(self) -> int:
        """Count the cells written in this row."""
        return sum(bool(cell.own) for cell in self.row.cells)

    @property
    def is_wide(self) -> bool:
        """Say whether the row is one wide cell, as headings are."""
        cells = self.row.cells
        return 2 * sum(cell.merged is Merged.LEFT for cell in cells) >= len(cells) > 1

    @property
    def themes(self) -> tuple[str, ...]:
        """Give what columns beside that of the work call the matter it belongs to."""
        kinds = self.header.kinds
        cells = zip(kinds, self.row.cells, strict=False)
        return tuple(cell.text for kind, cell in cells if kind == THEME and cell.text)

    @property
    def is_shifted(self) -> bool:
        """Say whether there are more cells than titles: which is which cannot be told."""
        return any(cell.own for cell in self.row.cells[len(self.header.kinds) :])

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Give every cell under its title; those beyond the header under their number."""
        titles = self.header.titles
        beyond = range(len(titles) + 1, len(self.row.cells) + 1)
        names = [*titles, *(f"#{column}" for column in beyond)]
        return dict(zip(names, self.row.cells, strict=False))

    @property
    def raw(self) -> dict[str, str]:
        """Give every cell as written; those beyond the header only when something is in them."""
        known = set(self.header.titles)
        return {
            title: cell.raw for title, cell in self.cells.items() if title in known or cell.text
        }
