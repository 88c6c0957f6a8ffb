"""The sample school with its plan, on both databases."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.school import SampleSchool


@pytest.fixture
def school(database: Database, tmp_path: Path) -> SampleSchool:
    """Give a sample school on Monday 2024-12-02 with its plan accepted."""
    made = SampleSchool(database, tmp_path, "2024-12-02 09:00")
    made.imports_the_sample_plan()
    return made
