"""Bringing a database to the newest schema; Alembic is loaded only where a step is missing."""

import importlib
import re
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.schema import CreateSchema

from storage.database import Database, Tx
from storage.tables import metadata

# Any fixed number: two processes that start together take turns on PostgreSQL.
LOCK = 20_241_222
HEAD = "head"
_STEPS = Path(__file__).with_name("migrations") / "versions"
# A step's file begins with its name, by which files are in the order of the steps.
_STEP = re.compile(r"(\d{4})_\w+\.py")


def _config(tx: Tx) -> Any:
    config = importlib.import_module("alembic.config").Config()
    config.set_main_option("script_location", "storage:migrations")
    config.attributes["connection"] = tx
    return config


def migrate(database: Database, to: str = HEAD) -> None:
    """Apply every step that is missing, all or none."""

    def work(tx: Tx) -> None:
        if not database.is_sqlite:
            tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        if to == HEAD and _revision(tx) == newest_revision():
            return
        importlib.import_module("alembic.command").upgrade(_config(tx), to)

    database.reshape(work)


def install(database: Database, schema: str, sql: str) -> None:
    """Let the many machines' engine have its tables, in a schema of their own; once."""

    def work(tx: Tx) -> None:
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        tx.execute(CreateSchema(schema, if_not_exists=True))
        if inspect(tx).get_table_names(schema=schema):
            return
        tx.execute(text("SELECT set_config('search_path', :schema, true)"), {"schema": schema})
        # Many statements at once, with signs that look like parameters.
        tx.execution_options(no_parameters=True).exec_driver_sql(sql)

    database.write(work)


def step_back(database: Database, to: str) -> None:
    """Undo steps down to `to`, for the tests and for a rollback."""
    command = importlib.import_module("alembic.command")
    database.reshape(lambda tx: command.downgrade(_config(tx), to))


def revision(database: Database) -> str | None:
    """Name the step the database stands at, None for an empty one."""
    return database.read(_revision)


def _revision(tx: Tx) -> str | None:
    if not inspect(tx).has_table("alembic_version"):
        return None
    found = tx.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def steps() -> list[str]:
    """Name the steps this program knows, in their order."""
    found = (_STEP.fullmatch(path.name) for path in _STEPS.iterdir())
    return sorted(step[1] for step in found if step is not None)


def newest_revision() -> str:
    """Name the newest step this program knows."""
    return steps()[-1]


def knows(step: str) -> bool:
    """Whether this program has a step, so that a database standing there can be brought on."""
    return step in steps()


def differences(database: Database) -> list[object]:
    """List where the database and the tables of this program differ; empty when they agree."""
    alembic = importlib.import_module("alembic.migration")
    compare = importlib.import_module("alembic.autogenerate").compare_metadata
    return database.read(
        lambda tx: list(compare(alembic.MigrationContext.configure(tx), metadata))
    )
