"""Whether the database can be opened, is whole, stands at our step, and knows no later time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from nhacviec.doctor.findings import Finding, ok, trouble
from nhacviec.keys import KeyFileError, key_file, keyring_of
from nhacviec.settings import Settings
from storage import health, installation, schools
from storage.database import Database, DatabaseAddressError, sqlite_path
from storage.health import DatabaseFault
from storage.migrate import knows, newest_revision, revision
from storage.sealing import Keyring
from texts.doctor import in_bytes

# Clocks of two machines, and what is stored for the very near future, may be so far apart.
TOLERANCE = timedelta(minutes=2)


def examine_database(settings: Settings, now: datetime) -> tuple[Database | None, list[Finding]]:
    """Open the database; None for one that cannot be looked into any further."""
    place = sqlite_path(settings.database_address)
    if place is not None and not place.is_file():
        return None, [trouble("database", "database_missing", name=place)]
    try:
        database = Database(settings.database_address, _keyring(settings))
    except DatabaseAddressError:
        return None, [trouble("settings", "setting_bad", name="NHACVIEC_DATABASE_URL")]
    name = place or database.engine.url.database
    fault = health.fault_of(database)
    if fault is not None:
        database.close()
        code = "database_down" if fault is DatabaseFault.DOWN else "database_broken"
        return None, [trouble("database", code, name=name)]
    step = revision(database)
    if step != newest_revision():
        database.close()
        return None, [_schema(step)]
    size = health.size_of(database)
    count = len(database.read(schools.list_all_schools))
    found = [
        ok("database", "database_fine", name=name, schools=count, size=in_bytes(size)),
        ok("schema", "schema_fine", step=step),
        *_key(database, settings),
        *_clock(database, now),
    ]
    return database, found


def _keyring(settings: Settings) -> Keyring | None:
    """Read the key where there is one: the tokens of bots are opened with it."""
    try:
        return keyring_of(settings) if key_file(settings).exists() else None
    except KeyFileError:
        return None


def _key(database: Database, settings: Settings) -> Iterator[Finding]:
    """Compare the key's file with what the database knows of the key; it is not made here."""
    place = key_file(settings)
    known = database.read(installation.fingerprint_all_schools)
    if not place.exists():
        if known is not None:
            yield trouble("settings", "key_missing", name=place)
        return
    try:
        keyring = keyring_of(settings)
    except KeyFileError:
        yield trouble("settings", "key_unreadable", name=place)
        return
    if known not in {None, keyring.fingerprint}:
        yield trouble("settings", "key_other", name=place)
    else:
        yield ok("settings", "key_fine", name=place)


def _schema(step: str | None) -> Finding:
    is_old = step is None or knows(step)
    return trouble("schema", "schema_old" if is_old else "schema_newer", step=step or "-")


def _clock(database: Database, now: datetime) -> Iterator[Finding]:
    newest = database.read(health.newest_at_all_schools)
    if newest is not None and newest > now + TOLERANCE:
        yield trouble("clock", "clock_behind", now=now, newest=newest)
    else:
        yield ok("clock", "clock_fine", now=now)
