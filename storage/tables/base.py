"""How every table names its keys and its indexes."""

from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, Index, MetaData, Text, literal_column

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


def index_while(states: tuple[str, ...], name: str, *columns: str) -> Index:
    """Give an index of the rows in some states; a query uses it that has them written out."""
    return index_where(" OR ".join(f"state = '{state}'" for state in states), name, *columns)


def index_where(said: str, name: str, *columns: str) -> Index:
    """Give an index of some rows alone: the others cost it nothing."""
    where: ColumnElement[bool] = literal_column(said)
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


def text(name: str) -> "Column[Any]":
    """Give a text that is empty rather than absent."""
    return Column(name, Text, nullable=False, default="", server_default="")
