"""What is tried again: a database that is away, never a mistake of our own."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import Database, DatabaseDownError


def test_a_statement_that_is_wrong_is_no_database_that_is_down(database: Database) -> None:
    with pytest.raises(DBAPIError):
        database.write(lambda tx: tx.execute(text("SELECT nothing FROM nowhere")))


def test_a_file_that_cannot_be_opened_is(tmp_path: object) -> None:
    with pytest.raises(DatabaseDownError):
        Database(f"sqlite:///{tmp_path}/none/there.sqlite").read(
            lambda tx: tx.execute(text("SELECT 1"))
        )
