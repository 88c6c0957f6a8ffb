"""What a restored database still thinks is to be sent: held, since it may have been sent."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from sqlalchemy import String, case, cast, func, literal, select, update

from storage import sending
from storage.database import Tx
from storage.deliveries import Kind, State
from storage.moments import ReminderState
from storage.tables import deliveries, lanes, papers, reminders

REASON = "restored"
UNFINISHED = (str(State.QUEUED), str(State.ATTEMPT))


class Newest(Struct, frozen=True):
    """The newest rows of a backup: what came after them was made by expanding what was due."""

    delivery_id: int
    reminder_id: int
    paper_id: int


def newest_all_schools(tx: Tx) -> Newest:
    """Give the newest delivery, reminder and order of a paper there are, 0 without one."""
    keys = (deliveries.c.delivery_id, reminders.c.reminder_id, papers.c.paper_id)
    return Newest(*(int(tx.execute(select(func.max(key))).scalar() or 0) for key in keys))


def hold_deliveries_all_schools(tx: Tx, after: int, now: datetime) -> int:
    """Hold what was due by now, and whatever but a coming digest was made after a delivery.

    What was made after it keeps no key, except the digest of today: the same matter comes again.
    """
    is_new = deliveries.c.delivery_id > after
    is_digest = deliveries.c.kind == str(Kind.DIGEST)
    is_due = deliveries.c.not_before <= now
    begun = deliveries.c.state == str(State.ATTEMPT)
    freed = deliveries.c.dedup_key + literal(":held:") + cast(deliveries.c.delivery_id, String)
    held = (
        update(deliveries)
        .where(deliveries.c.state.in_(UNFINISHED), is_due | begun | (is_new & ~is_digest))
        .values(
            state=str(State.UNKNOWN),
            reason=REASON,
            owner="",
            ended_at=now,
            dedup_key=case((is_new & ~is_digest, freed), else_=deliveries.c.dedup_key),
        )
    )
    count = tx.execute(held).rowcount
    _forget_secrets(tx, now)
    return count


def _forget_secrets(tx: Tx, now: datetime) -> None:
    """Forget the words of what was just held that let somebody in: nobody sends them any more."""
    rows = tx.execute(
        select(deliveries.c.delivery_id, deliveries.c.content).where(
            deliveries.c.state == str(State.UNKNOWN),
            deliveries.c.reason == REASON,
            deliveries.c.ended_at == now,
        )
    )
    secret = [number for number, content in rows if content and "is_secret" in content]
    if secret:
        sending.forget_words_all_schools(tx, secret)


def hold_papers_all_schools(tx: Tx, after: int, now: datetime) -> int:
    """Hold the papers that were to be made by now, and every one ordered after one."""
    is_new = papers.c.paper_id > after
    freed = papers.c.dedup_key + literal(":held:") + cast(papers.c.paper_id, String)
    held = (
        update(papers)
        .where(papers.c.next_at.is_not(None), (papers.c.next_at <= now) | is_new)
        .values(
            state="held",
            fault=REASON,
            next_at=None,
            dedup_key=case((is_new, freed), else_=papers.c.dedup_key),
        )
    )
    return tx.execute(held).rowcount


def hold_reminders_all_schools(tx: Tx, after: int) -> int:
    """Hold what the held deliveries carried, and every reminder made after one."""
    carried = select(deliveries.c.delivery_id).where(
        deliveries.c.state == str(State.UNKNOWN), deliveries.c.reason == REASON
    )
    held = (
        update(reminders)
        .where(
            reminders.c.state == str(ReminderState.QUEUED),
            reminders.c.delivery_id.in_(carried) | (reminders.c.reminder_id > after),
        )
        .values(state=str(ReminderState.HELD), reason=REASON)
    )
    return tx.execute(held).rowcount


def held_members_all_schools(tx: Tx) -> dict[int, list[int]]:
    """List the members with something held by a restore, by school."""
    rows = tx.execute(
        select(reminders.c.school_id, reminders.c.member_id)
        .distinct()
        .where(reminders.c.state == str(ReminderState.HELD), reminders.c.reason == REASON)
        .order_by(reminders.c.school_id, reminders.c.member_id)
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row.school_id, []).append(row.member_id)
    return found


def free_lanes_all_schools(tx: Tx) -> None:
    """Let the next service take every lane at once: who held one is another time's process."""
    tx.execute(update(lanes).values(owner="", lease_until=None))


def had_digest(
    tx: Tx, school_id: int, member_ids: Iterable[int], since: datetime
) -> frozenset[int]:
    """List the members who got a digest since then."""
    rows = tx.execute(
        select(deliveries.c.member_id)
        .distinct()
        .where(
            deliveries.c.school_id == school_id,
            deliveries.c.member_id.in_(set(member_ids)),
            deliveries.c.kind == str(Kind.DIGEST),
            deliveries.c.state == str(State.SENT),
            deliveries.c.ended_at >= since,
        )
    )
    return frozenset(rows.scalars())
