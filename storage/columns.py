"""Which columns a value is made of, and values that stand in a statement as they are."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from msgspec import Struct
from sqlalchemy import Column, ColumnElement, Table, literal_column

Word = TypeVar("Word", bound=StrEnum)


def columns_of(kind: type[Struct], table: Table) -> list[Column[Any]]:
    """Give the columns that are called as the fields of a value, in the order of those.

    Whoever reads many rows saves what is not asked for, and each name's lookup in each row.
    """
    return [table.c[name] for name in kind.__struct_fields__]


def word_of(kind: type[Word]) -> Callable[[str], Word]:
    """Give what finds one of our own words as a column has it.

    Raises KeyError for any other. Making it by its kind takes eight times as long, and a message
    reads eight of them.
    """
    return {str(one): one for one in kind}.__getitem__


def written(word: str) -> ColumnElement[str]:
    """Give one of our own words written out in a statement, where others hand over values.

    Both databases see only then that an index of the rows with that word alone may be used.
    """
    return literal_column(f"'{word}'")
