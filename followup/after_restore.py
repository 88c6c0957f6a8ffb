"""After a restore: what may have been sent meanwhile is held, and each person is told once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from storage import bots, deliveries, restoring, schools
from storage.database import Tx
from storage.deliveries import Kind, NewDelivery, Rank, State
from storage.history import Actor, begin
from storage.restoring import Newest
from storage.school_day import SchoolDay
from texts.messages.reminders import Restored
from texts.render import render

SETTING = "restored"
# A first digest later than that says nothing of the restore any more.
TOLD_FOR = timedelta(days=30)


class HeldBack(Struct, frozen=True):
    """How many messages (papers among them) and how many reminders a restore held."""

    deliveries: int
    reminders: int


def hold_back(tx: Tx, before: Newest, data_at: datetime, now: datetime) -> HeldBack:
    """Hold everything due by now; what the database knows ends at `data_at`."""
    messages = restoring.hold_deliveries_all_schools(tx, before.delivery_id, now)
    messages += restoring.hold_papers_all_schools(tx, before.paper_id, now)
    held = HeldBack(messages, restoring.hold_reminders_all_schools(tx, before.reminder_id))
    restoring.free_lanes_all_schools(tx)
    for school_id, members in restoring.held_members_all_schools(tx).items():
        _promise_digests(SchoolDay.of(tx, school_id, now), members)
    for school in schools.list_all_schools(tx):
        deed = begin(tx, school.school_id, "restore", Actor(None, "operator"), now)
        told = {"data_at": data_at.isoformat(), "at": now.isoformat()}
        schools.set_setting(deed, SETTING, told)
    return held


def restored_words(day: SchoolDay, members: Iterable[int]) -> dict[int, str]:
    """Give what the digest of each member says of a restore; only the first one since says it."""
    restored = day.school.settings.get(SETTING)
    if not isinstance(restored, dict):
        return {}
    at = datetime.fromisoformat(restored["at"])
    if day.now - at > TOLD_FOR:
        return {}
    asked = frozenset(members)
    words = render(Restored(datetime.fromisoformat(restored["data_at"])))
    known = restoring.had_digest(day.tx, day.school_id, asked, at)
    return dict.fromkeys(asked - known, words)


def _promise_digests(day: SchoolDay, members: Iterable[int]) -> None:
    """Queue the next digest of each, so that what is held is said on the next working day."""
    for member_id in members:
        member = day.staff.member(member_id)
        address = bots.open_address(day.tx, day.school_id, member_id)
        if member is None or address is None:
            continue
        on = day.today
        queued = False
        while not queued:
            on = day.years.next_working_day(on)
            at = day.hours.allowed(day.digest_at(member, on))
            new = NewDelivery(
                bot_id=address.bot_id,
                address_id=address.address_id,
                member_id=member_id,
                kind=Kind.DIGEST,
                rank=Rank.DIGEST,
                dedup_key=f"{Kind.DIGEST}:{member_id}:{on.isoformat()}",
                not_before=at,
            )
            queued = at > day.now and _is_queued(day, new)
            on += timedelta(days=1)


def _is_queued(day: SchoolDay, new: NewDelivery) -> bool:
    if deliveries.queue(day.tx, day.school_id, new, day.now) is not None:
        return True
    there = deliveries.by_key(day.tx, day.school_id, new.dedup_key)
    return there is not None and there.state is State.QUEUED
