"""Joining: what a chat that belongs to nobody yet may say and press."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct

from bot.desk import Chosen, Desk
from bot.pages import cut, more_row, page_of
from bot.words import folded, is_one_of, words
from followup.import_roster import refresh_hints
from followup.join import (
    TYPED,
    InviteTrouble,
    check_invite,
    join,
    link,
    may_claim,
    name_member,
    not_joined,
)
from followup.ports import Inbound
from followup.post import notify, tell_address
from followup.say import Option, Say
from plan.folding import fold
from plan.model import Member
from plan.progress import Standing
from plan.staff import read_full_name
from reports.overview import concerning
from storage import bots, invites, people
from storage.bots import Address
from storage.database import Tx
from storage.history import Actor
from storage.invites import Invite, InviteKind
from storage.prompts import OpenPrompt
from storage.school_day import SchoolDay
from texts.labels import label
from texts.messages.joining import (
    AskAddress,
    AskCallName,
    AskFullName,
    ClaimArrived,
    ClaimKept,
    ClaimRefused,
    Consent,
    InviteRefused,
    Joined,
    Linked,
    NameNotFound,
    NotJoined,
    PickName,
    SameChat,
    Stranger,
    WaitForWord,
)
from texts.messages.replies import NotYours

# The codes we hand out: 128 bits in 22 signs for one person, eight digits for a whole school.
_PERSONAL = re.compile(r"(?=.*[A-Z0-9])[A-Za-z0-9_-]{22}")
_SHORT = re.compile(r"(?<!\w)(\d{4})[ .-]?(\d{4})(?!\w)")
# "LIENKET 483920" as people type it, marks and spaces apart.
_TYPED = re.compile(r"\blien ?ket\W{0,3}(\d{3})[ .-]?(\d{3})(?!\d)")
_LINKED = re.compile(r"[?&]start=([A-Za-z0-9_-]{1,64})")
_TRY = re.compile(r"(?=.*\d)[A-Za-z0-9_-]{6,64}")
_SIX = re.compile(r"(\d{3})[ .-]?(\d{3})")
MOST_WORDS = 4
NAMES_A_PAGE = 6


class Visitor(Struct, frozen=True):
    """A chat that belongs to nobody yet, or to somebody who brings another school's invite."""

    tx: Tx
    address: Address
    said: Inbound
    now: datetime


def arrive(visitor: Visitor) -> Say:
    """Take what a stranger typed: a code, or anything else."""
    code = code_in(visitor.said.text)
    if not code:
        return Say(Stranger())
    found = check_invite(visitor.tx, visitor.address, code, visitor.now)
    if isinstance(found, InviteTrouble):
        return Say(InviteRefused(str(found)))
    day = SchoolDay.of(visitor.tx, found.school_id, visitor.now)
    if found.kind is InviteKind.SCHOOL:
        return _pick(day, found, 1)
    if found.kind is InviteKind.LINK:
        return _linked(visitor, day, found)
    member = people.get(visitor.tx, found.school_id, found.member_id or 0)
    if member is None:
        return Say(InviteRefused(str(InviteTrouble.EXPIRED)))
    return _consent(day, found, member)


def _linked(visitor: Visitor, day: SchoolDay, invite: Invite) -> Say:
    member = people.get(day.tx, day.school_id, invite.member_id or 0)
    if member is None:
        return Say(InviteRefused(str(InviteTrouble.EXPIRED)))
    if visitor.address.person_id is not None and visitor.address.person_id == member.person_id:
        return Say(SameChat(member))
    trouble = link(day, visitor.address, invite, member, visitor.said.channel)
    if trouble is not None:
        return Say(InviteRefused(str(trouble)))
    return Say(Linked(member, day.school.name))


def code_in(text: str, *, joined: bool = False) -> str:
    """Give the code of "/start CODE", of a pasted link, or standing in a line; empty without one.

    Who has joined somewhere types numbers, dates and file names too: from them only a code as long
    as a personal one counts. From a stranger a single odd word counts as a try, however wrong.
    """
    parts = text.split()
    if parts and parts[0].lower().startswith("/start"):
        return parts[1] if len(parts) > 1 else ""
    linked = _LINKED.search(text)
    found = [linked[1]] if linked else [part for part in parts if _PERSONAL.fullmatch(part)]
    typed = _TYPED.search(fold(text)) or (None if joined else _SIX.fullmatch(text.strip()))
    if typed is not None:
        return f"{TYPED} {typed[1]}{typed[2]}"
    if found or joined:
        return found[0] if found else ""
    short = _SHORT.search(text)
    if short is not None:
        return short[1] + short[2]
    return parts[-1] if len(parts) <= MOST_WORDS and _TRY.fullmatch(" ".join(parts[-1:])) else ""


def _consent(day: SchoolDay, invite: Invite, member: Member) -> Say:
    rows = (
        (Option("agree", label("agree")),),
        (Option("other", label("call_me")), Option("refuse", label("not_join"))),
    )
    payload = {"invite": invite.invite_id, "member": member.member_id}
    return Say(Consent(member, day.school.name), "consent", payload, rows)


def _pick(day: SchoolDay, invite: Invite, page: int, unknown: str = "") -> Say:
    shown, number, pages = cut(not_joined(day), page, NAMES_A_PAGE)
    rows = tuple((Option(str(member.member_id), member.full_name),) for member in shown)
    message = NameNotFound(unknown) if unknown else PickName(day.school.name, number, pages)
    payload = {"invite": invite.invite_id}
    return Say(message, "pick_name", payload, (*rows, *more_row(number, pages)), takes_text=True)


class Reply(Struct, frozen=True):
    """An answer to one of the questions of joining."""

    prompt: OpenPrompt
    value: str
    text: str


def answer(visitor: Visitor, reply: Reply) -> Say:
    """Take the answer to a question of joining."""
    invite = invites.get_all_schools(visitor.tx, reply.prompt.payload["invite"])
    if invite is None:
        return Say(Stranger())
    day = SchoolDay.of(visitor.tx, invite.school_id, visitor.now)
    return _ANSWERS[reply.prompt.kind](visitor, day, invite, reply)


def _picked(visitor: Visitor, day: SchoolDay, invite: Invite, reply: Reply) -> Say:
    if reply.value.startswith("page:"):
        return _pick(day, invite, page_of(reply.value, {}))
    waiting = not_joined(day)
    if reply.value:
        found = [m for m in waiting if m.member_id == int(reply.value)]
    else:
        found = [m for m in waiting if fold(m.full_name) == fold(" ".join(reply.text.split()))]
    if len(found) != 1:
        return _pick(day, invite, 1, reply.text or label("this_name"))
    member = found[0]
    if may_claim(day, member):
        return _consent(day, invite, member)
    return _ask_principal(visitor, day, invite, member)


def _ask_principal(visitor: Visitor, day: SchoolDay, invite: Invite, member: Member) -> Say:
    principal = day.staff.principal
    if principal is None or principal == member:
        return Say(InviteRefused(str(InviteTrouble.UNKNOWN)))
    payload = {
        "member": member.member_id,
        "invite": invite.invite_id,
        "address": visitor.address.address_id,
    }
    say = Say(
        ClaimArrived(principal, member, visitor.said.sender_name),
        "claim",
        payload,
        ((Option("yes", label("yes")), Option("no", label("no"))),),
    )
    matter = f"claim:{member.member_id}:{visitor.address.address_id}:{visitor.now.isoformat()}"
    notify(day, principal, matter, say)
    return Say(WaitForWord())


def _consented(visitor: Visitor, day: SchoolDay, invite: Invite, reply: Reply) -> Say:
    member = people.get(day.tx, day.school_id, reply.prompt.payload["member"])
    if member is None or reply.value == "refuse":
        return Say(NotJoined())
    if reply.value == "other":
        return Say(AskCallName(), "call_name", dict(reply.prompt.payload), takes_text=True)
    return _let_in(visitor, day, invite, member)


def _let_in(visitor: Visitor, day: SchoolDay, invite: Invite, member: Member) -> Say:
    joined = join(day, visitor.address, invite, member, visitor.said.channel)
    if isinstance(joined, InviteTrouble):
        return Say(InviteRefused(str(joined)))
    return next_step(SchoolDay.of(day.tx, day.school_id, day.now), invite, joined)


def claimed(chosen: Chosen, desk: Desk) -> Say:
    """Take the principal's word on who claims a name, and tell whoever waits for it."""
    member = people.get(desk.tx, desk.school_id, chosen.payload["member"])
    invite = invites.get_all_schools(desk.tx, chosen.payload["invite"])
    if member is None or invite is None:
        return Say(NotYours())
    agreed = chosen.value == "yes" and member.joined_at is None
    say = _consent(desk.day, invite, member) if agreed else Say(ClaimRefused())
    address = bots.address_all_schools(desk.tx, chosen.payload["address"])
    tell_address(desk.day, address, f"claim-word:{chosen.prompt.prompt_id}", say)
    return Say(ClaimKept(desk.me, member, agreed))


def next_step(day: SchoolDay, invite: Invite, member: Member) -> Say:
    """Ask for what is not known yet, the name, then the address; else say welcome."""
    payload = {"invite": invite.invite_id, "member": member.member_id}
    if not member.full_name:
        return Say(AskFullName(), "full_name", payload, takes_text=True)
    if not member.address_word:
        rows = (tuple(Option(word, word) for word in words("address")),)
        return Say(AskAddress(member.call_name), "address", payload, rows, takes_text=True)
    return _welcome(day, member)


def _welcome(day: SchoolDay, member: Member) -> Say:
    mine = [v for v in concerning(day, member) if v.standing is not Standing.DONE]
    message = Joined(
        member,
        day.school.name,
        len(mine),
        day.staff.principal == member,
    )
    return Say(message)


def _call_name(visitor: Visitor, day: SchoolDay, invite: Invite, reply: Reply) -> Say:
    member = people.get(day.tx, day.school_id, reply.prompt.payload["member"])
    if member is None:
        return Say(NotJoined())
    known = _how_called(reply.text)
    actor = Actor(member.member_id, visitor.said.channel)
    return _consent(day, invite, name_member(day, actor, member.member_id, **known) or member)


def _how_called(text: str) -> dict[str, str]:
    """Read "cô Lan" into the address word and the call name; a bare name has no word."""
    first, _, rest = " ".join(text.split()).partition(" ")
    if fold(first) in folded("address") and rest:
        word = next(w for w in words("address") if fold(w) == fold(first))
        return {"address_word": word, "call_name": rest}
    return {"call_name": " ".join(text.split())} if text.strip() else {}


def take_name(visitor: Visitor, day: SchoolDay, invite: Invite, reply: Reply) -> Say:
    """Keep the full name somebody typed of themselves."""
    member_id = reply.prompt.payload["member"]
    full_name = read_full_name(reply.text)
    if not full_name:
        return Say(AskFullName(), "full_name", dict(reply.prompt.payload), takes_text=True)
    actor = Actor(member_id, visitor.said.channel)
    named = name_member(day, actor, member_id, full_name=full_name)
    refresh_hints(day)
    return Say(NotJoined()) if named is None else next_step(day, invite, named)


def take_address(visitor: Visitor, day: SchoolDay, invite: Invite, reply: Reply) -> Say:
    """Keep the word somebody wants to be addressed with."""
    member_id = reply.prompt.payload["member"]
    said = reply.value or " ".join(reply.text.split()).lower()
    member = people.get(day.tx, day.school_id, member_id)
    if member is None:
        return Say(NotJoined())
    if not is_one_of(said, "address"):
        return next_step(day, invite, member)
    word = next(w for w in words("address") if fold(w) == fold(said))
    actor = Actor(member_id, visitor.said.channel)
    named = name_member(day, actor, member_id, address_word=word)
    return next_step(SchoolDay.of(day.tx, day.school_id, day.now), invite, named or member)


Taker = Callable[[Visitor, SchoolDay, Invite, Reply], Say]
_ANSWERS: Mapping[str, Taker] = {
    "consent": _consented,
    "pick_name": _picked,
    "call_name": _call_name,
    "full_name": take_name,
    "address": take_address,
}
JOINING = frozenset(_ANSWERS)
