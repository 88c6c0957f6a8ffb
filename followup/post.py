"""Putting words on their way: opens the prompt, renders, queues the delivery; never sends."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from markupsafe import escape
from msgspec.structs import replace

from followup.ports import Attachment, Choice, Prompt
from followup.say import Composed, Say
from plan.model import Member
from storage import bots, deliveries, people, prompts
from storage.bots import Address
from storage.database import Tx
from storage.deliveries import Delivery, Kind, NewDelivery, Rank
from storage.prompts import NewPrompt, OpenPrompt
from storage.school_day import SchoolDay
from texts.render import render
from texts.wording import own_words


def queue_said(
    tx: Tx, school_id: int | None, new: NewDelivery, say: Say, now: datetime
) -> int | None:
    """Queue what is said, worded now, and open its prompt; None when its key was queued."""
    # Who has joined no school is asked by the chat alone.
    to = (None, new.address_id) if new.member_id is None else (new.member_id, None)
    opened = prompts.add(tx, school_id, _prompt(say, *to), now) if say.kind else None
    asked = None if opened is None else (opened.prompt_id, opened.nonce)
    text = own_words(school_id, say.message) or render(say.message)
    if new.member_id is not None:
        text = _named_school(people.of_two_schools_all_schools(tx, [new.member_id]), new, text)
    content = _content(say, text, asked)
    new = replace(new, content=content, about=say.about)
    delivery_id = deliveries.queue(tx, school_id, new, now)
    if delivery_id is None:
        return None
    if opened is not None:
        prompts.carried_by_all_schools(tx, opened.prompt_id, delivery_id)
    return delivery_id


def contents_of(
    tx: Tx, said: Mapping[int, tuple[Composed, Delivery]], now: datetime
) -> dict[int, dict[str, Any]]:
    """Open the prompts of deliveries to members; gives their words and keys, by delivery."""
    asked = {
        number: (delivery.school_id, _prompt(composed.say, delivery.member_id, None))
        for number, (composed, delivery) in said.items()
        if composed.say is not None and composed.say.kind
    }
    opened = prompts.add_many_all_schools(tx, asked, now) if asked else {}
    return {
        number: _content(composed.say, composed.text, opened.get(number))
        for number, (composed, _) in said.items()
        if composed.say is not None
    }


def in_own_words(
    tx: Tx, said: Mapping[int, Composed], due: Iterable[Delivery]
) -> dict[int, Composed]:
    """Give what is said in the words of its school, which is named to who works at another too."""
    batch = [delivery for delivery in due if delivery.delivery_id in said]
    members = {d.member_id for d in batch if d.member_id is not None}
    of_two = people.of_two_schools_all_schools(tx, sorted(members))
    found = dict(said)
    for delivery in batch:
        composed = said[delivery.delivery_id]
        if composed.say is None:
            continue
        text = own_words(delivery.school_id, composed.say.message) or composed.text
        text = _named_school(of_two, delivery, text)
        if text != composed.text:
            found[delivery.delivery_id] = replace(composed, text=text)
    return found


def _named_school(of_two: Mapping[int, str], to: Delivery | NewDelivery, text: str) -> str:
    """Begin with the school's name, for who works at another school as well."""
    school = of_two.get(to.member_id or 0)
    return text if school is None else f"<b>{escape(school)}</b>: {text}"


def _prompt(say: Say, member_id: int | None, address_id: int | None) -> NewPrompt:
    options = tuple((o.value, o.label) for row in say.rows for o in row)
    return NewPrompt(say.kind, say.payload, options, say.takes_text, member_id, address_id)


def _content(say: Say, text: str, opened: tuple[int, str] | None) -> dict[str, Any]:
    content: dict[str, Any] = {"text": text, "rows": []}
    if opened is not None:
        number, nonce = opened
        key_of, places = OpenPrompt.key_of, count()
        content["rows"] = [
            [[key_of(number, next(places), nonce), o.label] for o in row] for row in say.rows
        ]
    if say.message.holds_secret:
        content["is_secret"] = True
    if say.attachments:
        content["attachments"] = [[a.reference, a.name, a.mime] for a in say.attachments]
    return content


def prompt_of(content: dict[str, Any]) -> Prompt:
    """Give the Prompt of a stored content."""
    return Prompt(
        text=content["text"],
        rows=tuple([tuple([Choice(*key) for key in row]) for row in content.get("rows", ())]),
        attachments=tuple([Attachment(*file) for file in content.get("attachments", ())]),
        refers_to=content.get("refers_to", ""),
    )


def notify(
    day: SchoolDay, member: Member, matter: str, say: Say, *, at_once: bool = False
) -> bool:
    """Queue something decided or handed out, once a (matter, member), outside the quiet hours.

    With `at_once` it is what the member waits for in chat, and goes whatever the hour.

    False when the member has no open chat: then the caller says so to whoever should know.
    """
    address = bots.open_address(day.tx, day.school_id, member.member_id)
    if address is None:
        return False
    if is_notified(day, member, matter):
        return True
    new = NewDelivery(
        bot_id=address.bot_id,
        address_id=address.address_id,
        member_id=member.member_id,
        kind=Kind.NOTICE,
        rank=Rank.ANSWER if at_once else Rank.NOTICE,
        dedup_key=_notice_key(member, matter),
        not_before=day.now if at_once else day.hours.allowed(day.now),
    )
    queue_said(day.tx, day.school_id, new, say, day.now)
    return True


def is_notified(day: SchoolDay, member: Member, matter: str) -> bool:
    """Whether a member was told of a matter, or is about to be."""
    key = _notice_key(member, matter)
    return deliveries.by_key(day.tx, day.school_id, key) is not None


def notified(
    day: SchoolDay, matters: Iterable[tuple[Member, str]]
) -> dict[tuple[Member, str], Delivery]:
    """Give which of some (member, matter) were told or are about to be, with the message."""
    keys = {_notice_key(*one): one for one in matters}
    found = deliveries.by_keys(day.tx, day.school_id, keys.keys())
    return {keys[told.dedup_key]: told for told in found}


def _notice_key(member: Member, matter: str) -> str:
    return f"notice:{matter}:{member.member_id}"


def tell_address(day: SchoolDay, address: Address, matter: str, say: Say) -> None:
    """Queue something, once a matter, for a chat that belongs to nobody yet."""
    new = NewDelivery(
        bot_id=address.bot_id,
        address_id=address.address_id,
        member_id=None,
        kind=Kind.NOTICE,
        # Whoever is about to join waits in chat for it.
        rank=Rank.OUTSIDE,
        dedup_key=f"notice:{matter}",
        not_before=day.now,
    )
    queue_said(day.tx, None, new, say, day.now)


def answer(
    tx: Tx, to: tuple[Address, Member | None], key: tuple[int, int], say: Say, now: datetime
) -> None:
    """Queue the answer number `key[1]` to an update, at once, also in the quiet hours."""
    address, member = to
    school_id = None if member is None else member.school_id
    new = NewDelivery(
        bot_id=address.bot_id,
        address_id=address.address_id,
        member_id=None if member is None else member.member_id,
        kind=Kind.ANSWER,
        rank=Rank.ANSWER if member is not None else _rank(tx, address),
        dedup_key=f"answer:{key[0]}:{key[1]}",
        not_before=now,
    )
    queue_said(tx, school_id, new, say, now)


def _rank(tx: Tx, address: Address) -> Rank:
    """Rank an answer to nobody as a member: who just joined is nobody outside any more."""
    now = bots.address_all_schools(tx, address.address_id)
    return Rank.OUTSIDE if now.person_id is None and now.school_id is None else Rank.ANSWER
