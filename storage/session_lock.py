"""A lock on a whole PostgreSQL database that lives as long as one connection does."""

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from storage.database import DatabaseDownError

# Any fixed number other than that of storage/migrate.py; PostgreSQL keeps them by database.
LOCK = 20_241_223
# How the connection is named to whoever lists those of the server.
APPLICATION = "nhacviec-instance"
# A machine that lost its power closes no connection: the server has to find out by asking.
KEEPALIVE = {"tcp_keepalives_idle": 5, "tcp_keepalives_interval": 2, "tcp_keepalives_count": 3}


class SessionLock:
    """Held from `take` until `close`, or until its connection breaks."""

    def __init__(self, url: str) -> None:
        address = make_url(url).set(drivername="postgresql+psycopg")
        self.name = address.database or ""
        self._engine: Engine = create_engine(
            address,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            connect_args={"application_name": APPLICATION},
        )
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Take the lock; False while another connection has it.

        Raises:
            DatabaseDownError: there is no server to ask.
        """
        try:
            connection = self._engine.connect()
        except OperationalError as error:
            raise DatabaseDownError(self.name) from error
        for name, seconds in KEEPALIVE.items():
            connection.execute(text(f"SET {name} = {seconds}"))
        asked = text("SELECT pg_try_advisory_lock(:lock)")
        if not connection.execute(asked, {"lock": LOCK}).scalar():
            connection.close()
            return False
        self._connection = connection
        return True

    def is_alive(self) -> bool:
        """Whether the connection that holds the lock still answers."""
        if self._connection is None:
            return False
        try:
            self._connection.execute(text("SELECT 1"))
        except DBAPIError:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
            return False
        return True

    def close(self) -> None:
        """Give the lock back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._engine.dispose()
