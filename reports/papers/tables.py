"""A table of a document: typed values for a workbook, the same in words for paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct

from texts.papers import paper_word

Value = str | int | date | None


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MONEY = "money"


class Column(Struct, frozen=True):
    """One column: its key, what it holds, how wide it is against the others."""

    key: str
    kind: Kind = Kind.TEXT
    width: int = 20

    @property
    def title(self) -> str:
        """Give the words over the column."""
        return paper_word(f"columns.{self.key}")


class Table(Struct, frozen=True):
    """Rows by column key. `code` names it in templates and names its sheet."""

    code: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Value], ...]

    @property
    def title(self) -> str:
        """Give the name of its sheet."""
        return paper_word(f"tables.{self.code}")

    def plain(self) -> dict[str, Any]:
        """Give it without types of ours: days as ISO text, every row in column order."""
        return {
            "code": self.code,
            "title": self.title,
            "columns": [
                {"key": c.key, "kind": str(c.kind), "width": c.width, "title": c.title}
                for c in self.columns
            ],
            "rows": [[_plain(row.get(c.key)) for c in self.columns] for row in self.rows],
        }

    def worded(self) -> list[dict[str, str]]:
        """Give every row in words, by column key."""
        return [{c.key: worded(row.get(c.key), c.kind) for c in self.columns} for row in self.rows]


def numbered(rows: Sequence[Mapping[str, Value]]) -> tuple[Mapping[str, Value], ...]:
    """Number rows from 1 in a column "tt"."""
    return tuple({"tt": number, **row} for number, row in enumerate(rows, 1))


def _plain(value: Value) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value


def worded(value: Value, kind: Kind) -> str:
    """Write a value as documents do: 05/12/2024, 8.000.000; nothing for what is not known."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if kind is Kind.MONEY and isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return str(value)
