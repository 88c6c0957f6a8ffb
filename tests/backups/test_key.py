"""The installation's key: made once, private, held to the database; losing it loses no school."""

import stat
from pathlib import Path

import pytest

from nhacviec.backup import make_backup
from nhacviec.keys import (
    KeyFileError,
    OtherKeyError,
    key_file,
    keyring_of,
    replace_key_all_schools,
)
from nhacviec.restore import restore
from nhacviec.run import open_database
from storage.database import Database
from storage.sealing import Keyring
from tests.backups.conftest import Installation, settings_of
from tests.school import SampleSchool, at


def test_the_key_is_made_once_beside_the_data_and_for_us_alone(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "truong", "")
    made = keyring_of(settings)
    place = key_file(settings)
    assert place == tmp_path / "truong.key"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    place.chmod(0o644)
    assert keyring_of(settings) == made
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


@pytest.mark.parametrize("held", ["", "khoa", "abcd"])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, held: str) -> None:
    (tmp_path / "truong.key").write_text(held, "ascii")
    with pytest.raises(KeyFileError, match=r"truong\.key"):
        keyring_of(settings_of(tmp_path / "truong", ""))


def test_a_database_opens_with_its_own_key_only(installation: Installation) -> None:
    installation.school()
    installation.database.close()
    open_database(installation.settings).close()
    key_file(installation.settings).write_text(Keyring.new().key.hex(), "ascii")
    with pytest.raises(OtherKeyError):
        open_database(installation.settings)


def test_a_lost_key_ends_what_waited_and_the_school_goes_on(installation: Installation) -> None:
    before = installation.school()
    before.arrives({"chat": before.chat("cô Hà"), "text": "viec"})
    installation.database.close()
    open_database(installation.settings).close()
    key_file(installation.settings).unlink()
    address = installation.settings.database_address
    installation.database = Database(address, keyring_of(installation.settings))
    now = before.clock.now()
    ended = installation.database.write(lambda tx: replace_key_all_schools(tx, now))
    assert ended.updates == 1
    assert installation.database.write(lambda tx: replace_key_all_schools(tx, now)).updates == 0
    school = SampleSchool(installation.database, installation.folder, "2024-12-04 09:00")
    school.settle()
    assert "V1" in school.says("cô Hà", "việc")[-1].text


def test_a_backup_holds_no_key_and_is_put_back_elsewhere_without_it(
    installation: Installation, tmp_path: Path
) -> None:
    before = installation.school()
    installation.database.close()
    open_database(installation.settings).close()
    made = make_backup(installation.settings, before.clock.now())
    key = key_file(installation.settings).read_bytes()
    assert not any(key in file.read_bytes() for file in made.folder.rglob("*") if file.is_file())
    if installation.settings.database_url:
        key_file(installation.settings).unlink()
        settings = installation.settings
    else:
        settings = settings_of(tmp_path / "may-khac", "")
    restore(settings, made.folder, at("2024-12-03 09:00"))
    database = open_database(settings)
    try:
        school = SampleSchool(database, settings.data_dir, "2024-12-03 09:00")
        assert "V1" in school.says("cô Hà", "việc")[-1].text
    finally:
        database.close()
