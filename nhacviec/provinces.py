"""`nhacviec province ...`: provinces and their officers, for the operator."""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from followup import officer_data
from followup.forget_made import free_of_all_schools
from followup.officer_data import AskedBy
from followup.province import invite_officer
from nhacviec.run import open_database
from nhacviec.schools import named
from nhacviec.settings import load_settings
from plan.errors import NhacViecError
from scheduler.clock import SystemClock
from storage import provinces, schools
from storage.data_requests import DataKind
from storage.database import Tx
from storage.files import FileStore
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
        provinces.end_all_schools(tx, [one.officer_id for one in found], now)
        return {"name": officer.strip(), "province": province.name, "count": len(found)}

    return _written(done)


def erase(name: str, officer: str) -> dict[str, Any]:
    """Erase the officers of a name, also who was ended or never joined, with their files.

    Raises:
        NoProvinceError: there is none of that name.
    """
    gone: set[str] = set()

    def done(tx: Tx, now: datetime) -> dict[str, Any]:
        province = _province(tx, name)
        found = provinces.officers_named_all_schools(
            tx, province.province_id, officer.strip(), also_ended=True
        )
        for one in found:
            officer_data.ask(tx, one, DataKind.ERASE, AskedBy.OPERATOR, now)
        gone.update(free_of_all_schools(tx, officer_data.erase(tx, found, now)))
        return {"name": officer.strip(), "province": province.name, "count": len(found)}

    said = _written(done)
    files = FileStore(load_settings().data_dir / "files")
    for digest in gone:
        files.forget(digest)
    return said


def _province(tx: Tx, name: str) -> Province:
    found = provinces.by_name_all_schools(tx, name.strip())
    if found is None:
        raise NoProvinceError(name)
    return found


def _written(deed: Callable[[Tx, datetime], dict[str, Any]]) -> dict[str, Any]:
    now = SystemClock().now()
    with closing(open_database(load_settings())) as database:
        return database.write(lambda tx: deed(tx, now))
