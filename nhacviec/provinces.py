"""`nhacviec province ...`: provinces and their officers, for the operator."""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from followup.province import invite_officer
from nhacviec.run import open_database
from nhacviec.schools import named
from nhacviec.settings import load_settings
from plan.errors import NhacViecError
from scheduler.clock import SystemClock
from storage import provinces, schools
from storage.database import Tx
from storage.provinces import Province


class NoProvinceError(NhacViecError):
    """There is no province of that name."""


def take_in(name: str, school_names: Sequence[str]) -> dict[str, Any]:
    """Let a province count schools in.

    Raises:
        NoSchoolError: there is no school of one of the names; nothing is changed then.
    """

    def done(tx: Tx, now: datetime) -> dict[str, Any]:
        province = provinces.ensure_all_schools(tx, name.strip(), now)
        found = [named(tx, school).school_id for school in school_names]
        provinces.take_in_all_schools(tx, province.province_id, found)
        count = len(schools.of_province_all_schools(tx, province.province_id))
        return {"province": province.name, "count": count}

    return _written(done)


def invite(name: str, officer: str) -> dict[str, Any]:
    """Make the one-time code of an officer.

    Raises:
        NoProvinceError: there is none of that name.
    """

    def done(tx: Tx, now: datetime) -> dict[str, Any]:
        code = invite_officer(tx, _province(tx, name), officer.strip(), now)
        return {"name": officer.strip(), "code": code}

    return _written(done)


def end(name: str, officer: str) -> dict[str, Any]:
    """End the officers of a name, with whatever page they have open.

    Raises:
        NoProvinceError: there is none of that name.
    """

    def done(tx: Tx, now: datetime) -> dict[str, Any]:
        province = _province(tx, name)
        found = provinces.officers_named_all_schools(tx, province.province_id, officer.strip())
        provinces.end_all_schools(tx, found, now)
        return {"name": officer.strip(), "province": province.name, "count": len(found)}

    return _written(done)


def _province(tx: Tx, name: str) -> Province:
    found = provinces.by_name_all_schools(tx, name.strip())
    if found is None:
        raise NoProvinceError(name)
    return found


def _written(deed: Callable[[Tx, datetime], dict[str, Any]]) -> dict[str, Any]:
    now = SystemClock().now()
    with closing(open_database(load_settings())) as database:
        return database.write(lambda tx: deed(tx, now))
