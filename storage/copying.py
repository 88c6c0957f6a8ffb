"""A whole database copied while it is written to, and a dump put back; no school owns either."""

import os
import shutil
import sqlite3
import subprocess
import threading
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from plan.errors import NhacViecError
from storage.migrations.log_0002 import FUNCTIONS
from storage.session_lock import APPLICATION
from storage.tables import metadata

# Those of releases before: the backup made before an upgrade holds them, for a step back.
_FORMER_TABLES = ("delivery_items",)
# Also where Alembic keeps what step the tables stand at.
OUR_TABLES = ("alembic_version", *sorted(metadata.tables), *_FORMER_TABLES)
# How long a session that ends may still be listed, and how often to look meanwhile, in seconds.
_GONE_WITHIN, _LOOK_AGAIN = 2.0, 0.1


class CopyBrokenError(NhacViecError):
    """A copy of the database does not hold together: the database itself may be damaged."""


class ToolMissingError(NhacViecError):
    """A program of PostgreSQL is not on PATH; the words name it."""


class ToolFailedError(NhacViecError):
    """A program of PostgreSQL refused; the words are its last line."""


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy an SQLite file as of one moment, checked; writers go on meanwhile.

    Raises:
        CopyBrokenError: the copy is not whole.
    """
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
            # In one step: in steps, every write of the service would make it begin again.
            live.backup(copy)
            # One file without a write-ahead log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
            (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise CopyBrokenError(source.name) from error
    if verdict != "ok":
        raise CopyBrokenError(source.name)


def dump_postgresql(url: str, target: Path) -> None:
    """Write our tables as of one moment to a file of pg_dump's own form.

    Raises:
        ToolMissingError: pg_dump is not on PATH.
        ToolFailedError: it refused.
    """
    tables = [f"--table={name}" for name in OUR_TABLES]
    _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-acl", *tables, f"--file={target}")


def restore_postgresql(url: str, dump: Path, room: Path) -> None:
    """Replace our tables by those of a dump, all or nothing; `room` is a folder for scripts.

    Raises:
        ToolMissingError: pg_restore or psql is not on PATH.
        ToolFailedError: one of them refused; nothing is changed.
    """
    script, before = room / "tables.sql", room / "before.sql"
    first = (f"DROP TABLE IF EXISTS {', '.join(OUR_TABLES)} CASCADE", *FUNCTIONS)
    before.write_text("".join(f"{statement};\n" for statement in first), encoding="utf-8")
    _run(None, "pg_restore", "--no-owner", "--no-acl", f"--file={script}", str(dump))
    scripts = (f"--file={before}", f"--file={script}")
    _run(
        url,
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "-vON_ERROR_STOP=1",
        *scripts,
    )


def other_sessions(url: str) -> int:
    """Count who else is connected to a PostgreSQL database, other than by our session lock.

    A session that has just ended is listed a moment longer: that long they are waited for.
    """
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    asked = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        " AND application_name <> :ours"
    )
    until = time.monotonic() + _GONE_WITHIN
    with engine.connect() as connection:
        while True:
            count = int(connection.execute(asked, {"ours": APPLICATION}).scalar_one())
            if not count or time.monotonic() > until:
                return count
            connection.rollback()
            threading.Event().wait(_LOOK_AGAIN)


def _run(url: str | None, tool: str, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise ToolMissingError(tool)
    environment = dict(os.environ)
    command = [program, *arguments]
    if url is not None:
        address = make_url(url).set(drivername="postgresql")
        # Whoever lists the processes of this machine must not read the password.
        if address.password:
            environment["PGPASSWORD"] = str(address.password)
        command.append(f"--dbname={address.set(password=None).render_as_string()}")
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL with our own arguments
        command, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ToolFailedError(said[-1] if said else tool)
