"""What a lane sends next, composed ahead of its turn, and checked again when it comes (T3)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from followup.post import contents_of, in_own_words
from followup.say import Composed
from plan.hours import local
from storage import bots, history, moments
from storage.bots import Address
from storage.database import Tx
from storage.deliveries import Delivery, Kind, Rank
from storage.moments import ReminderState
from storage.school_day import SchoolDays
from texts.labels import label

# Words a batch of some schools' deliveries of one kind, as of now.
Compose = Callable[[SchoolDays, Sequence[Delivery]], Mapping[int, Composed]]
AGAIN = frozenset({Kind.NOTICE, Kind.WEEKLY, Kind.REVIEW})


class Upcoming(Struct, frozen=True):
    """A delivery whose turn is coming. `composed` is None for what was worded when queued."""

    delivery: Delivery
    address: Address
    composed: Composed | None = None
    as_of: tuple[int, date] = (0, date.min)

    @property
    def number(self) -> int:
        """The delivery's number."""
        return self.delivery.delivery_id

    @property
    def is_answer(self) -> bool:
        """Whether a member waits for it in chat."""
        return self.delivery.rank == Rank.ANSWER

    @property
    def is_hurried(self) -> bool:
        """Whether somebody waits for it in chat."""
        return self.is_answer or self.is_outside

    @property
    def is_outside(self) -> bool:
        """Whether somebody waits for it in chat who belongs to no school."""
        return self.delivery.rank == Rank.OUTSIDE

    @property
    def is_group(self) -> bool:
        """Whether it goes to a group."""
        return self.address.kind == "group"


class Worded(Struct, frozen=True):
    """What a group of deliveries says; those with nothing left to say; those that wait.

    `about` are the occurrences that what was worded just now speaks of, by delivery; `changed`
    the schools in which something was done since the group was composed.
    """

    contents: Mapping[int, dict[str, Any]]
    about: Mapping[int, Sequence[int]]
    empty: tuple[int, ...]
    waiting: tuple[int, ...]
    changed: frozenset[int]


class Preparing:
    """Composes in batches, outside the writer; whatever a school did since is composed again."""

    def __init__(self, composers: Mapping[Kind, Compose]) -> None:
        self._composers = composers

    def compose(
        self, tx: Tx, due: Sequence[tuple[Delivery, Address]], now: datetime
    ) -> list[Upcoming]:
        """Word what is not worded yet, of all its schools together."""
        by_kind = _unworded(due)
        if not by_kind:
            return [Upcoming(delivery, address) for delivery, address in due]
        schools = {d.school_id for d, _ in due if d.content is None and d.school_id is not None}
        newest = history.newest_deeds_all_schools(tx, schools)
        days = SchoolDays(tx, schools, now)
        said: dict[int, Composed] = {}
        for kind, batch in by_kind.items():
            said |= self._composers[kind](days, batch)
        said = in_own_words(tx, said, (delivery for delivery, _ in due))
        return [
            Upcoming(
                delivery, address, said[number], (newest[delivery.school_id or 0], days.today)
            )
            if (number := delivery.delivery_id) in said
            else Upcoming(delivery, address)
            for delivery, address in due
        ]

    def word(self, tx: Tx, group: Sequence[Upcoming], now: datetime) -> Worded:
        """Give what is to be stored and sent now; composes again where the school changed."""
        fresh = self._fresh(tx, group, now)
        contents: dict[int, dict[str, Any]] = {}
        gone: list[int] = []
        for one in fresh:
            if one.composed is None:
                contents[one.delivery.delivery_id] = _fixed(one.delivery)
            else:
                gone += one.composed.gone
        contents |= contents_of(tx, _said(fresh), now)
        if gone:
            moments.end_reminders_all_schools(tx, gone, ReminderState.CANCELLED, "closed")
        about = {
            one.delivery.delivery_id: one.composed.say.about
            for one in fresh
            if one.composed is not None and one.composed.say is not None
        }
        waiting = [one.number for one in fresh if one.composed is not None and one.composed.waits]
        said = contents.keys() | set(waiting)
        empty = [one.number for one in fresh if one.number not in said]
        changed = {
            new.delivery.school_id or 0
            for old, new in zip(group, fresh, strict=True)
            if old is not new
        }
        return Worded(contents, about, tuple(empty), tuple(waiting), frozenset(changed))

    def _fresh(self, tx: Tx, group: Sequence[Upcoming], now: datetime) -> list[Upcoming]:
        composed = [one for one in group if one.composed is not None]
        asked = {number for one in composed if (number := one.delivery.school_id) is not None}
        newest = history.newest_deeds_all_schools(tx, asked) if asked else {}
        today = local(now).date()
        old = [
            (one.delivery, one.address)
            for one in composed
            if one.as_of != (newest.get(one.delivery.school_id or 0, 0), today)
        ]
        again = {one.number: one for one in self.compose(tx, old, now)} if old else {}
        return [again.get(one.number, one) for one in group]


def _fixed(delivery: Delivery) -> dict[str, Any]:
    """Give what was worded when it was queued; what is sent once more says so."""
    content = dict(delivery.content or {})
    if delivery.tries and delivery.kind in AGAIN:
        content["text"] = f"{label('sent_again')}\n{content['text']}"
    return content


def _unworded(due: Sequence[tuple[Delivery, Address]]) -> dict[Kind, list[Delivery]]:
    found: dict[Kind, list[Delivery]] = {}
    for delivery, _ in due:
        if delivery.content is None and delivery.school_id is not None:
            found.setdefault(delivery.kind, []).append(delivery)
    return found


def _said(group: Sequence[Upcoming]) -> dict[int, tuple[Composed, Delivery]]:
    return {
        one.number: (one.composed, one.delivery)
        for one in group
        if one.composed is not None and one.composed.say is not None
    }


def addressed(
    tx: Tx, due: Sequence[Delivery], now: datetime
) -> tuple[list[tuple[Delivery, Address]], dict[int, datetime]]:
    """Give what is due with its addresses; and until when some chats are to be left alone."""
    known = bots.addresses_all_schools(tx, {delivery.address_id for delivery in due})
    resting = {
        number: address.quiet_until
        for number, address in known.items()
        if address.quiet_until is not None and address.quiet_until > now
    }
    open_ = [d for d in due if d.address_id not in resting]
    return [(delivery, known[delivery.address_id]) for delivery in open_], resting
