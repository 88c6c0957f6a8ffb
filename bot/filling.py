"""Storing long plans apart from chat, some rows at a time; then saying that they run."""

import secrets
from collections.abc import Sequence
from functools import partial

import structlog

from bot.commands.plan import accepted
from bot.now import Now
from followup.fill_plan import (
    Filling,
    fill_some,
    find_offers,
    give_up,
    read_filling,
    show_filled,
)
from followup.link_tasks import Pair
from followup.post import notify
from followup.say import Say
from storage import plans
from storage.database import Database, DatabaseDownError, Tx
from storage.school_day import SchoolDay
from texts.messages.plans import PlanNotStored

_log = structlog.get_logger(__name__)


class PlanFiller:
    """Stores the plans that were taken, one after another; everybody else is served between."""

    def __init__(self, database: Database, clock: Now) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> int:
        """Fill every plan that waits for it; gives how many."""
        filled = 0
        while (found := await self._database.reads(plans.filling_all_schools)) is not None:
            filled += 1
            try:
                await self._fill(*found)
            except DatabaseDownError:
                # What is stored stays, and is gone on with.
                raise
            except Exception:  # noqa: BLE001 - one plan must not stop the others
                code = secrets.token_hex(3).upper()
                _log.exception("plan_not_filled", plan=found[1], code=code)
                await self._database.writes(partial(self._give_up, plan=found, code=code))
        return filled

    async def _fill(self, school_id: int, plan_id: int) -> None:
        filling = await self._database.reads(lambda tx: read_filling(tx, school_id, plan_id))
        if filling is None:
            return
        while await self._database.writes(lambda tx: fill_some(tx, school_id, filling)):
            pass
        found = await self._database.reads(lambda tx: find_offers(tx, school_id, filling))
        await self._database.writes(
            lambda tx: self._show(tx, school_id, filling=filling, found=found)
        )

    def _show(self, tx: Tx, school_id: int, filling: Filling, found: Sequence[Pair]) -> None:
        day = SchoolDay.of(tx, school_id, self._clock.now())
        if not show_filled(day, filling, found):
            return
        member = day.staff.member(filling.deed.by)
        if member is not None:
            say = accepted(day, member, filling.plan_id)
            notify(day, member, f"accepted:{filling.plan_id}", say, at_once=True)

    def _give_up(self, tx: Tx, plan: tuple[int, int], code: str) -> None:
        school_id, plan_id = plan
        day = SchoolDay.of(tx, school_id, self._clock.now())
        filling = read_filling(tx, school_id, plan_id)
        member = None if filling is None else day.staff.member(filling.deed.by)
        give_up(tx, school_id, plan_id)
        if member is not None:
            say = Say(PlanNotStored(member, code))
            notify(day, member, f"not_stored:{plan_id}", say, at_once=True)
