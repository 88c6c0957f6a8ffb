"""What every test of faults stands on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.faults.ground import Ground
from tests.telegram_server import TelegramServer


@pytest.fixture
def is_long(request: pytest.FixtureRequest) -> bool:
    """Whether this is `make chaos`: longer, and more often."""
    return bool(request.config.getoption("--chaos"))


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running
    assert running.violations == []


@pytest.fixture
def ground(
    server: TelegramServer, database: Database, tmp_path: Path, *, is_long: bool
) -> Iterator[Ground]:
    made = Ground(server, database, tmp_path, people=600 if is_long else 90)
    yield made
    made.service.kill()
