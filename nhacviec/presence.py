"""Notes each minute that the service is there, so that the week can tell when it was not."""

import asyncio
from functools import partial

import structlog

from nhacviec.engine import Engine
from storage import absences
from storage.database import DatabaseDownError

EACH = 60.0

_log = structlog.get_logger(__name__)


async def keep_noting(engine: Engine) -> None:
    """Note it until cancelled; a machine that slept is noticed as one that was off."""
    while True:
        note = partial(absences.note_presence_all_schools, now=engine.clock.now())
        try:
            away = await engine.database.writes(note)
        except DatabaseDownError:
            away = None
        if away is not None:
            _log.warning("was_away", since=away.since.isoformat(), until=away.until.isoformat())
        await asyncio.sleep(EACH)
