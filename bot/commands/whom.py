"""What goes on once somebody says who was meant by a name that fits nobody or several."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from bot.commands import workers
from bot.commands.act import from_json, perform
from bot.commands.asked import of_member
from bot.commands.decide import carry_out
from bot.commands.handover import ask_hand_over
from bot.commands.needs import ask_person
from bot.commands.orders import give_task, next_of
from bot.commands.oversee import ask_stand_in
from bot.commands.own_data import ask_erase_another
from bot.commands.staff import invite_one
from bot.desk import Chosen, Desk
from followup.decide_request import Word
from followup.say import Say
from plan.model import Member, Span

Payload = Mapping[str, Any]


def take(chosen: Chosen, desk: Desk) -> Say:
    """Take who was meant by a name that fits nobody or several."""
    found = desk.day.staff.find(chosen.text) if chosen.text else ()
    member = desk.day.staff.member(int(chosen.value)) if chosen.value else None
    if member is None and len(found) == 1:
        member = found[0]
    if member is None:
        return ask_person(desk, chosen.text, chosen.payload)
    return GOES_ON[chosen.payload["then"]](desk, chosen.payload, member)


def _decided(desk: Desk, payload: Payload, member: Member) -> Say:
    return carry_out(desk, payload["request"], Word(agreed=True, to=member))


def _stands_in(desk: Desk, payload: Payload, member: Member) -> Say:
    first, last = (date.fromisoformat(day) for day in payload["days"])
    return ask_stand_in(desk, member, Span(first, last))


def _seen(desk: Desk, payload: Payload, member: Member) -> Say:
    return of_member(desk, member, payload.get("days", ""))


def _given(desk: Desk, payload: Payload, member: Member) -> Say:
    return give_task(desk, payload["code"], member, payload.get("wished", ""))


def _handed_over(desk: Desk, payload: Payload, member: Member) -> Say:
    step = replace(from_json([payload["step"]])[0], to=member.full_name, to_id=member.member_id)
    return perform(desk, [step])


def _ordered(desk: Desk, payload: Payload, member: Member) -> Say:
    plain = payload["order"]
    return next_of(desk, {**plain, "members": [*plain["members"], member.member_id]})


def _invited(desk: Desk, payload: Payload, member: Member) -> Say:
    del payload
    return invite_one(desk, member)


def _leaves(desk: Desk, payload: Payload, member: Member) -> Say:
    return ask_hand_over(desk, payload["names"], [*payload["members"], member.member_id])


def _erased(desk: Desk, payload: Payload, member: Member) -> Say:
    del payload
    return ask_erase_another(desk, member)


# What goes on once a person is named, by what asked for one.
GOES_ON: Mapping[str, Callable[[Desk, Payload, Member], Say]] = {
    "decide": _decided,
    "stand_in": _stands_in,
    "whose": _seen,
    "assign": _given,
    "reassign": _handed_over,
    "order": _ordered,
    "invite": _invited,
    "hand_over": _leaves,
    "erase": _erased,
    "works_on": workers.go_on,
}
