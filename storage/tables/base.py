"""How every table names its keys."""

from typing import Any

from sqlalchemy import Column, ForeignKey, MetaData, Text

from storage.types import Id

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str) -> "Column[Any]":
    """Give the numbered primary key."""
    return Column(name, Id, primary_key=True, autoincrement=True)


def of(target: str, *, null: bool = False, index: bool = False, name: str = "") -> "Column[Any]":
    """Give a foreign key, named like the column it points at unless `name` says otherwise."""
    column = target.split(".")[1]
    return Column(name or column, Id, ForeignKey(target), nullable=null, index=index)


def school() -> "Column[Any]":
    """Give the school a row belongs to."""
    return of("schools.school_id", index=True)


def text(name: str) -> "Column[Any]":
    """Give a text that is empty rather than absent."""
    return Column(name, Text, nullable=False, default="", server_default="")
