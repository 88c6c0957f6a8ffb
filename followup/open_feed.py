"""A calendar by a secret address: shown once, kept as a hash, replaced by the next one."""

import hashlib
import secrets

from plan.model import Member
from storage import feeds
from storage.history import Actor
from storage.school_day import SchoolDay

SECRET_BYTES = 32  # 256 bits: nobody finds one by trying


def open_feed(day: SchoolDay, actor: Actor, member: Member) -> str:
    """Give a member the secret of a new feed; the address they had before shows nothing more."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feeds.add(day.deed("open_feed", actor), member.member_id, feed_hash(secret))
    return secret


def feed_hash(secret: str) -> str:
    """Give what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
