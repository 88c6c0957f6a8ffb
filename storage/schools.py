"""Schools and their settings."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from plan.model import School
from storage import history
from storage.columns import columns_of
from storage.database import Tx, new_id
from storage.history import Deed
from storage.many import among
from storage.tables import calendars, schools

# Written once: they run for every school that has something to say.
_ONE = select(*columns_of(School, schools)).where(schools.c.school_id == bindparam("school"))
_SOME = select(*columns_of(School, schools)).where(among(schools.c.school_id, "schools"))
_CALENDARS = select(calendars.c.school_id, calendars.c.first_year, calendars.c.overrides).where(
    among(calendars.c.school_id, "schools"), among(calendars.c.first_year, "years")
)


def create_all_schools(tx: Tx, name: str, at: datetime) -> int:
    """Store a new school; gives its number."""
    return new_id(tx, insert(schools).values(name=name, created_at=at, settings={}))


def by_name_all_schools(tx: Tx, name: str) -> School | None:
    """Find a school by its exact name."""
    row = tx.execute(select(schools).where(schools.c.name == name)).first()
    return None if row is None else _school(row)


def list_all_schools(tx: Tx) -> list[School]:
    """List every school, the oldest first."""
    return [_school(row) for row in tx.execute(select(schools).order_by(schools.c.school_id))]


def get(tx: Tx, school_id: int) -> School:
    """Give one school."""
    return _school(tx.execute(_ONE, {"school": school_id}).one())


def some_all_schools(tx: Tx, school_ids: Iterable[int]) -> list[School]:
    """List some schools by their numbers, in no order."""
    return list(map(_school, tx.execute(_SOME, {"schools": school_ids}).all()))


def start(deed: Deed) -> None:
    """Let the bot write to people from now on."""
    deed.tx.execute(
        update(schools).where(schools.c.school_id == deed.school_id).values(started_at=deed.at)
    )


def set_setting(deed: Deed, name: str, value: Any) -> None:
    """Change one setting of the school."""
    set_settings(deed, {name: value})


def set_settings(deed: Deed, values: Mapping[str, Any]) -> None:
    """Change some settings of the school; the others stay."""
    settings = {**get(deed.tx, deed.school_id).settings, **values}
    history.change(deed, schools, deed.school_id, settings=settings)


def hold(tx: Tx, school_id: int) -> None:
    """Let nobody else hold the school until this transaction ends: of two the second waits."""
    tx.execute(
        select(schools.c.school_id).where(schools.c.school_id == school_id).with_for_update()
    )


def next_numbers(tx: Tx, school_id: int, count: int) -> range:
    """Take the next task numbers; they are never given again, also when a task is dropped."""
    row = (
        update(schools)
        .where(schools.c.school_id == school_id)
        .values(last_number=schools.c.last_number + count)
        .returning(schools.c.last_number)
    )
    last = int(tx.execute(row).scalar_one())
    return range(last - count + 1, last + 1)


def calendar_overrides(tx: Tx, school_id: int, first_year: int) -> dict[str, Any]:
    """Give what the school changed of the default calendar of one school year."""
    return calendars_of(tx, school_id, (first_year,))[first_year]


def calendars_of(tx: Tx, school_id: int, years: Collection[int]) -> dict[int, dict[str, Any]]:
    """Give what the school changed of its calendars of some school years, by first year."""
    return calendars_of_all_schools(tx, (school_id,), years)[school_id]


def calendars_of_all_schools(
    tx: Tx, school_ids: Collection[int], years: Collection[int]
) -> dict[int, dict[int, dict[str, Any]]]:
    """Give what some schools changed of their calendars, by school and first year."""
    rows = tx.execute(_CALENDARS, {"schools": school_ids, "years": years}).all()
    found: dict[int, dict[int, dict[str, Any]]]
    found = {school_id: {year: {} for year in years} for school_id in school_ids}
    for school_id, first_year, overrides in rows:
        found[school_id][first_year] = dict(overrides)
    return found


def calendars_all_schools(tx: Tx) -> dict[tuple[int, int], dict[str, Any]]:
    """Give what schools changed of their calendars, by (school, first year)."""
    rows = tx.execute(select(calendars.c.school_id, calendars.c.first_year, calendars.c.overrides))
    return {(row.school_id, row.first_year): dict(row.overrides) for row in rows}


def of_province_all_schools(tx: Tx, province_id: int) -> list[School]:
    """List the schools a province counts in, by name."""
    rows = tx.execute(
        select(schools).where(schools.c.province_id == province_id).order_by(schools.c.name)
    )
    return [_school(row) for row in rows]


def override_calendar(deed: Deed, first_year: int, values: dict[str, Any]) -> None:
    """Keep what a school changed of the calendar of one school year, in place of what it had."""
    found = deed.tx.execute(
        select(calendars.c.calendar_id).where(
            calendars.c.school_id == deed.school_id, calendars.c.first_year == first_year
        )
    ).scalar()
    if found is None:
        history.add(deed, calendars, first_year=first_year, overrides=values)
    else:
        history.change(deed, calendars, found, overrides=values)


def _school(row: Any) -> School:
    return School(row.school_id, row.name, row.started_at, dict(row.settings))
