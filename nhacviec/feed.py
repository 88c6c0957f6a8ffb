"""What a calendar's secret address shows, for the web to serve."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from followup.open_feed import feed_hash
from reports.papers.calendar import calendar_of
from storage import feeds
from storage.database import Database, Tx
from storage.school_day import SchoolDay


def feed(
    database: Database, secret: str, now: datetime, make: Callable[..., dict[str, Any]]
) -> bytes | None:
    """Give the calendar of a feed as iCalendar bytes (text/calendar); None for an unknown secret.

    `make` is Workshop.make. The owner's tasks are read anew at every call; somebody who left the
    school has no feed any more.
    """
    calendar = database.read(lambda tx: _calendar(tx, secret, now))
    if calendar is None:
        return None
    made: bytes | None = make("make_ics", calendar).get("file")
    return made


def _calendar(tx: Tx, secret: str, now: datetime) -> dict[str, Any] | None:
    owner = feeds.owner_all_schools(tx, feed_hash(secret))
    if owner is None:
        return None
    day = SchoolDay.of(tx, owner[0], now)
    who = day.staff.member(owner[1])
    return None if who is None else calendar_of(day, who)
