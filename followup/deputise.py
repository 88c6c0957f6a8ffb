"""Letting somebody decide in one's place, from a day to a day."""

from followup.post import notify
from followup.say import Say
from plan.model import Member, Span
from storage import stand_ins
from storage.history import Actor
from storage.school_day import SchoolDay
from storage.stand_ins import StandIn
from texts.messages.requests import StandInArrived


def deputise(day: SchoolDay, actor: Actor, stand_in: Member, span: Span) -> None:
    """Let a member decide for who acts; it takes the place of what was given for those days."""
    who = day.staff.member(actor.member_id)
    if who is None:
        raise LookupError(actor.member_id)
    deed = day.deed("deputise", actor)
    for old in of_member(day, who):
        if old.first_on <= span.last and span.first <= old.last_on:
            stand_ins.end(deed, old.stand_in_id)
    stand_ins.add(deed, stand_in.member_id, who.member_id, span.first, span.last)
    message = StandInArrived(stand_in, who, span.first, span.last, is_over=False)
    notify(day, stand_in, f"stand-in:{deed.deed_id}", Say(message))


def end_deputising(day: SchoolDay, actor: Actor) -> tuple[Member, ...]:
    """Take every standing-in back; gives who stood in."""
    who = day.staff.member(actor.member_id)
    standing = of_member(day, who) if who is not None else []
    if who is None or not standing:
        return ()
    deed = day.deed("deputise", actor)
    ended = []
    for one in standing:
        stand_ins.end(deed, one.stand_in_id)
        member = day.staff.member(one.member_id)
        if member is not None:
            ended.append(member)
            message = StandInArrived(member, who, one.first_on, one.last_on, is_over=True)
            notify(day, member, f"stand-in-over:{deed.deed_id}", Say(message))
    return tuple(dict.fromkeys(ended))


def of_member(day: SchoolDay, who: Member) -> list[StandIn]:
    """List who stands in for a member today or later."""
    standing = stand_ins.standing(day.tx, day.school_id, day.today)
    return [one for one in standing if one.for_id == who.member_id]
