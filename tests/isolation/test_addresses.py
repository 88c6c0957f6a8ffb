"""Every address of an installation is tried across three schools, by its own table of routes."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.isolation import tries_pages, tries_ways_in
from tests.isolation.ground import served
from tests.isolation.three import Three, statements_without_school
from tests.isolation.tries import TRIES, every_try

# Imported for the rows that they add.
ROWS_OF = (tries_pages, tries_ways_in)


def test_nothing_of_another_school_is_there_at_any_address(
    database: Database, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    with served(Three(database, tmp_path)) as ground:
        # A new address has no try yet: write one beside those it is like.
        assert ground.addresses() == set(TRIES)
        with statements_without_school(database) as without:
            for addresses, tried in every_try(ground):
                # A session may post so often in a minute: each try has its own.
                ground.browsers.clear()
                with subtests.test(addresses):
                    tried()
        assert not without
