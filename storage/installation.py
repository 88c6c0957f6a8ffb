"""What is made once for the whole installation and kept."""

import secrets

from sqlalchemy import select

from storage import invites
from storage.database import Tx, insert_once
from storage.sealing import keyring_of
from storage.tables import installation

_SECRET_BYTES = 32
# The fingerprint of the key that the database is sealed with.
_KEY = "key"


def secret_all_schools(tx: Tx, name: str) -> bytes:
    """Give the installation's secret of a name, the same for every process.

    It comes of the key; only without one is it made up once and kept.
    """
    keyring = keyring_of(tx.dialect)
    if keyring is not None:
        return keyring.derived(name)
    row = insert_once(tx, installation).values(name=name, value=secrets.token_hex(_SECRET_BYTES))
    tx.execute(row.on_conflict_do_nothing(index_elements=["name"]))
    return bytes.fromhex(str(_value(tx, name)))


def is_ours_all_schools(tx: Tx) -> bool | None:
    """Whether the database is sealed with our key; None while it is with none."""
    known, keyring = fingerprint_all_schools(tx), keyring_of(tx.dialect)
    return None if known is None else keyring is not None and known == keyring.fingerprint


def fingerprint_all_schools(tx: Tx) -> str | None:
    """Give the fingerprint of the key that the database is sealed with; None while with none."""
    return _value(tx, _KEY)


def take_key_all_schools(tx: Tx) -> None:
    """Seal with our key from now on; what was kept in the open for want of one is done with."""
    keyring = keyring_of(tx.dialect)
    if keyring is None:
        return
    # A service and its workers may start at the same time.
    row = insert_once(tx, installation).values(name=_KEY, value=keyring.fingerprint)
    ours = {"value": keyring.fingerprint}
    tx.execute(row.on_conflict_do_update(index_elements=["name"], set_=ours))
    invites.harden_all_schools(tx)


def _value(tx: Tx, name: str) -> str | None:
    found: str | None = tx.execute(
        select(installation.c.value).where(installation.c.name == name)
    ).scalar()
    return found
