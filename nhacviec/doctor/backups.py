"""Whether there is a backup that could be put back today, and room for the next."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from nhacviec.backup import list_backups, newest_backup
from nhacviec.doctor.findings import Finding, note, ok, trouble
from nhacviec.manifest import BackupBrokenError, Manifest, verify
from nhacviec.settings import Settings
from storage.database import sqlite_path
from texts.doctor import in_bytes

# A day, and as long as one may take to be made again after a failure.
OLD = timedelta(hours=26)
LEAST_FREE = 512 * 1024 * 1024


def examine_backups(settings: Settings, now: datetime) -> list[Finding]:
    """Read the newest backup again, every byte of it."""
    found = list(_tools(settings))
    newest = newest_backup(settings.backups)
    if newest is None:
        return [*found, trouble("backups", "backups_none", folder=settings.backups)]
    return [*found, *_newest(settings, *newest, now)]


def _newest(
    settings: Settings, folder: Path, manifest: Manifest, now: datetime
) -> Iterator[Finding]:
    try:
        verify(folder, manifest.files)
    except BackupBrokenError as error:
        yield trouble("backups", "backups_broken", folder=folder, file=error)
        return
    age = now - manifest.data_at
    if not settings.backup_hour:
        yield note("backups", "backups_off", at=manifest.data_at)
    elif age > OLD:
        yield trouble("backups", "backups_old", at=manifest.data_at, age=age)
    else:
        yield ok(
            "backups",
            "backups_fine",
            at=manifest.data_at,
            age=age,
            files=len(manifest.files),
            size=in_bytes(manifest.size),
            kept=len(list_backups(settings.backups)),
        )
    if manifest.lacking:
        yield trouble("backups", "backups_lacking", count=len(manifest.lacking))


def _tools(settings: Settings) -> Iterator[Finding]:
    if sqlite_path(settings.database_address) is not None:
        return
    for tool in ("pg_dump", "pg_restore", "psql"):
        if shutil.which(tool) is None:
            yield trouble("backups", "backups_tool", tool=tool)


def examine_disk(settings: Settings) -> Iterator[Finding]:
    """Look at the room left where data and backups are."""
    for folder in dict.fromkeys((settings.data_dir, settings.backups)):
        place = folder.resolve()
        while not place.exists():
            place = place.parent
        free = shutil.disk_usage(place).free
        values = {"folder": folder, "free": in_bytes(free)}
        if free < LEAST_FREE:
            yield trouble("disk", "disk_low", **values)
        else:
            yield ok("disk", "disk_fine", **values)
