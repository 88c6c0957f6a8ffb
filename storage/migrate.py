"""Bringing a database to the newest schema."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.schema import CreateSchema

from storage.database import Database, Tx
from storage.tables import metadata

# Any fixed number: two processes that start together take turns on PostgreSQL.
LOCK = 20_241_222


def _config(tx: Tx) -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.attributes["connection"] = tx
    return config


def migrate(database: Database, to: str = "head") -> None:
    """Apply every step that is missing, all or none."""

    def work(tx: Tx) -> None:
        if not database.is_sqlite:
            tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        command.upgrade(_config(tx), to)

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
    database.reshape(lambda tx: command.downgrade(_config(tx), to))


def revision(database: Database) -> str | None:
    """Name the step the database stands at, None for an empty one."""
    return database.read(lambda tx: MigrationContext.configure(tx).get_current_revision())


def newest_revision() -> str | None:
    """Name the newest step this program knows."""
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    return ScriptDirectory.from_config(config).get_current_head()


def knows(step: str) -> bool:
    """Whether this program has a step, so that a database standing there can be brought on."""
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    return any(
        step == known.revision for known in ScriptDirectory.from_config(config).walk_revisions()
    )


def differences(database: Database) -> list[object]:
    """List where the database and the tables of this program differ; empty when they agree."""
    return database.read(
        lambda tx: list(compare_metadata(MigrationContext.configure(tx), metadata))
    )
