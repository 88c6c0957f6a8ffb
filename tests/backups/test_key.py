"""The installation's key: made once, private, held to the database; losing it loses no school."""

import stat
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from nhacviec.backup import make_backup
from nhacviec.keeping import restore_now
from nhacviec.keys import (
    KeyFileError,
    OldKeyError,
    OtherKeyError,
    key_file,
    keyring_in,
    keyring_of,
    replace_key_all_schools,
)
from nhacviec.restore import restore
from nhacviec.run import open_database
from nhacviec.tokens import keep_all_schools, tokens_all_schools
from storage import bot_tokens
from storage.database import Database
from storage.sealing import Keyring
from storage.tables import deliveries
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


TOKENS = ("7:telegram-that-is-invented", "1459232241454765289:zalo-that-is-invented")


def keeps_tokens(database: Database, now: datetime) -> None:
    """Give the installation two bots of its own."""
    for channel, token in zip(("telegram", "zalo"), TOKENS, strict=True):
        database.write(partial(keep_all_schools, channel=channel, given=(token, "Bot"), now=now))


def tokens_in(database: Database) -> list[str | None]:
    return [one.token for one in database.read(bot_tokens.list_all_schools)]


def contents_in(database: Database) -> list[object]:
    query = select(deliveries.c.content).order_by(deliveries.c.delivery_id)
    return database.read(lambda tx: list(tx.execute(query).scalars()))


def test_a_new_key_seals_anew_what_the_old_one_opens(installation: Installation) -> None:
    before = installation.school()
    before.arrives({"chat": before.chat("cô Hà"), "text": "viec"})
    installation.database.close()
    settings = installation.settings
    with closing(open_database(settings)) as database:
        keeps_tokens(database, before.clock.now())
        sent = contents_in(database)
    old = key_file(settings).rename(installation.folder / "old.key")
    other = installation.folder / "other.key"
    other.write_text(Keyring.new().key.hex(), "ascii")
    now = before.clock.now()
    with closing(Database(settings.database_address, keyring_of(settings))) as database:
        with pytest.raises(OldKeyError):
            database.write(lambda tx: replace_key_all_schools(tx, now, keyring_in(other)))
        ended = database.write(lambda tx: replace_key_all_schools(tx, now, keyring_in(old)))
    assert (ended.updates, ended.deliveries, ended.bots) == (0, 0, ())
    assert ended.resealed > len(TOKENS)
    old.unlink()
    with closing(open_database(settings)) as database:
        assert tokens_in(database) == list(TOKENS)
        assert contents_in(database) == sent
        school = SampleSchool(database, installation.folder, "2024-12-03 09:00")
        school.settle()
        assert any("V1" in text for text in school.told("cô Hà"))


def test_restored_without_its_key_it_says_which_tokens_to_give_anew(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = installation.school()
    installation.database.close()
    settings = installation.settings
    with closing(open_database(settings)) as database:
        keeps_tokens(database, before.clock.now())
    made = make_backup(settings, before.clock.now())
    for token in TOKENS:
        secret = token.partition(":")[2].encode()
        assert not any(secret in f.read_bytes() for f in made.folder.rglob("*") if f.is_file())
    key_file(settings).unlink()
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", settings.database_url)
    said = restore_now(made.folder)
    assert said.count("nhacviec bot renew-token") == len(TOKENS)
    assert str(key_file(settings)) in said
    with closing(open_database(settings)) as database:
        assert tokens_in(database) == [None, None]
        now = before.clock.now()
        assert database.write(lambda tx: tokens_all_schools(tx, settings, now)) == []
        keeps_tokens(database, now)
        assert tokens_in(database) == list(TOKENS)


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
