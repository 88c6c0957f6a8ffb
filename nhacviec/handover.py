"""`nhacviec school handover`: a new principal when the old one left without handing over."""

from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

from followup.create_school import PRINCIPAL_DAYS, hash_of, new_code
from followup.hand_over import hand_over
from followup.import_roster import refresh_hints
from nhacviec.run import open_database
from nhacviec.schools import named
from nhacviec.settings import load_settings
from plan.errors import NhacViecError
from plan.folding import fold
from plan.model import Member
from scheduler.clock import SystemClock
from storage import invites, people
from storage.database import Tx
from storage.history import Actor
from storage.invites import InviteKind
from storage.school_day import SchoolDay
from texts.labels import label
from texts.render import named as named_in_text

OPERATOR = Actor(None, "operator")


class NoPrincipalError(NhacViecError):
    """The school has no principal to take over from."""


class NameUnclearError(NhacViecError):
    """Several people of the school have that name."""


def handover(school: str, name: str) -> dict[str, Any]:
    """Make somebody the principal and let the old one out at once; gives what to print.

    Who is not on the roster yet is put on it; who has no chat yet gets a one-time invite.

    Raises:
        NoSchoolError, NoPrincipalError, NameUnclearError: nothing was changed.
    """
    now = SystemClock().now()
    with closing(open_database(load_settings())) as database:
        return database.write(lambda tx: hand_over_school(tx, school, name, now))


def hand_over_school(tx: Tx, school: str, name: str, now: datetime) -> dict[str, Any]:
    """Do what `handover` says, in the caller's transaction."""
    day = SchoolDay(tx, named(tx, school), now)
    old = day.staff.principal
    if old is None:
        raise NoPrincipalError(school)
    new = _member(day, " ".join(name.split()), old)
    day = day.renewed()
    hand_over(day, OPERATOR, old, new, leaves=True)
    code = "" if new.joined_at is not None else _invite(day, new)
    said = label("cli_handover_code", code=code) if code else ""
    who = old.full_name and named_in_text(old)
    return {"school": school, "old": who, "new": new.full_name, "code": said}


def _member(day: SchoolDay, name: str, old: Member) -> Member:
    """Find who is meant by a full name, or put a new one on the roster."""
    same = [m for m in day.staff.members if fold(m.full_name) == fold(name) and m != old]
    if len(same) > 1:
        raise NameUnclearError(name)
    if same:
        return same[0]
    deed = day.deed("add_member", OPERATOR)
    member_id = people.add_member(
        deed, full_name=name, folded=fold(name), call_name=name.rsplit(maxsplit=1)[-1]
    )
    refresh_hints(day)
    made = people.get(day.tx, day.school_id, member_id)
    if made is None:
        raise LookupError(member_id)
    return made


def _invite(day: SchoolDay, new: Member) -> str:
    code = new_code()
    deed = day.deed("invite_again", OPERATOR)
    until = day.now + timedelta(days=PRINCIPAL_DAYS)
    invites.add(deed, InviteKind.PRINCIPAL, new.member_id, hash_of(code), until)
    return code
