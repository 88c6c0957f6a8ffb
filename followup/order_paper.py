"""Asking for a document: it is made apart from chat and delivered when it is ready."""

from followup.ports import Attachment
from followup.post import queue_said
from followup.say import Say
from plan.papers import PaperKind, Wanted
from storage import bots, papers, people
from storage.bots import Address
from storage.deliveries import Kind, NewDelivery, Rank
from storage.files import place_of
from storage.papers import PaperOrder
from storage.school_day import SchoolDay

MIME = {
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
    "zip": "application/zip",
}


def attachment(file_hash: str, name: str) -> Attachment:
    """Give a kept file as something to send; its name's ending says what it is."""
    return Attachment(place_of(file_hash), name, MIME[name.rpartition(".")[2]])


def order_paper(
    day: SchoolDay, whom: tuple[int, Address], wanted: Wanted, key: tuple[str, str]
) -> None:
    """Ask for a document for (member, chat); the same update (channel, its key) asks once."""
    member_id, address = whom
    papers.order(
        day.tx,
        day.school_id,
        (member_id, address.address_id),
        wanted,
        (f"paper:{address.address_id}:{':'.join(key)}", day.now),
    )


def deliver_paper(day: SchoolDay, order: PaperOrder, say: Say) -> None:
    """Queue what became of it for who waits, at once, also in the quiet hours.

    Who left the school is sent nothing of it any more, but for what it holds about them.
    """
    address = bots.addresses_all_schools(day.tx, {order.address_id})[order.address_id]
    if day.staff.member(order.member_id) is None and not _is_own(day, order, address):
        return
    new = NewDelivery(
        bot_id=address.bot_id,
        address_id=address.address_id,
        member_id=order.member_id,
        kind=Kind.ANSWER,
        rank=Rank.ANSWER,
        dedup_key=order.dedup_key,
        not_before=day.now,
    )
    queue_said(day.tx, day.school_id, new, say, day.now)


def _is_own(day: SchoolDay, order: PaperOrder, address: Address) -> bool:
    """Whether it is one's own data, to a chat that is still one's own: not after erasing."""
    left = people.get(day.tx, day.school_id, order.member_id)
    if left is None or left.person_id is None or left.person_id != address.person_id:
        return False
    return order.wanted.kind is PaperKind.OWN_DATA
