"""Files people sent, kept in the data folder under the SHA-256 of their bytes."""

import hashlib
import os
import tempfile
from pathlib import Path


class FileStore:
    """A folder of files by content: the same bytes are kept once, and never overwritten."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Store bytes; gives their hash. A crash leaves either the whole file or none."""
        digest = hashlib.sha256(content).hexdigest()
        place = self.path_of(digest)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(dir=place.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(partial).replace(place)
        return digest

    def read(self, digest: str) -> bytes:
        """Give the bytes of a hash."""
        return self.path_of(digest).read_bytes()

    def forget(self, digest: str) -> None:
        """Delete the bytes of a hash, if they are there."""
        self.path_of(digest).unlink(missing_ok=True)

    def path_of(self, digest: str) -> Path:
        """Give where a hash is kept."""
        return self._folder / place_of(digest)


def place_of(digest: str) -> str:
    """Give where in the folder a hash is kept, as an attachment names it."""
    return f"{digest[:2]}/{digest}"
