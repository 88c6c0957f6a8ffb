"""The senders of other machines, as their engine keeps them in a schema of its own."""

from datetime import timedelta

from sqlalchemy import DateTime, column, func, select, table

from storage.database import Tx


def is_any_alive_all_schools(tx: Tx, schema: str, within: timedelta) -> bool:
    """Whether a worker gave a sign of life so lately, by the server's clock as it is noted."""
    workers = table(
        "procrastinate_workers", column("last_heartbeat", DateTime(timezone=True)), schema=schema
    )
    alive = select(workers.c.last_heartbeat).where(workers.c.last_heartbeat > func.now() - within)
    return tx.execute(alive.limit(1)).first() is not None
