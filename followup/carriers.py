"""The deliveries that carry reminders: one a day, kind and member, made for many at once."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from plan.hours import local
from plan.model import Member
from storage import bots, deliveries, moments
from storage.bots import Address
from storage.deliveries import Kind, NewDelivery, Rank, State
from storage.school_day import SchoolDay

# Who may help learns of it later in the morning than the owner does.
DELAYS = {Kind.DIGEST: timedelta(0), Kind.ESCALATION: timedelta(hours=2)}
Wanted = tuple[Kind, Member]


class Carried(Struct, frozen=True):
    """One moment that one member is to be told by a message of a kind."""

    moment_id: int
    member: Member
    kind: Kind


def carry(day: SchoolDay, carried: Sequence[Carried]) -> set[int]:
    """Store the reminders with the deliveries that carry them; gives who has no open chat."""
    wanted = list(dict.fromkeys((one.kind, one.member) for one in carried))
    chats = bots.open_addresses(day.tx, day.school_id, [m.member_id for _, m in wanted])
    reached = [(kind, member) for kind, member in wanted if member.member_id in chats]
    carriers = _carriers(day, reached, chats)
    moments.remind(
        day.tx,
        day.school_id,
        [
            (one.moment_id, one.member.member_id, carriers.get((one.kind, one.member.member_id)))
            for one in carried
        ],
    )
    return {member.member_id for _, member in wanted} - chats.keys()


def _carriers(
    day: SchoolDay, wanted: Sequence[Wanted], chats: dict[int, Address]
) -> dict[tuple[Kind, int], int]:
    found: dict[tuple[Kind, int], int] = {}
    # What is found after the quiet hours began goes with the next morning's, not before it.
    on = day.years.next_working_day(local(day.hours.allowed(day.now)).date())
    while wanted:
        keys = {
            f"{kind}:{member.member_id}:{on.isoformat()}": (kind, member)
            for kind, member in wanted
        }
        news = [_new(day, one, chats[one[1].member_id], (key, on)) for key, one in keys.items()]
        queued = _queued(day, news, keys)
        for key, number in queued.items():
            kind, member = keys[key]
            found[kind, member.member_id] = number
        # Today's has gone already: one a day, so it waits for the next working day.
        wanted = [one for key, one in keys.items() if key not in queued]
        on = day.years.next_working_day(on + timedelta(days=1))
    return found


def _queued(day: SchoolDay, news: Sequence[NewDelivery], keys: Iterable[str]) -> dict[str, int]:
    queued = deliveries.queue_many(day.tx, day.school_id, news, day.now)
    before = [key for key in keys if key not in queued]
    there = deliveries.by_keys(day.tx, day.school_id, before) if before else []
    return queued | {d.dedup_key: d.delivery_id for d in there if d.state is State.QUEUED}


def _new(day: SchoolDay, wanted: Wanted, address: Address, keyed: tuple[str, date]) -> NewDelivery:
    kind, member = wanted
    key, on = keyed
    at = day.hours.allowed(max(day.now, day.digest_at(member, on) + DELAYS[kind]))
    return NewDelivery(
        bot_id=address.bot_id,
        address_id=address.address_id,
        member_id=member.member_id,
        kind=kind,
        rank=Rank.DIGEST,
        dedup_key=key,
        not_before=at,
    )
