"""What Alembic runs: on the connection that storage.migrate hands it."""

from typing import Any, Literal

from alembic import context

from storage.sealing import Sealed
from storage.tables import metadata


def rendered(kind: str, what: Any, _context: object) -> str | Literal[False]:
    """Write a sealed column as what it is to a database: a step needs none of our types."""
    return "sa.JSON()" if kind == "type" and isinstance(what, Sealed) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=rendered,
)
with context.begin_transaction():
    context.run_migrations()
