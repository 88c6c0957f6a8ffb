"""Many numbers or rows in one value: the statement is the same for any number of them.

A statement that grows with its list is built, sent and planned anew for every length of it, and
one that runs row by row comes back to Python for each row.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Dialect,
    String,
    TableValuedAlias,
    Time,
    bindparam,
    column,
    literal_column,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

from storage.database import Tx
from storage.json_text import to_text
from storage.sealing import Sealed

T = TypeVar("T")


class _Array(UserDefinedType[str]):
    """An array of whole numbers in PostgreSQL's own words: psycopg writes lists bit by bit."""

    cache_ok = True
    render_bind_cast = True

    def get_col_spec(self, **words: Any) -> str:
        """Name the type."""
        del words
        return "BIGINT[]"


class _Numbers(TypeDecorator[Iterable[int]]):
    """Whole numbers: an array where the database has arrays, else their JSON."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose how they are handed over."""
        is_array = dialect.name == "postgresql"
        return dialect.type_descriptor(_Array() if is_array else String())

    def process_bind_param(self, value: Iterable[int] | None, dialect: Dialect) -> Any:
        """Hand them over, each once."""
        written = ",".join(map(str, set(value or ())))
        return f"{{{written}}}" if dialect.name == "postgresql" else f"[{written}]"


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> "_Among":
        """Stand as it is: the "= 1" that SQLite's dialect would add hides the index."""
        del against
        return self


class _Holds(_Among):
    """The same of numbers that a row has as JSON, which is how SQLite is given any."""

    inherit_cache = True


class _Given(FunctionElement[Any]):
    inherit_cache = True


class _OwnValue(FunctionElement[Any]):
    inherit_cache = True

    def __init__(self, key: Column[Any], place: int, kind: TypeEngine[Any]) -> None:
        super().__init__(bindparam("rows", type_=String()), key, literal_column(str(place), kind))
        self.type = kind


def among(what: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether a number is one of those given as the parameter `name`."""
    return _Among(what, bindparam(name, type_=_Numbers()))


def holds(numbers: ColumnElement[Any], what: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a stored list of numbers has this one."""
    return _Holds(what, numbers)


def unindexed(what: ColumnElement[T]) -> ColumnElement[T]:
    """Give a number or a word that is checked, never looked up: the same, with nothing added.

    Where the other conditions name a few rows, SQLite would go by the school alone through all
    that the school ever had, and PostgreSQL by the state alone through all that waits.
    """
    nothing = "''" if isinstance(what.type, String) else "0"
    return what + literal_column(nothing, what.type)


def given(*columns: Column[Any]) -> TableValuedAlias:
    """Give rows as a table with these columns: the parameter `rows`, made by `rows_of`."""
    shape = [literal_column(c.name, c.type) for c in columns]
    rows = bindparam("rows", type_=String())
    return _Given(rows, *shape).table_valued(*(column(c.name, c.type) for c in columns))


def own_values(
    key: Column[Any], *columns: Column[Any]
) -> dict[str, tuple[ColumnElement[bool], tuple[ColumnElement[Any], ...]]]:
    """Give, by database, which rows an UPDATE names by number, and for each column its own value.

    Its parameters are `own_rows`. SQLite joins what is given as a table. PostgreSQL might go
    through the whole table and look for each row among what is given: that is cheaper while the
    table is small, and the plan stays. There it is one object, into which each row looks.
    """
    table = given(key, *columns)
    looked = (_OwnValue(key, place, c.type) for place, c in enumerate(columns))
    return {
        "sqlite": (key == table.c[key.name], tuple(table.c[c.name] for c in columns)),
        "postgresql": (among(key, "numbers"), tuple(looked)),
    }


def own_rows(
    tx: Tx, columns: Sequence[Column[Any]], rows: Collection[Sequence[Any]]
) -> dict[str, Any]:
    """Write the parameters of `own_values`: the number of each row, then its values."""
    if tx.dialect.name != "postgresql":
        return {"rows": rows_of(tx, columns, rows)}
    numbers, *values = zip(*rows, strict=True)
    turned = (_turned(c.type, tx.dialect, own) for c, own in zip(columns[1:], values, strict=True))
    own = dict(zip(map(str, numbers), zip(*turned, strict=True), strict=True))
    return {"rows": to_text(own), "numbers": numbers}


def rows_of(tx: Tx, columns: Sequence[Column[Any]], rows: Iterable[Sequence[Any]]) -> str:
    """Write rows as the parameter `rows`: a value for each of the columns, in their order."""
    by_column = zip(columns, zip(*rows, strict=True), strict=False)
    turned = [_turned(c.type, tx.dialect, values) for c, values in by_column]
    return to_text(list(zip(*turned, strict=True)))


def _turned(kind: TypeEngine[Any], dialect: Dialect, values: Sequence[Any]) -> Sequence[Any]:
    """Give what a column's type makes of its values on their way into JSON."""
    if isinstance(kind, Sealed):
        return list(map(to_text, kind.sealed(values, dialect)))
    if isinstance(kind, TypeDecorator):
        return [kind.process_bind_param(value, dialect) for value in values]
    if isinstance(kind, Date | Time):
        return list(map(_written, values))
    if isinstance(kind, JSON):
        return [None if value is None else to_text(value) for value in values]
    return values


def _written(value: date | time | None) -> str | None:
    """Write a day or an hour as both databases read it, and as SQLite keeps it."""
    if isinstance(value, time):
        return f"{value:%H:%M:%S.%f}"
    return None if value is None else value.isoformat()


@compiles(_Among, "sqlite")
def _among_sqlite(element: _Among, compiler: SQLCompiler, **words: Any) -> str:
    what, numbers = (compiler.process(part, **words) for part in element.clauses)
    return f"{what} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 - both compiled


@compiles(_Among, "postgresql")
def _among_postgresql(element: _Among, compiler: SQLCompiler, **words: Any) -> str:
    what, numbers = (compiler.process(part, **words) for part in element.clauses)
    return f"{what} = ANY({numbers})"


@compiles(_Holds, "postgresql")
def _holds_postgresql(element: _Holds, compiler: SQLCompiler, **words: Any) -> str:
    what, numbers = (compiler.process(part, **words) for part in element.clauses)
    return f"CAST({numbers} AS JSONB) @> to_jsonb({what})"


@compiles(_OwnValue, "postgresql")
def _own_value_postgresql(element: _OwnValue, compiler: SQLCompiler, **words: Any) -> str:
    rows, key, place = (compiler.process(part, **words) for part in element.clauses)
    kind = compiler.dialect.type_compiler_instance.process(element.type)
    # In a query of its own, so that it is taken apart once and not for each row.
    own = f"(SELECT CAST({rows} AS JSONB))"
    return f"CAST({own} -> CAST({key} AS TEXT) ->> {place} AS {kind})"


@compiles(_Given, "sqlite")
def _given_sqlite(element: _Given, compiler: SQLCompiler, **words: Any) -> str:
    rows, *shape = element.clauses
    columns = (f"json_extract(value, '$[{n}]') AS {c.name}" for n, c in enumerate(shape))
    each = f"json_each({compiler.process(rows, **words)})"
    return f"(SELECT {', '.join(columns)} FROM {each})"  # noqa: S608 - names of our columns


@compiles(_Given, "postgresql")
def _given_postgresql(element: _Given, compiler: SQLCompiler, **words: Any) -> str:
    rows, *shape = element.clauses
    types = (compiler.dialect.type_compiler_instance.process(c.type) for c in shape)
    columns = (
        f"CAST(value ->> {n} AS {kind}) AS {c.name}"
        for n, (c, kind) in enumerate(zip(shape, types, strict=True))
    )
    # Taken apart once: of the plain kind each value would be looked for in the text again.
    each = f"jsonb_array_elements(CAST({compiler.process(rows, **words)} AS JSONB))"
    return f"(SELECT {', '.join(columns)} FROM {each})"  # noqa: S608 - as above
