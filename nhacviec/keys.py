"""The installation's key: a file beside the data folder, in no database and in no backup."""

import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from nhacviec.settings import Settings
from plan.errors import NhacViecError
from storage import installation
from storage.database import Database, Tx
from storage.lost_key import Ended, end_unreadable_all_schools, reseal_all_schools
from storage.sealing import KEY_BYTES, Keyring
from texts.labels import label

_OTHERS = 0o077


class KeyFileError(NhacViecError):
    """The file of the key cannot be read or made, or holds no key; the words name it."""


class OtherKeyError(NhacViecError):
    """The database is sealed with another key than the file holds; the words name the file."""


class OldKeyError(NhacViecError):
    """The key that was said to be the old one never sealed this database."""


def key_file(settings: Settings) -> Path:
    """Give where the key is: the setting, else the data folder's name with .key, beside it."""
    if settings.key_file:
        return Path(settings.key_file)
    folder = settings.data_dir.resolve()
    return folder.with_name(f"{folder.name}.key")


def keyring_of(settings: Settings) -> Keyring:
    """Read the key; made when there is none.

    Raises:
        KeyFileError: it can be neither read nor made.
    """
    place = key_file(settings)
    try:
        if not place.exists():
            _make(place)
        _keep_private(place)
    except OSError:
        raise KeyFileError(str(place)) from None
    return keyring_in(place)


def keyring_in(place: Path) -> Keyring:
    """Read the key of a file.

    Raises:
        KeyFileError: it cannot be read, or holds no key.
    """
    try:
        key = bytes.fromhex(place.read_text("ascii").strip())
    except (OSError, ValueError):
        raise KeyFileError(str(place)) from None
    if len(key) != KEY_BYTES:
        raise KeyFileError(str(place))
    return Keyring(key)


def _make(place: Path) -> None:
    """Write a new key; of two that begin at once the first one's stays."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        opened = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="ascii") as file:
            file.write(f"{Keyring.new().key.hex()}\n")
            file.flush()
            os.fsync(file.fileno())


def _keep_private(place: Path) -> None:
    if sys.platform != "win32" and place.stat().st_mode & _OTHERS:
        place.chmod(0o600)


def settle_key(settings: Settings, database: Database) -> None:
    """Let a database that is sealed with no key take ours.

    Raises:
        OtherKeyError: it is sealed with another one: what waits in it could not be sent.
    """
    is_ours = database.read(installation.is_ours_all_schools)
    if is_ours is None:
        database.write(installation.take_key_all_schools)
    elif not is_ours:
        raise OtherKeyError(str(key_file(settings)))


def replace_key_all_schools(tx: Tx, now: datetime, old: Keyring | None = None) -> Ended:
    """Go on with our key: what the old one opens is sealed anew, what nobody opens is ended.

    Raises:
        OldKeyError: the database is sealed with yet another key than the old one.
    """
    if installation.is_ours_all_schools(tx):
        return Ended()
    resealed = 0
    if old is not None:
        if installation.fingerprint_all_schools(tx) != old.fingerprint:
            raise OldKeyError
        resealed = reseal_all_schools(tx, old)
    ended = end_unreadable_all_schools(tx, now)
    installation.take_key_all_schools(tx)
    return replace(ended, resealed=resealed)


def key_words(ended: Ended) -> list[str]:
    """Say what became of what was sealed with the old key."""
    said = [label("cli_new_key", messages=ended.deliveries, updates=ended.updates)]
    if ended.resealed:
        said.append(label("cli_resealed", count=ended.resealed))
    return [*said, *lost_words(ended)]


def lost_words(ended: Ended) -> list[str]:
    """Say which bots' tokens have to be given anew, a line each."""
    return [
        label("cli_token_lost", bot=bot.bot_id, channel=bot.channel, name=bot.username)
        for bot in ended.bots
    ]
