"""Asking for a file by a one-time address, where the chat brings none."""

import hashlib
import secrets
from datetime import datetime, timedelta

from msgspec import Struct

from plan.model import Member
from storage import uploads
from storage.bots import Address
from storage.database import Tx
from storage.school_day import SchoolDay
from storage.uploads import Upload

LASTING = timedelta(hours=2)
_TOKEN_BYTES = 24


class Place(Struct, frozen=True):
    """Where to hand a file in: the secret of its address, and until when it works."""

    token: str
    until: datetime


def ask_upload(day: SchoolDay, member: Member, address: Address, words: str = "") -> Place:
    """Wait for one file of a member; what becomes of it is said in the chat."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    until = day.now + LASTING
    uploads.add(
        day.tx,
        day.school_id,
        (member.member_id, address.address_id),
        hash_of(token),
        words=words,
        created_at=day.now,
        expires_at=until,
    )
    return Place(token, until)


def waited_for(tx: Tx, token: str, now: datetime) -> Upload | None:
    """Give what an address waits for; None when it was never ours, was used, or has ended."""
    found = uploads.by_hash_all_schools(tx, hash_of(token))
    if found is None or found.used_at is not None or found.expires_at <= now:
        return None
    return found


def hash_of(token: str) -> str:
    """Give what is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()
