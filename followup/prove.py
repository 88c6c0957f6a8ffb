"""Messages nobody saw arrive: said again in time, or proved to be there after all."""

from datetime import datetime, timedelta

from storage import deliveries, moments, sending
from storage.bots import Address
from storage.database import Tx
from storage.deliveries import Delivery, Kind, NewDelivery, Rank, State
from storage.moments import ReminderState
from storage.school_day import SchoolDay

# Long enough for a platform to come back, early enough for the day.
CATCH_UP_AFTER = timedelta(minutes=30)


def catch_up(tx: Tx, delivery: Delivery, now: datetime) -> None:
    """Queue once more, the same day, what of an unknown digest falls due before the next one."""
    if delivery.school_id is None or delivery.member_id is None:
        return
    day = SchoolDay.of(tx, delivery.school_id, now)
    if not moments.is_due_before_next(tx, day.school_id, delivery.delivery_id, day.today):
        return
    at = now + CATCH_UP_AFTER
    if day.hours.allowed(at) != at:
        # The quiet hours come first; tomorrow's digest carries it.
        return
    new = NewDelivery(
        bot_id=delivery.bot_id,
        address_id=delivery.address_id,
        member_id=delivery.member_id,
        kind=Kind.CATCH_UP,
        rank=Rank.DIGEST,
        dedup_key=f"catch_up:{delivery.member_id}:{day.today.isoformat()}",
        not_before=at,
    )
    deliveries.queue(tx, day.school_id, new, now)


def prove_by_press(tx: Tx, delivery_id: int | None, message_id: str, now: datetime) -> None:
    """Take a press on a button as the proof that its message arrived."""
    if delivery_id is not None:
        delivery = deliveries.get_all_schools(tx, delivery_id)
        if delivery.state is State.UNKNOWN:
            _arrived(tx, delivery, message_id, now)


def prove_by_reply(tx: Tx, address: Address, message_id: str, now: datetime) -> None:
    """Take a reply to a message we have no number of as the proof that the one unknown arrived."""
    if deliveries.sent_message_all_schools(tx, address.address_id, message_id) is not None:
        return
    unknown = sending.unknown_at_all_schools(tx, address.address_id)
    if len(unknown) == 1:
        _arrived(tx, unknown[0], message_id, now)


def _arrived(tx: Tx, delivery: Delivery, message_id: str, now: datetime) -> None:
    sending.sent_all_schools(tx, {delivery.delivery_id: message_id}, now)
    moments.end_deliveries_all_schools(tx, [delivery.delivery_id], ReminderState.TOLD)
