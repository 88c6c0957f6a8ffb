"""The two official reviews of a school year, asked for by the clock some days before they end."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from msgspec import Struct

from followup.close_year import Closing, closings
from followup.post import notify
from followup.say import Option, Say
from plan.hours import instant
from plan.model import Member
from plan.outcome import Lack
from plan.papers import PaperKind
from storage import bots, deliveries, plans, promises
from storage.database import Tx
from storage.deliveries import Delivery, Kind, NewDelivery, Rank
from storage.school_day import SchoolDay
from texts.labels import label
from texts.messages.year import CloseLacks

REVIEW = "review"
# Days before the semester's or the year's last day; a school may set "review_days" of its own.
DAYS_BEFORE = 7
# What was missed while nothing ran is asked for later, but not once it is a matter of the past.
LATEST = timedelta(days=30)


class Review(Struct, frozen=True):
    """One review: of HKI or of the year, by the last day of its days, and when it is asked for."""

    kind: PaperKind
    first_year: int
    end_on: date
    ask_at: datetime

    @property
    def key(self) -> str:
        """Name it for good: half_year:2024."""
        return f"{self.kind}:{self.first_year}"


def promise_review(day: SchoolDay) -> None:
    """Promise the next review; the frame of the year may have moved since it was promised."""
    promises.keep(day.tx, day.school_id, REVIEW, _next(day).ask_at)


def ask_review(tx: Tx, school_id: int, now: datetime) -> None:
    """Ask for the review whose day has come, of the principal and the secretary, once each."""
    day = SchoolDay.of(tx, school_id, now)
    promise_review(day)
    due = [review for review in _reviews(day) if now - LATEST <= review.ask_at <= now]
    if not due or day.school.started_at is None or not plans.list_active(tx, school_id):
        return
    for member in asked(day):
        _queue(day, member, due[-1])
    if due[-1].kind is PaperKind.YEAR:
        _ask_who_is_done(day, due[-1])


def _ask_who_is_done(day: SchoolDay, review: Review) -> None:
    """Ask who has said every result for what is missing still; digests ask the others."""
    lacking: dict[int, list[Closing]] = {}
    for one in closings(day):
        if one.contact is not None and one.lacks:
            lacking.setdefault(one.contact.member_id, []).append(one)
    for member_id, found in lacking.items():
        member = day.staff.member(member_id)
        has_open = any(Lack.RESULT in one.lacks for one in found)
        if member is None or has_open or member == day.staff.principal:
            continue
        message = CloseLacks(member, tuple(one.task.code for one in found))
        rows = ((Option("start", label("one_by_one")), Option("later", label("later"))),)
        notify(day, member, f"close:{review.first_year}", Say(message, "close", {}, rows))


def asked(day: SchoolDay) -> tuple[Member, ...]:
    """List who makes the reviews: the principal and the secretary, else the clerk."""
    secretaries = day.staff.holders("THU_KY") or day.staff.holders("VT")
    principal = () if day.staff.principal is None else (day.staff.principal,)
    return tuple(dict.fromkeys((*principal, *secretaries)))


def review_of(day: SchoolDay, delivery: Delivery) -> Review | None:
    """Give the review that a delivery asks for."""
    key = ":".join(delivery.dedup_key.split(":")[1:3])
    return next((review for review in _reviews(day) if review.key == key), None)


def _queue(day: SchoolDay, member: Member, review: Review) -> None:
    address = bots.open_address(day.tx, day.school_id, member.member_id)
    if address is None:
        return
    new = NewDelivery(
        bot_id=address.bot_id,
        address_id=address.address_id,
        member_id=member.member_id,
        kind=Kind.REVIEW,
        rank=Rank.NOTICE,
        dedup_key=f"{REVIEW}:{review.key}:{member.member_id}",
        not_before=day.hours.allowed(day.now),
    )
    deliveries.queue(day.tx, day.school_id, new, day.now)


def _next(day: SchoolDay) -> Review:
    return next(review for review in _reviews(day) if review.ask_at > day.now)


def _reviews(day: SchoolDay) -> Iterator[Review]:
    """Give the reviews of last year, this year and the next, the earliest first."""
    own = day.school.settings.get("review_days")
    before = timedelta(days=own if isinstance(own, int) else DAYS_BEFORE)
    for first_year in range(day.first_year - 1, day.first_year + 2):
        calendar = day.years.year(first_year)
        for kind, end_on in (
            (PaperKind.HALF_YEAR, calendar.first_semester_end),
            (PaperKind.YEAR, calendar.year_end),
        ):
            on = day.years.last_working_day(end_on - before)
            yield Review(kind, first_year, end_on, instant(on, day.hours.digest_at))
