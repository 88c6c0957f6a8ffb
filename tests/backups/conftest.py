"""An installation in a folder of its own: its settings, and a sample school that keeps running."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from nhacviec.settings import Settings
from storage.database import Database, sqlite_url
from storage.migrate import migrate
from tests.databases import KEYRING, fresh_postgresql, postgresql_programs
from tests.school import SampleSchool

START = "2024-12-02 09:00"


@dataclass
class Installation:
    """A data folder, a database and the settings that name both."""

    folder: Path
    database: Database
    settings: Settings

    def open(self) -> Database:
        """Open the database again, whatever it holds by now."""
        self.database.close()
        self.database = Database(self.settings.database_address, KEYRING)
        return self.database

    def school(self) -> SampleSchool:
        """Open the sample school in it, started, with one task due on Friday."""
        made = SampleSchool(self.database, self.folder, START)
        made.says("thầy Nam", "bắt đầu nhắc")
        made.says("thầy Nam", "giao cô Hà nộp báo cáo thứ Sáu")
        made.presses("thầy Nam", "Giao")
        return made


def settings_of(folder: Path, address: str) -> Settings:
    given = {"NHACVIEC_DATA_DIR": folder, "NHACVIEC_DATABASE_URL": address}
    return Settings.model_validate(given)


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    folder = tmp_path / "data"
    (tmp_path / "data.key").write_text(KEYRING.key.hex(), "ascii")
    if request.param == "sqlite":
        folder.mkdir()
        place = folder / "nhacviec.sqlite"
        database = Database(sqlite_url(place), KEYRING)
        migrate(database)
        made = Installation(folder, database, settings_of(folder, ""))
        yield made
        made.database.close()
        return
    monkeypatch.setenv("PATH", f"{postgresql_programs()}{os.pathsep}{os.environ['PATH']}")
    with fresh_postgresql() as database:
        made = Installation(folder, database, settings_of(folder, database.url))
        yield made
        made.database.close()
