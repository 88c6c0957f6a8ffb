"""Joining a school: the invite, the consent, how to be called."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from followup.create_school import hash_of, new_code
from plan.folding import fold
from plan.model import Member
from storage import bots, invites, people, provinces
from storage.bots import Address
from storage.database import Tx
from storage.history import Actor, Deed
from storage.invites import Invite, InviteKind
from storage.school_day import SchoolDay

# Raised when what is kept, or what for, changes: then everybody is asked again.
CONSENT_VERSION = 2
PERSONAL_DAYS = 14
SCHOOL_HOURS = 48
# A code to be typed has six digits behind a word, so it does not last, and a bot takes only so
# many wrong ones from all chats together.
TYPED = "LIENKET"
TYPED_HOURS = 24
LINK_MINUTES = 15
MOST_TRIES_OF_BOT = 30
# A school code is short, so a chat that guesses is stopped early.
MOST_TRIES = 5
TRIES_WITHIN = timedelta(hours=1)
# Somebody who claims one of these names is let in at once; every other duty needs a word from
# the principal, since it opens more than the own tasks.
PLAIN_DUTIES = frozenset({"GV", "GVBM", "GVCN", "NV"})


class InviteTrouble(StrEnum):
    """Why a code lets nobody in."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    TOO_MANY = "too_many"
    # The code is right, the bot is another school's.
    OTHER_BOT = "other_bot"
    # The chat is somebody else's already.
    TAKEN_CHAT = "taken_chat"


def check_invite(tx: Tx, address: Address, code: str, now: datetime) -> Invite | InviteTrouble:
    """Find the invite of a code typed in a chat; a chat may guess only so often."""
    tried = invites.count_tries_all_schools(tx, address.address_id, now - TRIES_WITHIN)
    since = now - TRIES_WITHIN
    if tried >= MOST_TRIES or (
        code.startswith(TYPED)
        and invites.count_tries_of_bot_all_schools(tx, address.bot_id, since) >= MOST_TRIES_OF_BOT
    ):
        return InviteTrouble.TOO_MANY
    invite = invites.by_hash_all_schools(tx, hash_of(code))
    trouble = _trouble(invite, now)
    if invite is None or trouble is not None:
        invites.note_try_all_schools(tx, address.address_id, now)
        return trouble or InviteTrouble.UNKNOWN
    if not bots.serves_all_schools(tx, address.bot_id, invite.school_id):
        return InviteTrouble.OTHER_BOT
    return invite


def _trouble(invite: Invite | None, now: datetime) -> InviteTrouble | None:
    if invite is None:
        return InviteTrouble.UNKNOWN
    if invite.used_at is not None:
        return InviteTrouble.USED
    if invite.revoked_at is not None or invite.expires_at <= now:
        return InviteTrouble.EXPIRED
    return None


def join(
    day: SchoolDay, address: Address, invite: Invite, member: Member, channel: str
) -> Member | InviteTrouble:
    """Let a member in by an invite, with the consent given; the chat becomes theirs.

    Somebody who already works at another school keeps the one person with two memberships.
    """
    trouble = _trouble(invite, day.now)
    if trouble is not None:
        return trouble
    if member.person_id is not None and member.person_id != address.person_id:
        return InviteTrouble.USED
    deed = day.deed("join", Actor(member.member_id, channel))
    person_id = address.person_id or people.new_person_all_schools(day.tx, day.now)
    bots.set_person_all_schools(day.tx, address.address_id, person_id)
    people.change_member(deed, member.member_id, person_id=person_id, joined_at=day.now)
    people.add_consent(deed, member.member_id, CONSENT_VERSION)
    if invite.kind is not InviteKind.SCHOOL:
        invites.use(deed, invite.invite_id)
    return people.get(day.tx, day.school_id, member.member_id) or member


def name_member(day: SchoolDay, actor: Actor, member_id: int, **known: str) -> Member | None:
    """Store how somebody is called: full_name, call_name, address_word."""
    deed = day.deed("name_member", actor)
    if "full_name" in known:
        full_name = " ".join(known["full_name"].split())
        known = {
            "call_name": full_name.split()[-1] if full_name else "",
            **known,
            "full_name": full_name,
            "folded": fold(full_name),
        }
    people.change_member(deed, member_id, **known)
    return people.get(day.tx, day.school_id, member_id)


class NewInvite(Struct, frozen=True):
    """A code shown this once, and until when it works."""

    code: str
    until: datetime


def invite_member(day: SchoolDay, actor: Actor, member_id: int) -> NewInvite:
    """Make the personal, one-time invite of a member; an earlier one ends."""
    deed = day.deed("invite", actor)
    invites.revoke(deed, InviteKind.PERSONAL, member_id)
    code = new_code()
    until = day.now + timedelta(days=PERSONAL_DAYS)
    invites.add(deed, InviteKind.PERSONAL, member_id, hash_of(code), until)
    return NewInvite(code, until)


def typed_invite(day: SchoolDay, actor: Actor, member_id: int) -> NewInvite:
    """Make one more invite of a member, short enough to be typed; it ends tomorrow."""
    deed = day.deed("invite", actor)
    until = day.now + timedelta(hours=TYPED_HOURS)
    return _typed(deed, InviteKind.PERSONAL, member_id, until)


def open_link(day: SchoolDay, actor: Actor, member_id: int) -> NewInvite:
    """Make the code by which somebody who has joined brings one more chat; an earlier one ends."""
    deed = day.deed("open_link", actor)
    invites.revoke(deed, InviteKind.LINK, member_id)
    until = day.now + timedelta(minutes=LINK_MINUTES)
    return _typed(deed, InviteKind.LINK, member_id, until)


def _typed(deed: Deed, kind: InviteKind, member_id: int, until: datetime) -> NewInvite:
    while True:
        code = f"{TYPED} {secrets.randbelow(10**6):06d}"
        if invites.by_hash_all_schools(deed.tx, hash_of(code)) is None:
            invites.add(deed, kind, member_id, hash_of(code), until)
            return NewInvite(code, until)


def link(
    day: SchoolDay, address: Address, invite: Invite, member: Member, channel: str
) -> InviteTrouble | None:
    """Let a chat be one more of a member's person, and the one written to from now on."""
    trouble = _trouble(invite, day.now)
    if trouble is not None:
        return trouble
    if member.person_id is None:
        return InviteTrouble.EXPIRED
    if address.person_id is not None and _is_somebody(day.tx, address.person_id):
        return InviteTrouble.TAKEN_CHAT
    deed = day.deed("link_chat", Actor(member.member_id, channel))
    invites.use(deed, invite.invite_id)
    bots.set_person_all_schools(day.tx, address.address_id, member.person_id)
    bots.prefer_all_schools(day.tx, address.address_id, day.now)
    return None


def _is_somebody(tx: Tx, person_id: int) -> bool:
    """Whether a person works at a school, or looks at a province's schools."""
    here = people.of_person_all_schools(tx, person_id)
    return bool(here or provinces.of_person_all_schools(tx, person_id))


def open_school_code(day: SchoolDay, actor: Actor) -> NewInvite:
    """Make the short code to post in the staff group; an earlier one ends."""
    deed = day.deed("school_code", actor)
    invites.revoke(deed, InviteKind.SCHOOL, None)
    code = f"{secrets.randbelow(10**8):08d}"
    until = day.now + timedelta(hours=SCHOOL_HOURS)
    invites.add(deed, InviteKind.SCHOOL, None, hash_of(code), until)
    return NewInvite(code, until)


def may_claim(day: SchoolDay, member: Member) -> bool:
    """Whether whoever picks this name from the list is let in without the principal's word."""
    roles = {duty.role for duty in day.staff.duties_of(member.member_id)}
    return roles <= PLAIN_DUTIES


def not_joined(day: SchoolDay) -> tuple[Member, ...]:
    """List who is on the roster and has not joined."""
    return tuple(m for m in day.staff.members if m.joined_at is None and m.full_name)
