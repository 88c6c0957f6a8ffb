"""What a backup holds: the time of its data, and each file with its size and SHA-256."""

import hashlib
import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct, to_builtins

from plan.errors import NhacViecError

NAME = "manifest.json"
CHUNK = 1 << 20


class NoBackupError(NhacViecError):
    """A folder holds no backup, or one whose manifest cannot be read."""


class BackupBrokenError(NhacViecError):
    """A file of a backup is missing or is not what was written; the words name it."""


class KeptFile(Struct, frozen=True):
    """One file: its place in the backup ("/" between folders), its bytes and their hash."""

    path: str
    size: int
    sha256: str


class Manifest(Struct, frozen=True):
    """One backup. `lacking` are hashes of evidence of which no whole file was there to keep."""

    data_at: datetime
    kind: str
    revision: str
    database: str
    files: tuple[KeptFile, ...]
    lacking: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """All bytes together."""
        return sum(file.size for file in self.files)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it, sealed by a hash of its own, and see it on the disk."""
    content = to_builtins(manifest) | {"data_at": manifest.data_at.isoformat()}
    sealed = content | {"seal": _seal(content)}
    with (folder / NAME).open("w", encoding="utf-8") as file:
        json.dump(sealed, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder: Path) -> Manifest:
    """Read it, with its seal checked; the files themselves are not looked at.

    Raises:
        NoBackupError: there is none, or it is not as it was written.
    """
    try:
        content = json.loads((folder / NAME).read_text("utf-8"))
        seal = content.pop("seal")
        files = tuple(KeptFile(**file) for file in content["files"])
        times = {"data_at": datetime.fromisoformat(content["data_at"])}
        known = content | times | {"files": files, "lacking": tuple(content["lacking"])}
        manifest = Manifest(**known)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NoBackupError(str(folder)) from error
    if seal != _seal(content):
        raise NoBackupError(str(folder))
    return manifest


def verify(folder: Path, files: Iterable[KeptFile]) -> None:
    """Read every file again and compare.

    Raises:
        BackupBrokenError: names the first that is missing or differs.
    """
    for file in files:
        place = PurePosixPath(file.path)
        if place.is_absolute() or ".." in place.parts:
            raise BackupBrokenError(file.path)
        try:
            found = measure(folder / place, file.path)
        except OSError as error:
            raise BackupBrokenError(file.path) from error
        if found != file:
            raise BackupBrokenError(file.path)


def measure(place: Path, path: str) -> KeptFile:
    """Read a file and say what it is."""
    digest, size = hashlib.sha256(), 0
    with place.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return KeptFile(path, size, digest.hexdigest())


def _seal(content: dict[str, Any]) -> str:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()
