"""Backups by hand and by the clock, putting one back, and made files let go once they are old."""

import asyncio
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

import structlog

from followup.forget_made import AT_ONCE, forget_made_all_schools
from followup.retention import Retention, old_all_schools, purge_all_schools
from nhacviec.backup import make_backup, newest_backup
from nhacviec.keys import key_file, lost_words
from nhacviec.logs import configure_logs
from nhacviec.restore import restore
from nhacviec.settings import Settings, load_settings
from plan.hours import instant, local
from scheduler.clock import Clock, SystemClock
from storage.database import Database
from storage.files import FileStore
from texts.dates import full_day, hour
from texts.doctor import in_bytes
from texts.labels import label

# The folder is looked at so often; the first time only when the start is over.
LOOK_SECONDS = 60.0
AGAIN_AFTER = timedelta(hours=1)
TIDY_SECONDS = 3600.0

_log = structlog.get_logger(__name__)


def backup_now(to: Path | None) -> str:
    """Make a backup; gives what to print."""
    settings = load_settings()
    configure_logs(settings)
    made = make_backup(settings, SystemClock().now(), to)
    said = [
        label(
            "backup_made",
            folder=made.folder,
            files=len(made.manifest.files),
            size=in_bytes(made.manifest.size),
        )
    ]
    if made.manifest.lacking:
        said.append(label("backup_lacking", count=len(made.manifest.lacking)))
    if made.dropped:
        said.append(label("backup_dropped", count=made.dropped))
    return "\n".join(said)


def restore_now(folder: Path) -> str:
    """Put a backup back; gives what to print."""
    settings = load_settings()
    configure_logs(settings)
    done = restore(settings, folder, SystemClock().now())
    data_at = local(done.manifest.data_at)
    held = done.held
    said = [
        label("restore_done", hour=hour(data_at), day=full_day(data_at.date())),
        label("restore_held", deliveries=held.deliveries, reminders=held.reminders),
    ]
    if done.aside is not None:
        said.append(label("restore_aside", folder=done.aside))
    if done.ended.bots:
        said += [label("restore_no_key", file=key_file(settings)), *lost_words(done.ended)]
    return "\n".join([*said, label("restore_next")])


def is_backup_due(settings: Settings, now: datetime) -> bool:
    """Whether the hour of the backup has come since the newest one; never when none is set."""
    if not settings.backup_hour:
        return False
    today = instant(local(now).date(), time.fromisoformat(settings.backup_hour))
    last_time = today if today <= now else today - timedelta(days=1)
    newest = newest_backup(settings.backups)
    return newest is None or newest[1].data_at < last_time


async def keep_backups(settings: Settings, clock: Clock, pause: float = LOOK_SECONDS) -> None:
    """Make each day's backup at its hour, or as soon as the service runs again; never ends.

    The folders on the disk say what was made, so nothing is remembered here.
    """
    not_before = clock.now()
    while True:
        await asyncio.sleep(pause)
        now = clock.now()
        if now < not_before or not await asyncio.to_thread(is_backup_due, settings, now):
            continue
        try:
            made = await asyncio.to_thread(make_backup, settings, now)
        except Exception:  # noqa: BLE001 - a full disk must not stop the bots
            not_before = now + AGAIN_AFTER
            _log.exception("backup_failed")
        else:
            lacking = len(made.manifest.lacking)
            _log.info("backup_made", files=len(made.manifest.files), lacking=lacking)


def forget_made(database: Database, files: FileStore, now: datetime) -> int:
    """Delete the made files nobody needs any more; gives how many documents were let go."""
    count = 0
    while True:
        gone = database.write(lambda tx: forget_made_all_schools(tx, now))
        for digest, before in gone.files:
            files.forget_older(digest, before)
        count += gone.count
        if gone.count < AT_ONCE:
            return count


async def purge(database: Database, keep: Retention, clock: Clock) -> int:
    """Let go the words that are old, batch by batch: whoever is in chat goes in between."""
    count = 0
    while True:
        now = clock.now()
        old = await database.reads(partial(old_all_schools, keep=keep, now=now))
        count += await database.writes(partial(purge_all_schools, old=old, keep=keep, now=now))
        if old.is_last:
            return count


async def keep_tidy(
    settings: Settings, database: Database, clock: Clock, pause: float = TIDY_SECONDS
) -> None:
    """Let go made files and words once they are old, from time to time; never ends."""
    files = FileStore(settings.data_dir / "files")
    while True:
        await asyncio.sleep(pause)
        try:
            if gone := await purge(database, settings.retention, clock):
                _log.info("old_words_removed", rows=gone)
            count = await asyncio.to_thread(forget_made, database, files, clock.now())
        except Exception:  # noqa: BLE001 - a file that cannot be deleted must not stop the bots
            _log.exception("tidy_failed")
        else:
            if count:
                _log.info("made_files_removed", documents=count)
