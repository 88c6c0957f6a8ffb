"""A new school with the one-time invite of its principal."""

import hashlib
import secrets
from datetime import datetime, timedelta

from msgspec import Struct

from plan.errors import NhacViecError
from plan.hours import local
from plan.school_years import first_year_of
from plan.staff import PRINCIPAL, in_force
from storage import history, invites, people, schools
from storage.database import Tx
from storage.history import Actor
from storage.invites import InviteKind

PRINCIPAL_DAYS = 30


class SchoolExistsError(NhacViecError):
    """A school of that name is there already."""


class NewSchool(Struct, frozen=True):
    """A school and the code that lets its principal in, shown this once only."""

    school_id: int
    code: str


def create_school(tx: Tx, name: str, now: datetime, *, again: bool = False) -> NewSchool:
    """Make a school, or with `again` a new invite for the principal of the one of that name.

    Raises:
        SchoolExistsError: the name is taken and `again` was not asked for.
    """
    known = schools.by_name_all_schools(tx, name)
    if known is not None and not again:
        raise SchoolExistsError(name)
    operator = Actor(None, "operator")
    if known is None:
        school_id = schools.create_all_schools(tx, name, now)
        deed = history.begin(tx, school_id, "create_school", operator, now)
        member_id = people.add_member(deed)
        people.add_duty(deed, member_id, first_year_of(local(now).date()), PRINCIPAL, None)
    else:
        school_id = known.school_id
        deed = history.begin(tx, school_id, "invite_again", operator, now)
        year = first_year_of(local(now).date())
        duties = in_force(*people.list_duties_of_years(tx, school_id, (year, year - 1)))
        held = [duty.member_id for duty in duties if duty.role == PRINCIPAL]
        member_id = held[0] if held else people.add_member(deed)
        if not held:
            people.add_duty(deed, member_id, first_year_of(local(now).date()), PRINCIPAL, None)
    invites.revoke(deed, InviteKind.PRINCIPAL, member_id)
    code = new_code()
    until = now + timedelta(days=PRINCIPAL_DAYS)
    invites.add(deed, InviteKind.PRINCIPAL, member_id, hash_of(code), until)
    return NewSchool(school_id, code)


def new_code() -> str:
    """Make the code of a personal invite: 128 bits that nobody can guess."""
    return secrets.token_urlsafe(16)


def hash_of(code: str) -> str:
    """Give what is stored of a code: nobody who reads the database can join with it."""
    return hashlib.sha256(code.strip().encode()).hexdigest()
