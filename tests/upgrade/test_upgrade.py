"""From the release before, with a school's data in it: forward, and back by either way."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from nhacviec.backup import list_backups
from nhacviec.manifest import read_manifest
from nhacviec.settings import Settings
from nhacviec.upgrade import SchemaNewerError, bring_up
from scheduler.clock import SystemClock
from storage import deliveries
from storage.database import Database, Tx
from storage.migrate import differences, migrate, newest_revision, revision, step_back
from tests.databases import fresh_postgresql, fresh_sqlite, postgresql_programs
from tests.school import SampleSchool
from tests.service.installed import run
from tests.upgrade import RELEASED, fill, rows_of

# What a school wrote and said; the rest is what waits, which a restore holds back.
RECORDS = """persons members units duties plans tasks assignments occurrences reports evidence
    expenses deeds changes""".split()  # noqa: SIM905 - a list of thirteen quoted words reads worse


@pytest.fixture(params=["sqlite", "postgresql"])
def released(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """Give a database of the release, in an installation whose settings name it."""
    monkeypatch.setenv("PATH", f"{postgresql_programs()}{os.pathsep}{os.environ['PATH']}")
    made = fresh_postgresql() if request.param == "postgresql" else fresh_sqlite(tmp_path)
    with made as database:
        step_back(database, "base")
        fill(database)
        monkeypatch.setenv("NHACVIEC_DATABASE_URL", database.url)
        monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path / "data"))
        yield database


def test_every_row_of_the_release_is_there_afterwards(released: Database) -> None:
    before = rows_of(released)
    migrate(released)
    assert differences(released) == []
    assert rows_of(released) == before


def test_what_a_message_spoke_of_keeps_its_order(released: Database) -> None:
    def speak(tx: Tx) -> None:
        # Two more tasks of one message, not in the order of their numbers.
        for position, occurrence_id in ((1, 6), (2, 2)):
            row = {"number": 4, "position": position, "occurrence_id": occurrence_id}
            tx.execute(
                text("INSERT INTO delivery_items VALUES (:number, :position, :occurrence_id)"), row
            )

    released.write(speak)
    before = rows_of(released)["delivery_items"]
    migrate(released)
    assert released.read(lambda tx: deliveries.about(tx, 1, 4)) == [5, 6, 2]
    step_back(released, RELEASED)
    assert rows_of(released)["delivery_items"] == before


def test_the_school_goes_on_where_it_was(released: Database, tmp_path: Path) -> None:
    migrate(released)
    school = SampleSchool(released, tmp_path, "2024-12-06 17:10")
    (said,) = school.says("cô Hà", "việc của tôi")
    assert "V4" in said.text
    (said,) = school.says("thầy Nam", "tuần")
    assert "Tuần 02/12-06/12" in said.text
    (said,) = school.says("cô Hà", "xong V4")
    assert "Đã ghi" in said.text
    school.forward("2024-12-20 12:00")
    digests = [text for text in school.told("thầy Tâm") if "V2" in text]
    assert digests, "the moments laid by the release are reminded of"


def test_it_goes_back_with_what_was_written_since(released: Database, tmp_path: Path) -> None:
    migrate(released)
    school = SampleSchool(released, tmp_path, "2024-12-06 17:10")
    school.says("thầy Nam", "giao cô Đào nộp danh sách hạn 20/12")
    school.presses("thầy Nam", "Giao")
    after = rows_of(released)
    step_back(released, RELEASED)
    assert revision(released) == RELEASED
    assert rows_of(released) == after
    migrate(released)
    assert differences(released) == []
    assert rows_of(released) == after


def test_an_upgrade_makes_its_own_backup_and_that_goes_back_whole(
    released: Database, tmp_path: Path
) -> None:
    before = rows_of(released)
    settings = Settings()
    bring_up(settings, released, SystemClock().now(), keeps=True)
    bring_up(settings, released, SystemClock().now(), keeps=True)
    is_upgrade = newest_revision() != RELEASED
    assert len(list_backups(settings.backups)) == int(is_upgrade), "once, and only when due"
    if not is_upgrade:
        return
    (kept,) = list_backups(settings.backups)
    assert read_manifest(kept).revision == RELEASED
    school = SampleSchool(released, tmp_path, "2024-12-06 17:10")
    school.says("cô Hà", "xong V4")
    released.engine.dispose()
    given = {"NHACVIEC_DATABASE_URL": released.url, "PATH": os.environ["PATH"]}
    done = run(tmp_path, "restore", str(kept), **given)
    assert done.returncode == 0, done.stderr
    back = Database(released.url)
    try:
        assert revision(back) == newest_revision(), "brought on again by this program"
        now = rows_of(back)
        assert [name for name in RECORDS if now[name][: len(before[name])] != before[name]] == []
    finally:
        back.close()


def test_a_newer_database_is_refused_and_left_alone(released: Database, tmp_path: Path) -> None:
    released.write(lambda tx: tx.exec_driver_sql("UPDATE alembic_version SET version_num='9999'"))
    with pytest.raises(SchemaNewerError, match="9999"):
        bring_up(Settings(), released, SystemClock().now(), keeps=True)
    done = run(tmp_path, "migrate", NHACVIEC_DATABASE_URL=released.url)
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert "9999" in line
