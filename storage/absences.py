"""When the service of this installation was away: its machine off, asleep, or without a database.

Of the installation, like the clock it is measured by; a school's week tells what fell into it.
"""

from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import select

from storage.database import Tx, insert_once
from storage.tables import installation

# Shorter than this nobody would notice: a restart, an upgrade.
LEAST = timedelta(minutes=20)
# So many are kept; a machine that is off every night fills a month.
MOST = 40
_SEEN, _AWAY = "seen", "away"


class Absence(Struct, frozen=True):
    """From when it was last seen until it was there again."""

    since: datetime
    until: datetime


def note_presence_all_schools(tx: Tx, now: datetime) -> Absence | None:
    """Note that the service is there; gives the absence that just ended, if there was one."""
    seen = _value(tx, _SEEN)
    _put(tx, _SEEN, now.isoformat())
    if not seen or now - (since := datetime.fromisoformat(seen)) < LEAST:
        return None
    ended = Absence(since, now)
    _put(tx, _AWAY, "\n".join(_line(one) for one in [*list_all_schools(tx), ended][-MOST:]))
    return ended


def list_all_schools(tx: Tx) -> list[Absence]:
    """List the absences that are kept, the oldest first."""
    return [
        Absence(*(datetime.fromisoformat(part) for part in line.split()))
        for line in _value(tx, _AWAY).splitlines()
    ]


def _line(one: Absence) -> str:
    return f"{one.since.isoformat()} {one.until.isoformat()}"


def _value(tx: Tx, name: str) -> str:
    query = select(installation.c.value).where(installation.c.name == name)
    return tx.execute(query).scalar() or ""


def _put(tx: Tx, name: str, value: str) -> None:
    row = insert_once(tx, installation).values(name=name, value=value)
    tx.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
