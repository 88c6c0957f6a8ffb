"""Who decides in somebody's place, from a day to a day."""

from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import select

from storage import history
from storage.database import Tx
from storage.history import Deed
from storage.tables import stand_ins


class StandIn(Struct, frozen=True):
    """`member_id` decides for `for_id` on the days from `first_on` to `last_on`."""

    stand_in_id: int
    member_id: int
    for_id: int
    first_on: date
    last_on: date


def add(deed: Deed, member_id: int, for_id: int, first_on: date, last_on: date) -> int:
    """Store that a member stands in for another."""
    return history.add(
        deed,
        stand_ins,
        member_id=member_id,
        for_id=for_id,
        first_on=first_on,
        last_on=last_on,
        given_at=deed.at,
    )


def end(deed: Deed, stand_in_id: int) -> bool:
    """Let a member stand in no longer."""
    return history.change(deed, stand_ins, stand_in_id, state="ended")


def standing(tx: Tx, school_id: int, since: date) -> list[StandIn]:
    """List who stands in for whom on that day or later, the newest first."""
    rows = tx.execute(
        select(stand_ins)
        .where(
            stand_ins.c.school_id == school_id,
            stand_ins.c.state == "active",
            stand_ins.c.last_on >= since,
        )
        .order_by(stand_ins.c.stand_in_id.desc())
    )
    return [_stand_in(row) for row in rows]


def _stand_in(row: Any) -> StandIn:
    return StandIn(row.stand_in_id, row.member_id, row.for_id, row.first_on, row.last_on)
