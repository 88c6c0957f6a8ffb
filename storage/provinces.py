"""Provinces, their officers and the officers' ways into the page. Nothing here is one school's."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, delete, func, insert, select, update

from plan.model import TaskState
from storage.database import Tx, new_id
from storage.tables import (
    expenses,
    officer_files,
    officers,
    plans,
    provinces,
    schools,
    tasks,
    visits,
)

LINK, SESSION = "link", "session"
# Written once: it runs for every update.
_OF_PERSON = (
    select(officers)
    .where(officers.c.person_id == bindparam("person"), officers.c.ended_at.is_(None))
    .order_by(officers.c.officer_id.desc())
    .limit(1)
)


class Province(Struct, frozen=True):
    """Some schools that are looked at together."""

    province_id: int
    name: str


class Officer(Struct, frozen=True):
    """Who sees the roll-up of a province; `person_id` is None until the invite is used.

    `consent_version` is the wording agreed to.
    """

    officer_id: int
    province_id: int
    name: str
    person_id: int | None
    expires_at: datetime
    consent_version: int | None


def ensure_all_schools(tx: Tx, name: str, at: datetime) -> Province:
    """Find a province by its name, or make it."""
    found = by_name_all_schools(tx, name)
    if found is not None:
        return found
    return Province(new_id(tx, insert(provinces).values(name=name, created_at=at)), name)


def by_name_all_schools(tx: Tx, name: str) -> Province | None:
    """Find a province by its exact name."""
    row = tx.execute(select(provinces).where(provinces.c.name == name)).first()
    return None if row is None else Province(row.province_id, row.name)


def get_all_schools(tx: Tx, province_id: int) -> Province:
    """Give one province."""
    row = tx.execute(select(provinces).where(provinces.c.province_id == province_id)).one()
    return Province(row.province_id, row.name)


def take_in_all_schools(tx: Tx, province_id: int, school_ids: Iterable[int]) -> None:
    """Let a province count some schools in; each belongs to one province at most."""
    tx.execute(
        update(schools)
        .where(schools.c.school_id.in_(set(school_ids)))
        .values(province_id=province_id)
    )


def add_officer_all_schools(
    tx: Tx, province_id: int, name: str, code_hash: str, times: tuple[datetime, datetime]
) -> int:
    """Store an officer with the hash of the invite; `times` are (now, until when it is good)."""
    made_at, until = times
    values = {
        "province_id": province_id,
        "name": name,
        "code_hash": code_hash,
        "made_at": made_at,
        "expires_at": until,
    }
    return new_id(tx, insert(officers).values(values))


def invited_all_schools(tx: Tx, code_hash: str, now: datetime) -> Officer | None:
    """Find the officer of an invite that is still good."""
    row = tx.execute(
        select(officers).where(
            officers.c.code_hash == code_hash,
            officers.c.joined_at.is_(None),
            officers.c.ended_at.is_(None),
            officers.c.expires_at > now,
        )
    ).first()
    return None if row is None else _officer(row)


def get_officer_all_schools(tx: Tx, officer_id: int) -> Officer | None:
    """Give one officer who has not been ended."""
    row = tx.execute(
        select(officers).where(officers.c.officer_id == officer_id, officers.c.ended_at.is_(None))
    ).first()
    return None if row is None else _officer(row)


def join_all_schools(tx: Tx, officer_id: int, person_id: int, version: int, at: datetime) -> bool:
    """Make an invite a person's, who agreed to a wording; False when it is good no more."""
    done = tx.execute(
        update(officers)
        .where(
            officers.c.officer_id == officer_id,
            officers.c.joined_at.is_(None),
            officers.c.ended_at.is_(None),
            officers.c.expires_at > at,
        )
        .values(person_id=person_id, joined_at=at, consent_version=version, agreed_at=at)
    )
    return done.rowcount == 1


def agree_all_schools(tx: Tx, officer_id: int, version: int, at: datetime) -> None:
    """Keep that an officer agrees to the wording of now."""
    mine = officers.c.officer_id == officer_id
    tx.execute(update(officers).where(mine).values(consent_version=version, agreed_at=at))


def add_file_all_schools(tx: Tx, officer_id: int, file_hash: str, at: datetime) -> None:
    """Note a file that an officer is sent."""
    row = {"officer_id": officer_id, "file_hash": file_hash, "made_at": at}
    tx.execute(insert(officer_files).values(row))


def forget_files_all_schools(tx: Tx, before: datetime) -> set[str]:
    """Forget the files made before a time; gives their hashes."""
    old = officer_files.c.made_at < before
    found = set(tx.execute(select(officer_files.c.file_hash).where(old)).scalars())
    tx.execute(delete(officer_files).where(old))
    return found


def files_all_schools(tx: Tx, file_hashes: Iterable[str]) -> set[str]:
    """Give which of some files were sent to an officer."""
    mine = officer_files.c.file_hash.in_(set(file_hashes))
    return set(tx.execute(select(officer_files.c.file_hash).where(mine)).scalars())


def of_person_all_schools(tx: Tx, person_id: int) -> Officer | None:
    """Find the office somebody holds above schools."""
    row = tx.execute(_OF_PERSON, {"person": person_id}).first()
    return None if row is None else _officer(row)


def offices_of_person_all_schools(tx: Tx, person_id: int) -> list[Officer]:
    """List every office somebody holds or held, the newest first."""
    mine = officers.c.person_id == person_id
    rows = tx.execute(select(officers).where(mine).order_by(officers.c.officer_id.desc()))
    return [_officer(row) for row in rows]


def officers_named_all_schools(
    tx: Tx, province_id: int, name: str, *, also_ended: bool = False
) -> list[Officer]:
    """List the officers of a name, who have not been ended unless `also_ended`."""
    named = (officers.c.province_id == province_id) & (officers.c.name == name)
    which = named if also_ended else named & officers.c.ended_at.is_(None)
    return [_officer(row) for row in tx.execute(select(officers).where(which))]


def end_all_schools(tx: Tx, officer_ids: Iterable[int], at: datetime) -> None:
    """Let officers see nothing any more, at whatever browser."""
    numbers = set(officer_ids)
    tx.execute(update(officers).where(officers.c.officer_id.in_(numbers)).values(ended_at=at))
    tx.execute(
        update(visits)
        .where(visits.c.officer_id.in_(numbers), visits.c.closed_at.is_(None))
        .values(closed_at=at)
    )


def add_visit_all_schools(
    tx: Tx, officer_id: int, kind: str, token_hash: str, times: tuple[datetime, datetime]
) -> None:
    """Store a link or a session by the hash of its secret; `times` are (now, until)."""
    made_at, until = times
    values = {
        "officer_id": officer_id,
        "kind": kind,
        "token_hash": token_hash,
        "made_at": made_at,
        "expires_at": until,
    }
    tx.execute(insert(visits).values(values))


def use_link_all_schools(tx: Tx, token_hash: str, now: datetime) -> int | None:
    """Use a link up; gives its officer, None for one unknown, used or expired."""
    found = tx.execute(
        update(visits)
        .where(
            visits.c.token_hash == token_hash,
            visits.c.kind == LINK,
            visits.c.closed_at.is_(None),
            visits.c.expires_at > now,
        )
        .values(closed_at=now)
        .returning(visits.c.officer_id)
    ).scalar()
    return None if found is None else int(found)


def visitor_all_schools(tx: Tx, token_hash: str, now: datetime) -> Officer | None:
    """Give the officer of a session that is open."""
    row = tx.execute(
        select(officers)
        .join(visits, visits.c.officer_id == officers.c.officer_id)
        .where(
            visits.c.token_hash == token_hash,
            visits.c.kind == SESSION,
            visits.c.closed_at.is_(None),
            visits.c.expires_at > now,
            officers.c.ended_at.is_(None),
        )
    ).first()
    return None if row is None else _officer(row)


def plans_all_schools(tx: Tx, province_id: int) -> dict[int, int]:
    """Count the running plans of each school of a province that has one."""
    rows = tx.execute(
        select(plans.c.school_id, func.count().label("plans"))
        .join(schools, schools.c.school_id == plans.c.school_id)
        .where(schools.c.province_id == province_id, plans.c.state == "active")
        .group_by(plans.c.school_id)
    )
    return {row.school_id: row.plans for row in rows}


def money_all_schools(tx: Tx, province_id: int) -> dict[int, tuple[int, int]]:
    """Add up (planned, spent) of the running plans of each school of a province, in dong."""
    live = (
        select(tasks.c.school_id, tasks.c.task_id, tasks.c.budget_amount)
        .join(plans, plans.c.plan_id == tasks.c.plan_id)
        .join(schools, schools.c.school_id == tasks.c.school_id)
        .where(
            schools.c.province_id == province_id,
            plans.c.state == "active",
            tasks.c.state != str(TaskState.CANCELLED),
        )
        .subquery()
    )
    planned = tx.execute(
        select(live.c.school_id, func.sum(live.c.budget_amount).label("dong")).group_by(
            live.c.school_id
        )
    )
    spent = tx.execute(
        select(live.c.school_id, func.sum(expenses.c.amount).label("dong"))
        .join(expenses, expenses.c.task_id == live.c.task_id)
        .where(expenses.c.state == "logged")
        .group_by(live.c.school_id)
    )
    gone = {row.school_id: int(row.dong) for row in spent}
    return {row.school_id: (int(row.dong or 0), gone.get(row.school_id, 0)) for row in planned}


def _officer(row: Any) -> Officer:
    return Officer(
        row.officer_id,
        row.province_id,
        row.name,
        row.person_id,
        row.expires_at,
        row.consent_version,
    )
