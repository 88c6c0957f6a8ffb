"""What changed goes to the open pages within a second: server-sent events, one look for all."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

from storage import history
from storage.database import Database, DatabaseDownError

LOOK_SECONDS = 0.4
# Proxies close what is silent for a minute.
QUIET_SECONDS = 15.0
MOST_OPEN = 400


class Live:
    """Knows the newest deed of each school that somebody looks at.

    It asks the database, so that what another process did is seen too. Nothing queues up for a
    slow reader: who comes back is told the newest number only.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._open: dict[int, int] = {}
        self._newest: dict[int, int] = {}
        self._news = asyncio.Condition()
        self._looking: asyncio.Task[None] | None = None
        self._is_over = False

    @property
    def is_full(self) -> bool:
        """Whether no more pages may listen."""
        return sum(self._open.values()) >= MOST_OPEN

    async def close(self) -> None:
        """Let every open page go, so that the server can stop."""
        self._is_over = True
        async with self._news:
            self._news.notify_all()

    async def events(self, school_id: int, seen: int) -> AsyncIterator[bytes]:
        """Give an event for each change of a school after the deed `seen`, until it is over."""
        self._open[school_id] = self._open.get(school_id, 0) + 1
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._look())
        try:
            yield b"retry: 2000\n\n"
            while not self._is_over:
                newest = await self._after(school_id, seen)
                if newest is None:
                    yield b": .\n\n"
                else:
                    seen = newest
                    yield f"data: {seen}\n\n".encode()
        finally:
            self._open[school_id] -= 1

    async def _after(self, school_id: int, seen: int) -> int | None:
        """Wait for something newer than `seen`, for a while."""
        try:
            async with asyncio.timeout(QUIET_SECONDS), self._news:
                await self._news.wait_for(
                    lambda: self._is_over or self._newest.get(school_id, seen) > seen
                )
        except TimeoutError:
            return None
        return None if self._is_over else self._newest[school_id]

    async def _look(self) -> None:
        """Ask for the newest deeds while anybody listens."""
        while not self._is_over and (watched := [s for s, n in self._open.items() if n]):
            look = partial(history.newest_deeds_all_schools, school_ids=watched)
            try:
                newest = await self._database.reads(look)
            except DatabaseDownError:
                newest = {}
            if any(self._newest.get(school) != number for school, number in newest.items()):
                self._newest |= newest
                async with self._news:
                    self._news.notify_all()
            await asyncio.sleep(LOOK_SECONDS)
