"""Choosing the hour of the own digest."""

from datetime import time

from storage import people
from storage.history import Actor
from storage.school_day import SchoolDay


def set_hour(day: SchoolDay, actor: Actor, at: time) -> None:
    """Keep the acting member's hour; the next digest comes then."""
    if actor.member_id is not None:
        people.change_member(day.deed("set_hour", actor), actor.member_id, digest_at=at)
