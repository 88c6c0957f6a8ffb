"""The principal's Friday: its picture is asked for, and the summary queued when it is drawn."""

from datetime import datetime

from followup.new_duties import ask_new_duties
from followup.review_year import promise_review
from followup.start_reminding import WEEKLY, next_weekly_at
from plan.hours import local
from plan.model import Span
from plan.papers import PaperKind, Wanted
from storage import bots, deliveries, papers, promises
from storage.database import Tx
from storage.deliveries import Kind, NewDelivery, Rank
from storage.papers import PaperOrder
from storage.school_day import SchoolDay

# The picture goes with the words of the delivery that has the same key.
KEY = "weekly:"


def queue_week(tx: Tx, school_id: int, now: datetime) -> None:
    """Ask for the week's picture, promise the next week; a missed one is made once."""
    day = SchoolDay.of(tx, school_id, now)
    promises.move(tx, school_id, WEEKLY, next_weekly_at(day, local(now).date()))
    # A school that began before there were reviews is promised them by its next Friday.
    promise_review(day)
    ask_new_duties(day)
    principal = day.staff.principal
    if principal is None:
        return
    address = bots.open_address(tx, school_id, principal.member_id)
    if address is None:
        return
    week = f"{day.today.isocalendar().year}-{day.today.isocalendar().week}"
    papers.order(
        tx,
        school_id,
        (principal.member_id, address.address_id),
        Wanted(PaperKind.WEEK_PICTURE, "png", Span(day.today, day.today)),
        (f"{KEY}{week}:{principal.member_id}", day.hours.allowed(now)),
    )


def is_of_the_week(order: PaperOrder) -> bool:
    """Whether a picture belongs to a Friday's summary."""
    return order.dedup_key.startswith(KEY)


def deliver_week(day: SchoolDay, order: PaperOrder) -> None:
    """Queue the summary itself, written from the state of when it is sent, drawn or not."""
    address = bots.open_address(day.tx, day.school_id, order.member_id)
    if address is None:
        return
    new = NewDelivery(
        bot_id=address.bot_id,
        address_id=address.address_id,
        member_id=order.member_id,
        kind=Kind.WEEKLY,
        rank=Rank.NOTICE,
        dedup_key=order.dedup_key,
        not_before=day.hours.allowed(day.now),
    )
    deliveries.queue(day.tx, day.school_id, new, day.now)
