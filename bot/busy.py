"""Shows in a chat that something is being read or made, for as long as it takes."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial

import structlog

from bot.channels.channel import Channel
from bot.now import Now
from followup.ports import Inbound, Target
from storage import bots, lanes
from storage.bots import Address
from storage.database import Database, Tx

# What is over by then was not waited for.
SOON_SECONDS = 0.5
# A platform shows it for five seconds, or until the next message.
AGAIN_SECONDS = 4.5

_log = structlog.get_logger(__name__)

Find = Callable[[Tx], Address | None]


class Busy:
    """Shows it by calls that send nothing: outside of transactions, and never asked to wait."""

    def __init__(self, database: Database, channels: Mapping[int, Channel], clock: Now) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock

    async def show(self, said: Inbound) -> None:
        """Show it where somebody sent something, until cancelled. A group is left alone."""
        place = (said.chat, said.thread)
        await self._show(lambda tx: bots.find_address_all_schools(tx, said.bot_id, place))

    async def show_at(self, address_id: int) -> None:
        """Show it at an address, until cancelled."""
        await self._show(lambda tx: bots.address_all_schools(tx, address_id))

    async def _show(self, find: Find) -> None:
        try:
            await asyncio.sleep(SOON_SECONDS)
            while (found := await self._database.reads(partial(self._where, find))) is not None:
                await self._channels[found.bot_id].typing(Target(found.chat, found.thread))
                await asyncio.sleep(AGAIN_SECONDS)
        except Exception:  # noqa: BLE001 - a sign that something is done must not undo it
            _log.warning("not_shown", exc_info=True)

    def _where(self, find: Find, tx: Tx) -> Address | None:
        """Give the chat, None where it is not to be called just now."""
        found = find(tx)
        if found is None or found.kind != "person" or found.state != bots.OPEN:
            return None
        if found.bot_id not in self._channels:
            return None
        now = self._clock.now()
        is_quiet = found.quiet_until is not None and found.quiet_until > now
        return None if is_quiet or lanes.waits_all_schools(tx, found.bot_id, now) else found
