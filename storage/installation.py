"""What is made once for the whole installation and kept."""

import secrets

from sqlalchemy import select

from storage.database import Tx, insert_once
from storage.tables import installation

_SECRET_BYTES = 32


def secret_all_schools(tx: Tx, name: str) -> bytes:
    """Give the installation's secret of a name, made when it is first asked for."""
    row = insert_once(tx, installation).values(name=name, value=secrets.token_hex(_SECRET_BYTES))
    tx.execute(row.on_conflict_do_nothing(index_elements=["name"]))
    kept = tx.execute(select(installation.c.value).where(installation.c.name == name)).scalar_one()
    return bytes.fromhex(kept)
