"""What the outcomes of sends do to their deliveries (T4), also when nobody saw them (T5)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from msgspec.structs import replace

from followup.ports import Failed, NotYet, Outcome, Sent, Unknown
from followup.prove import catch_up
from storage import bots, lanes, moments, sending
from storage.database import Tx
from storage.deliveries import Delivery, Kind
from storage.moments import ReminderState

# A digest is never sent again: the next one carries what it said (DESIGN, section 5).
RESEND_AFTER = {Kind.ANSWER: timedelta(0), Kind.NOTICE: timedelta(minutes=10)}
RESEND_AFTER |= dict.fromkeys((Kind.WEEKLY, Kind.REVIEW), RESEND_AFTER[Kind.NOTICE])
TRIES = 2
DIGESTS = frozenset({Kind.DIGEST, Kind.ESCALATION})

_log = structlog.get_logger(__name__)


def record(
    tx: Tx, outcomes: Sequence[tuple[Delivery, Outcome]], owner: str, now: datetime
) -> frozenset[int]:
    """Record what became of some attempts of an owner; `tries` does not count the one just made.

    Gives the addresses whose other messages wait as well, to keep the order within a chat.
    """
    sent = {d.delivery_id: o.message_id for d, o in outcomes if isinstance(o, Sent)}
    if sent:
        sending.sent_all_schools(tx, sent, now)
        moments.end_deliveries_all_schools(tx, sent, ReminderState.TOLD)
        _forget(tx, [d for d, outcome in outcomes if isinstance(outcome, Sent)])
    held: set[int] = set()
    for begun, outcome in outcomes:
        if isinstance(outcome, Sent):
            continue
        delivery = replace(begun, tries=begun.tries + 1)
        if not sending.is_begun_all_schools(tx, delivery.delivery_id, owner):
            # Another owner took the lane meanwhile and has decided what becomes of it.
            continue
        match outcome:
            case NotYet():
                _wait(tx, delivery, outcome, now)
                held.add(delivery.address_id)
            case Failed():
                if _give_up(tx, delivery, outcome, now):
                    held.add(delivery.address_id)
            case Unknown(reason):
                if doubt(tx, delivery, reason, now):
                    held.add(delivery.address_id)
    return frozenset(held)


def cancel(tx: Tx, delivery_ids: Sequence[int], now: datetime) -> None:
    """Record that by the time of sending there was nothing left to say."""
    sending.cancel_all_schools(tx, delivery_ids, "nothing left", now)
    moments.end_deliveries_all_schools(tx, delivery_ids, ReminderState.CANCELLED, "nothing left")


def merge(tx: Tx, delivery_ids: Sequence[int], now: datetime) -> None:
    """Record that what these say waits for the next digest, which carries it."""
    sending.cancel_all_schools(tx, delivery_ids, "merged", now)
    moments.end_deliveries_all_schools(tx, delivery_ids, ReminderState.HELD, "merged")


def doubt(tx: Tx, delivery: Delivery, reason: str, now: datetime) -> bool:
    """Record that it may or may not have arrived; True when its chat waits for it.

    An answer or notice is sent once more. A digest is held; what of it falls due before the next
    one is said again the same day.
    """
    again = RESEND_AFTER.get(delivery.kind)
    if again is not None and delivery.tries < TRIES:
        sending.requeue_all_schools(tx, delivery, now + again, delivery.tries)
        if again:
            return False
        sending.hold_chats_all_schools(tx, {delivery.address_id: now})
        return True
    _log.warning("delivery_unknown", delivery=delivery.delivery_id, reason=reason)
    sending.unknown_all_schools(tx, delivery.delivery_id, reason, now)
    moments.end_deliveries_all_schools(tx, [delivery.delivery_id], ReminderState.HELD, reason)
    _forget(tx, [delivery])
    if delivery.kind in DIGESTS:
        catch_up(tx, delivery, now)
    return False


def give_up_bot(tx: Tx, bot_id: int, now: datetime) -> int:
    """End what waits for a bot that is no more, as refused for good; gives how much it was."""
    for begun in sending.begun_all_schools(tx, bot_id):
        doubt(tx, replace(begun, tries=begun.tries + 1), "bot removed", now)
    waiting = sending.waiting_all_schools(tx, bot_id)
    for delivery in waiting:
        _give_up(tx, delivery, Failed("bot removed"), now)
    return len(waiting)


def resume_bot(tx: Tx, bot_id: int, now: datetime) -> None:
    """End the pause of a bot that has another token now, also for what was put off by it."""
    until = lanes.forgive_all_schools(tx, bot_id)
    if until is not None:
        sending.resume_all_schools(tx, bot_id, until, now)


def _wait(tx: Tx, delivery: Delivery, outcome: NotYet, now: datetime) -> None:
    if not outcome.wait_seconds:
        # Nothing asks it to wait: it keeps its place, also where the clock has jumped.
        sending.requeue_all_schools(tx, delivery, delivery.not_before, delivery.tries - 1)
        return
    until = now + timedelta(seconds=outcome.wait_seconds)
    if outcome.lane_wide:
        lanes.penalise_all_schools(tx, delivery.bot_id, until)
    else:
        bots.quiet_all_schools(tx, delivery.address_id, until)
    sending.requeue_all_schools(tx, delivery, until, delivery.tries - 1)
    sending.hold_chats_all_schools(tx, {delivery.address_id: until})


def _goes_elsewhere(tx: Tx, delivery: Delivery, now: datetime) -> bool:
    """Try the other chat of the same person, once; an answer belongs where it was asked for."""
    if delivery.kind is Kind.ANSWER or delivery.moved_from is not None:
        return False
    if delivery.school_id is None or delivery.member_id is None:
        return False
    other = bots.other_address(tx, delivery.school_id, delivery.member_id, but=delivery.address_id)
    if other is None:
        return False
    sending.move_all_schools(tx, delivery, (other.bot_id, other.address_id), now)
    return True


def _give_up(tx: Tx, delivery: Delivery, outcome: Failed, now: datetime) -> bool:
    if outcome.migrated_to:
        bots.migrate_all_schools(tx, delivery.address_id, outcome.migrated_to)
        sending.requeue_all_schools(tx, delivery, now, delivery.tries - 1)
        sending.hold_chats_all_schools(tx, {delivery.address_id: now})
        return True
    if outcome.blocked:
        bots.set_state_all_schools(tx, delivery.address_id, "blocked")
    _log.warning("delivery_failed", delivery=delivery.delivery_id, reason=outcome.reason)
    if _goes_elsewhere(tx, delivery, now):
        return False
    sending.failed_all_schools(tx, delivery.delivery_id, outcome.reason, now)
    moments.end_deliveries_all_schools(
        tx, [delivery.delivery_id], ReminderState.UNREACHABLE, outcome.reason
    )
    _forget(tx, [delivery])
    return False


def _forget(tx: Tx, ended: Sequence[Delivery]) -> None:
    """Forget the words that let somebody in: they will not be sent again."""
    secret = [d.delivery_id for d in ended if d.content is not None and "is_secret" in d.content]
    if secret:
        sending.forget_words_all_schools(tx, secret)
