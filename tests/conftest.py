"""What every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.databases import fresh_postgresql, fresh_sqlite

pytest_plugins = ["tests.debian"]

SHARED = Path(__file__).parents[1].parent / "shared"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give an empty, migrated database, once of each kind."""
    fresh = fresh_sqlite(tmp_path) if request.param == "sqlite" else fresh_postgresql()
    with fresh as made:
        yield made


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--chaos", action="store_true", help="faults: longer, and more often")
