"""The principal's Friday: queued once a week, written from the state of when it is sent."""

from datetime import datetime

from followup.start_reminding import WEEKLY, next_weekly_at
from plan.hours import local
from storage import bots, deliveries, promises
from storage.database import Tx
from storage.deliveries import Kind, NewDelivery, Rank
from storage.school_day import SchoolDay


def queue_week(tx: Tx, school_id: int, now: datetime) -> None:
    """Queue the summary for the principal and promise the next; a missed one is made once."""
    day = SchoolDay.of(tx, school_id, now)
    promises.move(tx, school_id, WEEKLY, next_weekly_at(day, local(now).date()))
    principal = day.staff.principal
    if principal is None:
        return
    address = bots.open_address(tx, school_id, principal.member_id)
    if address is None:
        return
    week = f"{day.today.isocalendar().year}-{day.today.isocalendar().week}"
    new = NewDelivery(
        bot_id=address.bot_id,
        address_id=address.address_id,
        member_id=principal.member_id,
        kind=Kind.WEEKLY,
        rank=Rank.NOTICE,
        dedup_key=f"weekly:{week}:{principal.member_id}",
        not_before=day.hours.allowed(now),
    )
    deliveries.queue(tx, school_id, new, now)
