"""Files people sent, kept in the data folder under the SHA-256 of their bytes."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from plan.errors import NhacViecError

# The disk is full, or the user's share of it.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class NoRoomError(NhacViecError):
    """The disk has no room for a file: it was not kept, nothing else was changed."""


class FileStore:
    """A folder of files by content: the same bytes are kept once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Store bytes; gives their hash. A crash leaves either the whole file or none.

        Raises:
            NoRoomError: the disk is full.
        """
        return self.keep_written(lambda file: file.write(content))

    def keep_written(self, write: Callable[[BinaryIO], object]) -> str:
        """Store what is written, however long, without holding it in memory; gives its hash.

        Raises:
            NoRoomError: the disk is full.
        """
        try:
            return self._keep_written(write)
        except OSError as error:
            if error.errno in _FULL:
                raise NoRoomError(str(self._folder)) from error
            raise

    def _keep_written(self, write: Callable[[BinaryIO], object]) -> str:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder)
        partial = Path(name)
        try:
            with os.fdopen(handle, "w+b") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
                file.seek(0)
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            place = self.path_of(digest)
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists():
                # The same bytes again: the file is young once more, so that nobody forgets it.
                os.utime(place)
            else:
                partial.replace(place)
        finally:
            partial.unlink(missing_ok=True)
        return digest

    def size(self, digest: str) -> int:
        """Give how many bytes a hash is kept of."""
        return self.path_of(digest).stat().st_size

    def open(self, digest: str) -> IO[bytes]:
        """Open the bytes of a hash for reading."""
        return self.path_of(digest).open("rb")

    def read(self, digest: str) -> bytes:
        """Give the bytes of a hash."""
        return self.path_of(digest).read_bytes()

    def forget(self, digest: str) -> None:
        """Delete the bytes of a hash, if they are there."""
        self.path_of(digest).unlink(missing_ok=True)

    def forget_older(self, digest: str, before: datetime) -> bool:
        """Delete the bytes of a hash unless they were stored again since; says whether."""
        place = self.path_of(digest)
        try:
            if place.stat().st_mtime >= before.timestamp():
                return False
        except FileNotFoundError:
            return False
        place.unlink(missing_ok=True)
        return True

    def path_of(self, digest: str) -> Path:
        """Give where a hash is kept."""
        return self._folder / place_of(digest)


def place_of(digest: str) -> str:
    """Give where in the folder a hash is kept, as an attachment names it."""
    return f"{digest[:2]}/{digest}"
