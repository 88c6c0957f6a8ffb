"""What the outcome of a send does to its delivery (T4), also when nobody saw the outcome (T5)."""

from datetime import datetime, timedelta

import structlog

from followup.ports import Failed, NotYet, Outcome, Sent, Unknown
from storage import bots, deliveries, lanes, moments
from storage.database import Tx
from storage.deliveries import Delivery, Kind
from storage.moments import ReminderState

# A digest is never sent again: the next one carries what it said (DESIGN, section 5).
RESEND_AFTER = {Kind.ANSWER: timedelta(0), Kind.NOTICE: timedelta(minutes=10)}
RESEND_AFTER[Kind.WEEKLY] = RESEND_AFTER[Kind.NOTICE]
TRIES = 2

_log = structlog.get_logger(__name__)


def record(tx: Tx, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """Record what became of one attempt."""
    match outcome:
        case Sent(message_id):
            deliveries.sent_all_schools(tx, delivery.delivery_id, message_id, now)
            end_reminders(tx, delivery, ReminderState.TOLD)
        case NotYet():
            _wait(tx, delivery, outcome, now)
        case Failed():
            _give_up(tx, delivery, outcome, now)
        case Unknown(reason):
            doubt(tx, delivery, reason, now)


def cancel(tx: Tx, delivery: Delivery, now: datetime) -> None:
    """Record that by the time of sending there was nothing left to say."""
    deliveries.cancel_all_schools(tx, delivery.delivery_id, "nothing left", now)
    end_reminders(tx, delivery, ReminderState.CANCELLED, "nothing left")


def doubt(tx: Tx, delivery: Delivery, reason: str, now: datetime) -> None:
    """Record that it may or may not have arrived: an answer or notice is sent once more."""
    again = RESEND_AFTER.get(delivery.kind)
    if again is not None and delivery.tries < TRIES:
        deliveries.requeue_all_schools(tx, delivery, now + again, delivery.tries)
        return
    deliveries.unknown_all_schools(tx, delivery.delivery_id, reason, now)
    end_reminders(tx, delivery, ReminderState.HELD, reason)


def end_reminders(tx: Tx, delivery: Delivery, state: ReminderState, reason: str = "") -> None:
    """Let the reminders that a delivery carried end as it did."""
    if delivery.school_id is not None:
        moments.end_delivery(tx, delivery.school_id, delivery.delivery_id, state, reason)


def _wait(tx: Tx, delivery: Delivery, outcome: NotYet, now: datetime) -> None:
    until = now + timedelta(seconds=outcome.wait_seconds)
    if outcome.lane_wide:
        lanes.penalise_all_schools(tx, delivery.bot_id, until)
    deliveries.requeue_all_schools(tx, delivery, until, delivery.tries - 1)


def _give_up(tx: Tx, delivery: Delivery, outcome: Failed, now: datetime) -> None:
    if outcome.migrated_to:
        bots.migrate_all_schools(tx, delivery.address_id, outcome.migrated_to)
        deliveries.requeue_all_schools(tx, delivery, now, delivery.tries - 1)
        return
    if outcome.blocked:
        bots.set_state_all_schools(tx, delivery.address_id, "blocked")
    _log.warning("delivery_failed", delivery=delivery.delivery_id, reason=outcome.reason)
    deliveries.failed_all_schools(tx, delivery.delivery_id, outcome.reason, now)
    end_reminders(tx, delivery, ReminderState.UNREACHABLE, outcome.reason)
