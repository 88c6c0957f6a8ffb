"""A province's officer: invited by the operator, joined by a code and consent, in by a link."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from followup.create_school import hash_of, new_code
from followup.enter import LINK_LIFE, SECRET_BYTES, SESSION_LIFE, hashed
from storage import bots, people, provinces
from storage.bots import Address
from storage.database import Tx
from storage.provinces import LINK, SESSION, Officer, Province

INVITE_DAYS = 14
# Raised when what is kept of an officer, or what for, changes: then everybody is asked again.
CONSENT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Visit:
    """An officer who has come in; `token` is the secret of the session, for the browser alone."""

    officer_id: int
    token: str = field(repr=False)


def invite_officer(tx: Tx, province: Province, name: str, now: datetime) -> str:
    """Make the one-time code of an officer; it is kept as its hash only."""
    code = new_code()
    until = now + timedelta(days=INVITE_DAYS)
    provinces.add_officer_all_schools(tx, province.province_id, name, hash_of(code), (now, until))
    return code


def invited(tx: Tx, code: str, now: datetime) -> Officer | None:
    """Find whose invite a code is; None for one that is no officer's or not good any more."""
    return provinces.invited_all_schools(tx, hash_of(code), now)


def agree(tx: Tx, address: Address, officer: Officer, now: datetime) -> bool:
    """Let an officer in who agrees to what is kept; False when the invite is good no more.

    Who is in already agrees to the wording of now.
    """
    person_id = address.person_id
    if officer.person_id is not None:
        is_own = officer.person_id == person_id
        if is_own:
            provinces.agree_all_schools(tx, officer.officer_id, CONSENT_VERSION, now)
        return is_own
    if person_id is None:
        person_id = people.new_person_all_schools(tx, now)
        bots.set_person_all_schools(tx, address.address_id, person_id)
    return provinces.join_all_schools(tx, officer.officer_id, person_id, CONSENT_VERSION, now)


def is_to_be_asked(officer: Officer) -> bool:
    """Whether an officer agreed to an older wording than the one of now."""
    return (officer.consent_version or 0) < CONSENT_VERSION


def offer_visit(tx: Tx, officer: Officer, now: datetime) -> str:
    """Give an officer the secret of a link that opens the page once, within LINK_LIFE."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    times = (now, now + LINK_LIFE)
    provinces.add_visit_all_schools(tx, officer.officer_id, LINK, hashed(secret), times)
    return secret


def visit(tx: Tx, link: str, now: datetime) -> Visit | None:
    """Turn a link into a session; None for one unknown, used, or expired."""
    officer_id = provinces.use_link_all_schools(tx, hashed(link), now)
    if officer_id is None:
        return None
    token = secrets.token_urlsafe(SECRET_BYTES)
    times = (now, now + SESSION_LIFE)
    provinces.add_visit_all_schools(tx, officer_id, SESSION, hashed(token), times)
    return Visit(officer_id, token)
