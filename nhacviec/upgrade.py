"""Bringing the database of an older version to this one's schema, its backup made first."""

from datetime import datetime

import structlog

from nhacviec.backup import make_backup
from nhacviec.settings import Settings
from plan.errors import NhacViecError
from storage.database import Database
from storage.migrate import knows, migrate, newest_revision, revision

_log = structlog.get_logger(__name__)


class SchemaNewerError(NhacViecError):
    """A newer version has been here; the words name its step."""


def bring_up(settings: Settings, database: Database, now: datetime, *, keeps: bool) -> None:
    """Apply the steps that are missing. With `keeps` a database with data is backed up before.

    Raises:
        SchemaNewerError: this program does not know the step the database stands at.
        ToolMissingError, ToolFailedError, BackupFolderError, CopyBrokenError: no backup could be
            made; nothing was changed.
    """
    step = revision(database)
    if step is not None and not knows(step):
        raise SchemaNewerError(step)
    if step is not None and step != newest_revision() and keeps:
        made = make_backup(settings, now)
        _log.info("backup_before_upgrade", step=step, folder=made.folder.name)
    migrate(database)
