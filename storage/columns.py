"""Which columns a value is made of, and values that stand in a statement as they are."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, literal_column


def columns_of(kind: type, table: Table) -> list[Column[Any]]:
    """Give the columns that are called as the fields of a dataclass, in the order of those.

    Whoever reads many rows saves what is not asked for, and each name's lookup in each row.
    """
    return [table.c[field.name] for field in fields(kind)]


def written(word: str) -> ColumnElement[str]:
    """Give one of our own words written out in a statement, where others hand over values.

    Both databases see only then that an index of the rows with that word alone may be used.
    """
    return literal_column(f"'{word}'")
