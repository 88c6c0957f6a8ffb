"""`nhacviec restore`: a backup put back whole or not at all, and nothing sent a second time."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from followup.after_restore import HeldBack, hold_back
from nhacviec.backup import FILES, POSTGRESQL, SQLITE, make_backup
from nhacviec.instance import Instance
from nhacviec.keys import keyring_of, replace_key_all_schools
from nhacviec.manifest import BackupBrokenError, KeptFile, Manifest, measure, read_manifest, verify
from nhacviec.settings import Settings
from plan.errors import NhacViecError
from plan.hours import local
from scheduler.due import expand
from storage import restoring
from storage.copying import (
    ToolFailedError,
    ToolMissingError,
    other_sessions,
    restore_postgresql,
)
from storage.database import Database, Tx, sqlite_path, sqlite_url
from storage.lost_key import Ended
from storage.migrate import knows, migrate, revision

# Stands in the data folder while the data is changed over; a service does not start on it.
UNFINISHED = "restore.unfinished"

# What was held of a backup, and what of it our key does not open.
Ready = tuple[HeldBack, Ended]


class RestoreUnfinishedError(NhacViecError):
    """A restore stopped half way; the words name the backup to restore again."""


class OtherKindError(NhacViecError):
    """The backup is of the other kind of database than the settings name."""


class NewerBackupError(NhacViecError):
    """The backup was made by a newer version of this program."""


class StillConnectedError(NhacViecError):
    """Others are connected to the PostgreSQL database; the words say how many."""


class Restored(Struct, frozen=True):
    """What was put back, what was held, what our key does not open.

    `aside` is where the data of before is (None: there was none).
    """

    manifest: Manifest
    held: HeldBack
    ended: Ended
    aside: Path | None


def refuse_unfinished(settings: Settings) -> None:
    """Let nothing run on data that is half old and half new.

    Raises:
        RestoreUnfinishedError: a restore has to be done again first.
    """
    mark = settings.data_dir / UNFINISHED
    if mark.exists():
        raise RestoreUnfinishedError(mark.read_text("utf-8").strip())


def restore(settings: Settings, folder: Path, now: datetime) -> Restored:
    """Put a backup back; what was there is kept aside, evidence that came since stays.

    Raises:
        NoBackupError, BackupBrokenError, NewerBackupError, OtherKindError: nothing was changed.
        AlreadyRunningError, StillConnectedError: stop the service first; nothing was changed.
        ToolMissingError, ToolFailedError: PostgreSQL's programs; the database is as it was.
    """
    manifest = read_manifest(folder)
    verify(folder, manifest.files)
    if not knows(manifest.revision):
        raise NewerBackupError(manifest.revision)
    place = sqlite_path(settings.database_address)
    if manifest.kind != (POSTGRESQL if place is None else SQLITE):
        raise OtherKindError(manifest.kind)
    with Instance(settings):
        for file in manifest.files:
            if file.path != manifest.database:
                _put_file(folder, settings.data_dir, file)
        if place is None:
            ready, aside = _replace_postgresql(settings, folder, manifest, now)
        else:
            ready, aside = _replace_sqlite(settings, place, (folder, manifest), now)
    return Restored(manifest, *ready, aside)


def _put_file(folder: Path, data_dir: Path, file: KeptFile) -> None:
    """Put a piece of evidence where it belongs, unless it is there whole."""
    target = data_dir / file.path
    if not file.path.startswith(f"{FILES}/"):
        raise BackupBrokenError(file.path)
    if target.exists() and measure(target, file.path) == file:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}")
    shutil.copyfile(folder / file.path, partial)
    partial.replace(target)


def _replace_sqlite(
    settings: Settings, place: Path, backup: tuple[Path, Manifest], now: datetime
) -> tuple[Ready, Path | None]:
    """Make the new database ready beside the old one, then change them over."""
    folder, manifest = backup
    place.parent.mkdir(parents=True, exist_ok=True)
    staged = place.with_name(f"{place.name}.restoring")
    for left in _with_logs(staged):
        left.unlink(missing_ok=True)
    shutil.copyfile(folder / manifest.database, staged)
    ready = _make_ready(Database(sqlite_url(staged), keyring_of(settings)), manifest, now)
    aside = _aside(settings, now) if place.exists() else None
    mark = _mark(settings, folder)
    if aside is not None:
        aside.mkdir(parents=True)
        shutil.copyfile(place, aside / place.name)
        # A log that stayed would be taken for the new database's own.
        for log in _with_logs(place)[1:]:
            if log.exists():
                log.replace(aside / log.name)
    staged.replace(place)
    mark.unlink()
    return ready, aside


def _with_logs(place: Path) -> list[Path]:
    return [place, *(place.with_name(place.name + end) for end in ("-wal", "-shm"))]


def _replace_postgresql(
    settings: Settings, folder: Path, manifest: Manifest, now: datetime
) -> tuple[Ready, Path | None]:
    """Keep a dump of what is there, then replace the tables in one transaction."""
    address = settings.database_address
    others = other_sessions(address)
    if others:
        raise StillConnectedError(str(others))
    is_half_done = (settings.data_dir / UNFINISHED).exists()
    aside = None if is_half_done or _is_empty(address) else _aside(settings, now)
    if aside is not None:
        make_backup(settings, now, aside)
    mark = _mark(settings, folder)
    room = settings.data_dir / f"{UNFINISHED}.scripts"
    room.mkdir(exist_ok=True)
    try:
        restore_postgresql(address, folder / manifest.database, room)
    except (ToolFailedError, ToolMissingError):
        mark.unlink()
        raise
    finally:
        shutil.rmtree(room)
    ready = _make_ready(Database(address, keyring_of(settings)), manifest, now)
    mark.unlink()
    return ready, aside


def _is_empty(address: str) -> bool:
    database = Database(address)
    try:
        return revision(database) is None
    finally:
        database.close()


def _make_ready(database: Database, manifest: Manifest, now: datetime) -> Ready:
    """Bring the tables to this program's step, and hold what may have been sent, as one."""

    def held(tx: Tx) -> Ready:
        # On another machine the key is another one: what only the old one opens is ended.
        ended = replace_key_all_schools(tx, now)
        before = restoring.newest_all_schools(tx)
        # What is due becomes messages with their people, and these are held: none goes out.
        while expand(tx, now):
            pass
        return hold_back(tx, before, manifest.data_at, now), ended

    try:
        migrate(database)
        return database.write(held)
    finally:
        database.close()


def _aside(settings: Settings, now: datetime) -> Path:
    return settings.data_dir / f"replaced-{local(now):%Y-%m-%d_%H%M%S}"


def _mark(settings: Settings, folder: Path) -> Path:
    mark = settings.data_dir / UNFINISHED
    mark.parent.mkdir(parents=True, exist_ok=True)
    with mark.open("w", encoding="utf-8") as file:
        file.write(f"{folder.resolve()}\n")
        file.flush()
        os.fsync(file.fileno())
    return mark
