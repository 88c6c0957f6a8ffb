"""Coming in to the pages without a password: a one-time link out of chat becomes a session."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from plan.model import Member
from storage import entries, schools
from storage.database import Tx
from storage.history import Actor
from storage.school_day import SchoolDay

SECRET_BYTES = 32  # 256 bits: nobody finds one by trying
LINK_LIFE = timedelta(minutes=10)
SESSION_LIFE = timedelta(hours=12)
CHANNEL = "web"


@dataclass(frozen=True, slots=True)
class Entered:
    """Who has come in; `token` is the secret of the session, for the browser alone."""

    school_id: int
    member_id: int
    token: str = field(repr=False)


def hashed(secret: str) -> str:
    """Give what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def offer_entry(day: SchoolDay, actor: Actor, member: Member) -> str:
    """Give a member the secret of a link that opens the pages once, within LINK_LIFE."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    deed = day.deed("offer_entry", actor)
    entries.add(deed, member.member_id, hashed(secret), day.now + LINK_LIFE)
    return secret


def enter(tx: Tx, secret: str, now: datetime) -> Entered | None:
    """Turn a link into a session; None for one unknown, used, expired, or of who left."""
    owner = entries.use_all_schools(tx, hashed(secret), now)
    return None if owner is None else enter_as(SchoolDay.of(tx, owner[0], now), owner[1])


def enter_once(day: SchoolDay, member_id: int, proof: str) -> Entered | None:
    """Begin a session of a member by what a platform signed; None when that was used before."""
    schools.hold(day.tx, day.school_id)
    if entries.is_known_all_schools(day.tx, hashed(proof)):
        return None
    deed = day.deed("enter_signed", Actor(member_id, CHANNEL))
    entries.add_used(deed, member_id, hashed(proof), day.now + LINK_LIFE)
    return enter_as(day, member_id)


def enter_as(day: SchoolDay, member_id: int, life: timedelta = SESSION_LIFE) -> Entered | None:
    """Begin a session of a member whose identity is proven; None for who left the school."""
    if day.staff.member(member_id) is None:
        return None
    token = secrets.token_urlsafe(SECRET_BYTES)
    deed = day.deed("enter", Actor(member_id, CHANNEL))
    entries.open_session(deed, member_id, hashed(token), day.now + life)
    return Entered(day.school_id, member_id, token)


def leave(day: SchoolDay, member: Member, token: str) -> None:
    """End one session."""
    entries.close_session(day.deed("leave", Actor(member.member_id, CHANNEL)), hashed(token))


def leave_everywhere(day: SchoolDay, actor: Actor, member: Member) -> None:
    """End every session and link of a member, at whatever browser."""
    entries.close_everywhere(day.deed("leave_everywhere", actor), member.member_id)
