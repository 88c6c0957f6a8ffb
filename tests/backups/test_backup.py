"""A backup made while the service writes: whole, hashed, kept for a while."""

import hashlib
import json
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from nhacviec.backup import (
    BackupFolderError,
    BackupTakenError,
    NothingToKeepError,
    list_backups,
    make_backup,
    newest_backup,
)
from nhacviec.instance import FileLock
from nhacviec.keeping import is_backup_due
from nhacviec.manifest import read_manifest, verify
from storage import evidence, people
from storage.copying import ToolMissingError
from storage.files import FileStore
from storage.history import Actor, begin
from tests.backups.conftest import Installation, settings_of
from tests.school import SampleSchool, at

NOW = at("2024-12-02 10:00")


def proves(school: SampleSchool, digest: str) -> None:
    def added(day: object) -> None:
        tx, now = day.tx, school.clock.now()  # type: ignore[attr-defined]  # a SchoolDay
        member = people.list_members(tx, school.school_id)[0]
        deed = begin(tx, school.school_id, "add_evidence", Actor(member.member_id, "fake"), now)
        evidence.add(deed, member.member_id, kind="photo", file_hash=digest, file_name="a.png")

    school.do(added)


def test_it_holds_the_database_the_evidence_and_their_hashes(installation: Installation) -> None:
    school = installation.school()
    store = FileStore(installation.folder / "files")
    digest, lost = store.keep(b"a photo"), hashlib.sha256(b"lost").hexdigest()
    for known in (digest, lost):
        proves(school, known)
    made = make_backup(installation.settings, NOW)
    assert made.folder == installation.folder / "backups" / "2024-12-02_100000"
    manifest = read_manifest(made.folder)
    assert manifest == made.manifest
    verify(made.folder, manifest.files)
    paths = {file.path for file in manifest.files}
    assert paths == {manifest.database, f"files/{digest[:2]}/{digest}"}
    assert manifest.lacking == (lost,)
    assert {p.name for p in made.folder.iterdir()} == {"files", "manifest.json", manifest.database}


def test_a_writer_goes_on_meanwhile_and_the_copy_is_of_one_moment(
    installation: Installation,
) -> None:
    school = installation.school()
    stop = threading.Event()

    def talk() -> None:
        while not stop.is_set():
            school.says("cô Hà", "viec")

    talker = threading.Thread(target=talk)
    talker.start()
    try:
        made = [make_backup(installation.settings, NOW + timedelta(minutes=n)) for n in range(3)]
    finally:
        stop.set()
        talker.join()
    for one in made:
        verify(one.folder, one.manifest.files)


def test_evidence_is_shared_between_backups_and_a_damaged_one_is_copied_anew(
    installation: Installation,
) -> None:
    installation.school()
    digest = FileStore(installation.folder / "files").keep(b"a photo")
    place = f"files/{digest[:2]}/{digest}"
    first = make_backup(installation.settings, NOW)
    second = make_backup(installation.settings, NOW + timedelta(days=1))
    assert (first.folder / place).samefile(second.folder / place)
    (second.folder / place).write_bytes(b"rotten!")
    third = make_backup(installation.settings, NOW + timedelta(days=2))
    verify(third.folder, third.manifest.files)
    assert (third.folder / place).read_bytes() == b"a photo"


def test_the_oldest_go_and_nothing_else(installation: Installation) -> None:
    installation.school()
    settings = installation.settings.model_copy(update={"backup_keep": 2})
    folder = settings.backups
    folder.mkdir(parents=True)
    (folder / "của tôi").mkdir()
    (folder / ".partial-2024-11-30_100000").mkdir()
    made = [make_backup(settings, NOW + timedelta(days=n)) for n in range(4)]
    assert [one.dropped for one in made] == [0, 0, 1, 1]
    assert list_backups(folder) == [made[3].folder, made[2].folder]
    kept = {place.name for place in folder.iterdir() if place.is_dir()}
    assert kept == {made[3].folder.name, made[2].folder.name, "của tôi"}
    found = newest_backup(folder)
    assert found is not None
    assert found[0] == made[3].folder


def test_another_folder_loses_nothing(installation: Installation, tmp_path: Path) -> None:
    installation.school()
    settings = installation.settings.model_copy(update={"backup_keep": 1})
    for number in range(3):
        make_backup(settings, NOW + timedelta(days=number), tmp_path / "usb")
    assert len(list_backups(tmp_path / "usb")) == 3


def test_what_stands_in_the_way_is_said(installation: Installation, tmp_path: Path) -> None:
    installation.school()
    lock = FileLock(installation.settings.backups / "backup.lock")
    assert lock.take()
    with pytest.raises(BackupTakenError):
        make_backup(installation.settings, NOW)
    lock.close()
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BackupFolderError, match="file"):
        make_backup(installation.settings, NOW, tmp_path / "file" / "usb")
    assert list_backups(installation.settings.backups) == []


def test_no_database_is_nothing_to_keep(tmp_path: Path) -> None:
    with pytest.raises(NothingToKeepError):
        make_backup(settings_of(tmp_path / "data", ""), NOW)


def test_without_pg_dump_it_says_which_program_is_missing(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    if installation.database.is_sqlite:
        pytest.skip("SQLite needs no program")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ToolMissingError, match="pg_dump"):
        make_backup(installation.settings, NOW)


def test_it_is_due_once_a_day_at_its_hour(installation: Installation) -> None:
    installation.school()
    settings = installation.settings
    assert is_backup_due(settings, at("2024-12-02 10:00"))
    make_backup(settings, at("2024-12-02 10:00"))
    assert not is_backup_due(settings, at("2024-12-03 02:29"))
    assert is_backup_due(settings, at("2024-12-03 02:30"))
    assert is_backup_due(settings, at("2024-12-09 12:00")), "a missed one is made once"
    make_backup(settings, at("2024-12-09 12:00"))
    assert not is_backup_due(settings, at("2024-12-09 23:00"))
    assert not is_backup_due(settings.model_copy(update={"backup_hour": ""}), NOW)


def test_a_manifest_that_was_touched_is_none(installation: Installation) -> None:
    installation.school()
    made = make_backup(installation.settings, NOW)
    place = made.folder / "manifest.json"
    content = json.loads(place.read_text("utf-8"))
    place.write_text(json.dumps(content | {"data_at": "2024-12-01T00:00:00+00:00"}), "utf-8")
    assert newest_backup(installation.settings.backups) is None
