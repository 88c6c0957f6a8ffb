"""Which columns a value is made of: a row of them, in their order, is the value."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Column, Table


def columns_of(kind: type, table: Table) -> list[Column[Any]]:
    """Give the columns that are called as the fields of a dataclass, in the order of those.

    Whoever reads many rows saves what is not asked for, and each name's lookup in each row.
    """
    return [table.c[field.name] for field in fields(kind)]
