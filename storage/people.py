"""Members of a school, their units and their duties; persons, who have the chats."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from plan.model import Duty, Member
from storage import history
from storage.database import Tx, new_id
from storage.history import Deed
from storage.many import among, unindexed
from storage.tables import consents, duties, members, persons, schools, units

_MEMBER = [
    func.coalesce(units.c.name, "") if name == "unit" else members.c[name]
    for name in Member.__struct_fields__
]
_MEMBERS = select(*_MEMBER).outerjoin(units, units.c.unit_id == members.c.unit_id)
# Written once: they run for every update.
_CONSENTED = select(func.max(consents.c.version)).where(
    consents.c.school_id == bindparam("school"), consents.c.member_id == bindparam("member")
)
_OF_PERSON = _MEMBERS.where(
    members.c.person_id == bindparam("person"), members.c.left_at.is_(None)
).order_by(members.c.school_id)
# Written once: they run for every school that has something to say. Ordered by sums: in the order
# of an index PostgreSQL would go through the members of all schools while those are few.
_PRESENT = _MEMBERS.where(
    among(members.c.school_id, "schools"), members.c.left_at.is_(None)
).order_by(unindexed(members.c.member_id))
_DUTIES = (
    select(
        duties.c.school_id,
        duties.c.first_year,
        duties.c.member_id,
        duties.c.role,
        duties.c.unit_id,
        func.coalesce(units.c.name, ""),
    )
    .join(members, members.c.member_id == duties.c.member_id)
    .outerjoin(units, units.c.unit_id == duties.c.unit_id)
    .where(
        among(duties.c.school_id, "schools"),
        among(duties.c.first_year, "years"),
        members.c.left_at.is_(None),
    )
    .order_by(unindexed(duties.c.member_id), unindexed(duties.c.duty_id))
)
_ELSEWHERE = members.alias()
# Written once: it runs for every batch that a lane takes and for every answer. Looked for one by
# one: PostgreSQL would put those asked about beside everybody there is.
_WORKS_ELSEWHERE = (
    select(_ELSEWHERE.c.member_id)
    .where(
        _ELSEWHERE.c.person_id == members.c.person_id,
        _ELSEWHERE.c.school_id != members.c.school_id,
        _ELSEWHERE.c.left_at.is_(None),
    )
    .limit(1)
    .scalar_subquery()
)
_OF_TWO = (
    select(members.c.member_id, schools.c.name)
    .join(schools, schools.c.school_id == members.c.school_id)
    .where(among(members.c.member_id, "members"), _WORKS_ELSEWHERE.is_not(None))
)


def add_member(deed: Deed, **values: Any) -> int:
    """Store somebody of the staff who has not joined yet; gives the member's number."""
    return history.add(deed, members, created_at=deed.at, **values)


def change_member(deed: Deed, member_id: int, **values: Any) -> bool:
    """Change what is known of a member; False when nothing differs."""
    return history.change(deed, members, member_id, **values)


def get(tx: Tx, school_id: int, member_id: int) -> Member | None:
    """Give one member, also one who left."""
    mine = _MEMBERS.where(members.c.school_id == school_id, members.c.member_id == member_id)
    row = tx.execute(mine).first()
    return None if row is None else Member(*row)


def list_members(tx: Tx, school_id: int) -> list[Member]:
    """List who works at the school, in the order of the roster."""
    return list_members_all_schools(tx, (school_id,))[school_id]


def list_members_all_schools(tx: Tx, school_ids: Collection[int]) -> dict[int, list[Member]]:
    """List who works at some schools, by school, in the order of the roster."""
    found: dict[int, list[Member]] = {school_id: [] for school_id in school_ids}
    for row in tx.execute(_PRESENT, {"schools": school_ids}).all():
        member = Member(*row)
        found[member.school_id].append(member)
    return found


def of_person_all_schools(tx: Tx, person_id: int) -> list[Member]:
    """List a person's memberships: one person may work at two schools."""
    return [Member(*row) for row in tx.execute(_OF_PERSON, {"person": person_id})]


def left_by_person_all_schools(tx: Tx, person_id: int) -> list[Member]:
    """List the memberships a person has left, the last one first."""
    left = _MEMBERS.where(members.c.person_id == person_id, members.c.left_at.is_not(None))
    rows = tx.execute(left.order_by(members.c.left_at.desc(), members.c.member_id))
    return [Member(*row) for row in rows]


def of_two_schools_all_schools(tx: Tx, member_ids: Sequence[int]) -> dict[int, str]:
    """Name the school of those members whose person works at another school as well."""
    if not member_ids:
        return {}
    rows = tx.execute(_OF_TWO, {"members": member_ids})
    return {row.member_id: row.name for row in rows}


def new_person_all_schools(tx: Tx, at: datetime) -> int:
    """Store somebody who just showed up in a chat and joins."""
    return new_id(tx, insert(persons).values(created_at=at))


def unit_named(deed: Deed, name: str, folded: str) -> int:
    """Give the unit of that name, made if it is new."""
    found = deed.tx.execute(
        select(units.c.unit_id).where(
            units.c.school_id == deed.school_id, units.c.folded == folded
        )
    ).scalar()
    return found if found is not None else history.add(deed, units, name=name, folded=folded)


def unit_names(tx: Tx, school_id: int) -> dict[int, str]:
    """Name the units of a school, by number."""
    rows = tx.execute(select(units.c.unit_id, units.c.name).where(units.c.school_id == school_id))
    return {row.unit_id: row.name for row in rows}


def add_duty(deed: Deed, member_id: int, first_year: int, role: str, unit_id: int | None) -> bool:
    """Give a member a role for a school year; False when the member has it already."""
    same = select(duties.c.duty_id).where(
        duties.c.school_id == deed.school_id,
        duties.c.member_id == member_id,
        duties.c.first_year == first_year,
        duties.c.role == role,
        duties.c.unit_id.is_(None) if unit_id is None else duties.c.unit_id == unit_id,
    )
    if deed.tx.execute(same).first() is not None:
        return False
    history.add(
        deed, duties, member_id=member_id, first_year=first_year, role=role, unit_id=unit_id
    )
    return True


def drop_duties(
    deed: Deed, member_id: int, first_year: int, keep: set[tuple[str, int | None]]
) -> bool:
    """Take from a member the roles of a school year not in `keep`; False when there is none."""
    rows = deed.tx.execute(
        select(duties.c.duty_id, duties.c.role, duties.c.unit_id).where(
            duties.c.school_id == deed.school_id,
            duties.c.member_id == member_id,
            duties.c.first_year == first_year,
        )
    ).all()
    gone = [row.duty_id for row in rows if (row.role, row.unit_id) not in keep]
    for duty_id in gone:
        history.remove(deed, duties, duty_id)
    return bool(gone)


def list_duties_of_years(tx: Tx, school_id: int, years: Sequence[int]) -> list[list[Duty]]:
    """List who was given which role, for each of some school years."""
    return list_duties_of_years_all_schools(tx, (school_id,), years)[school_id]


def list_duties_of_years_all_schools(
    tx: Tx, school_ids: Collection[int], years: Sequence[int]
) -> dict[int, list[list[Duty]]]:
    """List who was given which role, by school, for each of some school years."""
    rows = tx.execute(_DUTIES, {"schools": school_ids, "years": years}).all()
    found: dict[int, dict[int, list[Duty]]]
    found = {school_id: {year: [] for year in years} for school_id in school_ids}
    for school_id, year, *duty in rows:
        found[school_id][year].append(Duty(*duty))
    return {school_id: list(by_year.values()) for school_id, by_year in found.items()}


def move_duties(deed: Deed, old_id: int, new_id: int, wanted: Sequence[Duty], year: int) -> None:
    """Give roles of a member to another for a school year; they were held that year or before."""
    rows = deed.tx.execute(
        select(duties.c.duty_id, duties.c.role, duties.c.unit_id).where(
            duties.c.school_id == deed.school_id,
            duties.c.member_id == old_id,
            duties.c.first_year == year,
        )
    ).all()
    gone = {(duty.role, duty.unit_id) for duty in wanted}
    for row in rows:
        if (row.role, row.unit_id) in gone:
            history.remove(deed, duties, row.duty_id)
    for duty in wanted:
        add_duty(deed, new_id, year, duty.role, duty.unit_id)


def add_consent(deed: Deed, member_id: int, version: int) -> None:
    """Store that a member agreed to be written to, and to which wording."""
    history.add(deed, consents, member_id=member_id, version=version, agreed_at=deed.at)


def consent_version(tx: Tx, school_id: int, member_id: int) -> int | None:
    """Give the newest wording a member agreed to; None for who never was asked."""
    asked = {"school": school_id, "member": member_id}
    found: int | None = tx.execute(_CONSENTED, asked).scalar()
    return found


def set_hints(tx: Tx, school_id: int, hints: dict[int, str]) -> None:
    """Renew what tells members of one call name apart; derived, so no part of the history."""
    rows = tx.execute(
        select(members.c.member_id, members.c.call_hint).where(members.c.school_id == school_id)
    ).all()
    for row in rows:
        hint = hints.get(row.member_id, "")
        if hint != row.call_hint:
            tx.execute(
                update(members)
                .where(members.c.member_id == row.member_id, members.c.school_id == school_id)
                .values(call_hint=hint)
            )
