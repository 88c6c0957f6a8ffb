"""Opening a database and running one transaction at a time on it."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import URL, Connection, Engine, Insert, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError

from plan.errors import NhacViecError
from storage.json_text import of_text, to_text
from storage.sealing import Keyring, hand_over
from storage.writer import Writer

Tx = Connection
T = TypeVar("T")

# How long a writer waits for another process's lock before it gives up, in milliseconds.
BUSY_MS = 60_000
# Pages kept by each SQLite connection, in KiB: what it lacks the system's own cache has.
CACHE_KIB = 1_000
# Transactions at the same time: readers, and on PostgreSQL writers too. On SQLite they work in
# this process, which runs one at a time, and each keeps some megabytes of pages and statements.
THREADS = 8
SQLITE_THREADS = 4
_JSON: dict[str, Any] = {"json_serializer": to_text, "json_deserializer": of_text}


class ReferenceLostError(NhacViecError):
    """Making tables anew would leave rows that refer to nothing; the words name their tables."""


class NestedWriteError(NhacViecError):
    """A transaction tried to begin another one: it would wait for itself."""


class DatabaseDownError(NhacViecError):
    """The database does not answer, is locked or full: nothing was changed, try again."""


class DatabaseAddressError(NhacViecError):
    """NHACVIEC_DATABASE_URL is neither sqlite:///... nor postgresql+psycopg://..."""


def sqlite_url(path: Path) -> str:
    """Give the address of an SQLite file."""
    return f"sqlite:///{path}"


def sqlite_path(url: str) -> Path | None:
    """Give the file of an SQLite address; None for a server, or for one in memory."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        return None
    return Path(str(parsed.database))


class Database:
    """One database. SQLite takes one writer at a time, so a thread of its own does the writing.

    Without a keyring what is sealed cannot be read, and nothing new is sealed.
    """

    def __init__(self, url: str, keyring: Keyring | None = None) -> None:
        self.url = url
        self.engine = _engine(url)
        if keyring is not None:
            hand_over(self.engine.dialect, keyring)
        self._reader = self.engine.execution_options(nhacviec_reads=True, postgresql_readonly=True)
        self._writer = Writer(self.engine) if self.is_sqlite else None
        threads = SQLITE_THREADS if self.is_sqlite else THREADS
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="database")
        self._alone = ThreadPoolExecutor(1, thread_name_prefix="database_alone")

    def write(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in one transaction and commit it; whatever it raises rolls all of it back.

        Raises:
            DatabaseDownError: it could not be stored just now; so do the three below.
        """
        with self._saying_down():
            if self._writer is None:
                return self._transact(work)
            if self._writer.is_here:
                raise NestedWriteError
            return cast("T", self._writer.submit(work, chat=False).result())

    def reshape(self, work: Callable[[Tx], None]) -> None:
        """Run in one transaction what makes tables anew: SQLite drops the old one, full of rows.

        Until its end rows may refer to what is not there; whatever still does then undoes it all.
        """
        with self._saying_down():
            if not self.is_sqlite:
                self._transact(work)
                return
            with self.engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                # Only outside of a transaction is it heard.
                raw.execute("PRAGMA foreign_keys=OFF")
                try:
                    with connection.begin():
                        work(connection)
                        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                        if lost:
                            raise ReferenceLostError(", ".join(sorted({row[0] for row in lost})))
                finally:
                    raw.execute("PRAGMA foreign_keys=ON")

    def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work` on a snapshot; nothing it changes is kept."""
        with self._saying_down(), self._reader.connect() as tx:
            found = work(tx)
            if not self.is_sqlite:
                # With a rollback psycopg forgets every statement that the server has prepared.
                tx.commit()
            return found

    async def writes(self, work: Callable[[Tx], T], *, chat: bool = False) -> T:
        """Write without blocking the loop; what a person waits for in chat goes first."""
        if self._writer is None:
            done = self._threads.submit(self._transact, work)
        else:
            done = self._writer.submit(work, chat=chat)
        with self._saying_down():
            return await asyncio.wrap_future(done)

    async def reads(self, work: Callable[[Tx], T], *, alone: bool = False) -> T:
        """Read without blocking the loop; what is read alone, one after another."""
        threads = self._alone if alone else self._threads
        return await asyncio.wrap_future(threads.submit(self.read, work))

    @contextmanager
    def _saying_down(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            if _is_ours(error.orig):
                raise
            raise DatabaseDownError(make_url(self.url).database or "") from error

    def _transact(self, work: Callable[[Tx], T]) -> T:
        with self.engine.begin() as tx:
            return work(tx)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the one-file database."""
        return self.engine.dialect.name == "sqlite"

    @property
    def conninfo(self) -> str:
        """Give the address of a PostgreSQL database as its own tools take it."""
        return (
            make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False)
        )

    def close(self) -> None:
        """Finish what is being written and give back every connection."""
        if self._writer is not None:
            self._writer.close()
        self._threads.shutdown()
        self._alone.shutdown()
        self.engine.dispose()


def _is_ours(error: BaseException | None) -> bool:
    """Whether a statement of ours is wrong: SQLite files that under what may pass by itself."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_ERROR


def new_id(tx: Tx, row: Insert, values: Mapping[str, Any] | None = None) -> int:
    """Insert one row, with its values or with those given beside it; gives the number it got."""
    key = tx.execute(row, values).inserted_primary_key
    assert key is not None  # noqa: S101 - one row with a numbered key always has one
    return int(key[0])


def insert_once(tx: Tx, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT whose conflict clause both databases understand in their own words."""
    if tx.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseAddressError from error
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    if parsed.get_backend_name() == "postgresql":
        return _postgresql_engine(parsed)
    raise DatabaseAddressError


def _postgresql_engine(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_size=THREADS + 1,
        # The one used last is used again: its server knows the statements already.
        pool_use_lifo=True,
        hide_parameters=True,
        **_JSON,
    )

    @event.listens_for(engine, "connect")
    def tune(connection: Any, _record: Any) -> None:
        # A plan is kept while its tables grow, and what is right for a small table (reading all of
        # it, putting it beside another) is wrong ever after. So all look their rows up.
        connection.autocommit = True
        for way in ("seqscan", "hashjoin", "mergejoin"):
            connection.execute(f"SET enable_{way} = off")
        # Else statements are planned anew each time whose plan would be better for one value.
        connection.execute("SET plan_cache_mode = force_generic_plan")
        connection.autocommit = False

    return engine


def _sqlite_engine(url: str) -> Engine:
    # An error that quoted the parameters would quote people's words.
    engine = create_engine(
        url,
        connect_args={"isolation_level": None, "check_same_thread": False},
        # One for each thread, the writer and what is read alone. The one used last is used again,
        # so that those that only a rush needs stay small.
        pool_size=SQLITE_THREADS + 2,
        pool_use_lifo=True,
        hide_parameters=True,
        **_JSON,
    )

    @event.listens_for(engine, "connect")
    def tune(connection: sqlite3.Connection, _record: Any) -> None:
        # FULL: a commit that was acknowledged survives a power cut, also in WAL mode.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE takes the write lock at once: a read that later writes could not be upgraded.
        reads = connection.get_execution_options().get("nhacviec_reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine
