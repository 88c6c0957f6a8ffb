"""`nhacviec backup`: the database, the evidence and a manifest, in a dated folder of its own."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from nhacviec.instance import FileLock
from nhacviec.manifest import (
    NAME,
    KeptFile,
    Manifest,
    NoBackupError,
    measure,
    read_manifest,
    write_manifest,
)
from nhacviec.settings import Settings
from plan.errors import NhacViecError
from plan.hours import local
from storage import evidence
from storage.copying import copy_sqlite, dump_postgresql
from storage.database import Database, sqlite_path
from storage.migrate import revision

SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASE = {SQLITE: "nhacviec.sqlite", POSTGRESQL: "nhacviec.pgdump"}
FILES = "files"
HASH = re.compile(r"[0-9a-f]{64}")
# Backups made by us; a folder of another name is never taken away.
DATED = re.compile(r"\d{4}-\d\d-\d\d_\d{6}")
PARTIAL = ".partial-"


class NothingToKeepError(NhacViecError):
    """There is no database yet, so there is nothing to keep."""


class BackupTakenError(NhacViecError):
    """Another backup is being made in the same folder."""


class BackupFolderError(NhacViecError):
    """A backup cannot be written; the words give the folder and what the system said."""


class Made(Struct, frozen=True):
    """A backup that was made and read again, and how many old ones were let go."""

    folder: Path
    manifest: Manifest
    dropped: int


def make_backup(settings: Settings, now: datetime, to: Path | None = None) -> Made:
    """Keep everything as of now, also while the service writes; lets old ones go but not in `to`.

    Raises:
        NothingToKeepError: the database is not there.
        BackupTakenError: another backup is being made.
        CopyBrokenError, ToolMissingError, ToolFailedError: nothing was kept.
        BackupFolderError: the folder cannot be written.
    """
    folder = to or settings.backups
    place = sqlite_path(settings.database_address)
    if place is not None and not place.is_file():
        raise NothingToKeepError(str(place))
    try:
        with _alone(folder):
            made, manifest = _keep(settings, now, folder)
            dropped = 0 if to is not None else _drop_old(folder, settings.backup_keep)
    except OSError as error:
        raise BackupFolderError(f"{folder}: {error.strerror}") from error
    return Made(made, manifest, dropped)


def list_backups(folder: Path) -> list[Path]:
    """List the whole backups in a folder, the newest first."""
    if not folder.is_dir():
        return []
    dated = [place for place in folder.iterdir() if DATED.fullmatch(place.name)]
    whole = [place for place in dated if (place / NAME).is_file()]
    return sorted(whole, key=lambda place: place.name, reverse=True)


def newest_backup(folder: Path) -> tuple[Path, Manifest] | None:
    """Give the newest backup whose manifest can be read."""
    for place in list_backups(folder):
        try:
            return place, read_manifest(place)
        except NoBackupError:
            continue
    return None


def _keep(settings: Settings, now: datetime, folder: Path) -> tuple[Path, Manifest]:
    for left in folder.glob(f"{PARTIAL}*"):
        # A crash left it half made; nobody else is making one now.
        shutil.rmtree(left)
    stamp = f"{local(now):%Y-%m-%d_%H%M%S}"
    partial = folder / f"{PARTIAL}{stamp}"
    partial.mkdir()
    earlier = newest_backup(folder)
    kind = _copy_database(settings, partial)
    with _opened(settings.database_address) as database:
        step = revision(database) or ""
        referred = database.read(evidence.hashes_all_schools)
    # Evidence is stored before the row that speaks of it, so what the copy needs is there by now.
    store = settings.data_dir / FILES
    kept = [measure(partial / DATABASE[kind], DATABASE[kind])]
    kept += _copy_files(store, partial, earlier[0] if earlier else None)
    lacking = referred - {Path(file.path).name for file in kept}
    files = tuple(sorted(kept, key=lambda file: file.path))
    manifest = Manifest(now, kind, step, DATABASE[kind], files, tuple(sorted(lacking)))
    write_manifest(partial, manifest)
    place = folder / stamp
    partial.rename(place)
    return place, manifest


def _copy_database(settings: Settings, partial: Path) -> str:
    """Copy the database; gives its kind."""
    address = settings.database_address
    place = sqlite_path(address)
    kind = POSTGRESQL if place is None else SQLITE
    if place is None:
        dump_postgresql(address, partial / DATABASE[kind])
    else:
        copy_sqlite(place, partial / DATABASE[kind])
    return kind


@contextmanager
def _opened(address: str) -> Iterator[Database]:
    database = Database(address)
    try:
        yield database
    finally:
        database.close()


def _copy_files(store: Path, partial: Path, earlier: Path | None) -> list[KeptFile]:
    """Copy every whole file of the store; what an earlier backup has is shared with it."""
    kept = []
    for source in sorted(store.glob("??/*")):
        if not HASH.fullmatch(source.name):
            continue  # a file still being written
        path = f"{FILES}/{source.parent.name}/{source.name}"
        target = partial / path
        target.parent.mkdir(parents=True, exist_ok=True)
        file = _shared(earlier / path, target, path) if earlier is not None else None
        if file is None:
            file = _copied(source, target, path)
        if file is not None:
            kept.append(file)
    return kept


def _shared(before: Path, target: Path, path: str) -> KeptFile | None:
    """Let two backups hold one file, if it is still what its name says."""
    try:
        os.link(before, target)
        file = measure(target, path)
    except OSError:
        return None  # not there, or a disk that cannot share
    if file.sha256 == target.name:
        return file
    target.unlink()
    return None


def _copied(source: Path, target: Path, path: str) -> KeptFile | None:
    with source.open("rb") as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing)
        writing.flush()
        os.fsync(writing.fileno())
    file = measure(target, path)
    if file.sha256 == target.name:
        return file
    target.unlink()
    return None


def _drop_old(folder: Path, keep: int) -> int:
    old = list_backups(folder)[keep:]
    for place in old:
        # The manifest first: what is left of a crash is then no backup any more.
        (place / NAME).unlink()
        shutil.rmtree(place)
    return len(old)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    lock = FileLock(folder / "backup.lock")
    if not lock.take():
        raise BackupTakenError(str(folder))
    try:
        yield
    finally:
        lock.close()
