"""The school of the documents: on both databases, and one that is only looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.databases import fresh_sqlite
from tests.papers.papers import school_in_february
from tests.school import SampleSchool


@pytest.fixture
def school(database: Database, tmp_path: Path) -> SampleSchool:
    """Give the school of the documents on Friday 2025-02-14, 16:00."""
    return school_in_february(database, tmp_path)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleSchool]:
    """Give the same school once for all tests that only look at it."""
    folder = tmp_path_factory.mktemp("sample")
    with fresh_sqlite(folder) as database:
        yield school_in_february(database, folder)
