"""One service for one installation: locks that end with the process, however it ends."""

import asyncio
import os
import sys
from pathlib import Path
from typing import IO, Self

import structlog

from nhacviec.settings import BadSettingError, Settings
from plan.errors import NhacViecError
from storage.database import DatabaseDownError, sqlite_path
from storage.session_lock import SessionLock

NAME = "nhacviec.lock"
WATCH_SECONDS = 5.0

_log = structlog.get_logger(__name__)


class AlreadyRunningError(NhacViecError):
    """Another process serves this data; the words name the folder or the database."""


class FileLock:
    """A lock of the operating system on a file; the file stays, the lock dies with its holder."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._file: IO[str] | None = None

    def take(self) -> bool:
        """Take the lock; False while another process has it.

        Raises:
            OSError: the file cannot be made.
        """
        self._place.parent.mkdir(parents=True, exist_ok=True)
        # Never truncated by who does not hold it; whoever looks finds the holder's number in it.
        file = self._place.open("a+", encoding="ascii")
        if not _lock(file):
            file.close()
            return False
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        self._file = file
        return True

    def close(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None


class Instance:
    """Keeps other services off this installation's data while it is entered."""

    def __init__(self, settings: Settings) -> None:
        self._files = [FileLock(place) for place in lock_places(settings)]
        self._folder = settings.data_dir
        is_file = settings.database_address.startswith("sqlite")
        self._session = None if is_file else SessionLock(settings.database_address)

    def __enter__(self) -> Self:
        try:
            self._take()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        for lock in (*self._files, self._session):
            if lock is not None:
                lock.close()

    def _take(self) -> None:
        try:
            taken = all(lock.take() for lock in self._files)
        except OSError as error:
            raise BadSettingError("NHACVIEC_DATA_DIR") from error
        if not taken:
            raise AlreadyRunningError(str(self._folder))
        if self._session is not None and not self._session.take():
            raise AlreadyRunningError(self._session.name)

    async def watch(self) -> None:
        """Keep the database's lock through a restart of its server.

        Raises:
            AlreadyRunningError: another service took it meanwhile.
        """
        session = self._session
        while session is not None:
            await asyncio.sleep(WATCH_SECONDS)
            if await asyncio.to_thread(session.is_alive):
                continue
            try:
                taken = await asyncio.to_thread(session.take)
            except DatabaseDownError:
                continue
            _log.warning("instance_lock_renewed", taken=taken)
            if not taken:
                raise AlreadyRunningError(session.name)


def is_served(settings: Settings) -> bool:
    """Whether a service holds this installation's data at the moment."""
    if not (settings.data_dir / NAME).exists():
        return False
    try:
        with Instance(settings):
            return False
    except AlreadyRunningError:
        return True


def lock_places(settings: Settings) -> list[Path]:
    """List the files to lock: the data folder's own and, where it lies elsewhere, the database's.

    An SQLite file nhacviec.sqlite is locked by nhacviec.lock beside it.
    """
    places = {(settings.data_dir / NAME).resolve()}
    database = sqlite_path(settings.database_address)
    if database is not None:
        places.add(database.resolve().with_suffix(".lock"))
    return sorted(places)


if sys.platform == "win32":
    import msvcrt

    # A locked byte can be read by nobody else, so it lies far behind what is written.
    _FAR = 1 << 30

    def _lock(file: IO[str]) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
