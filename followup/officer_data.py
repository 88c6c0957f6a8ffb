"""What officers of a province may ask of their own data: to have it all, and to have it erased."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from followup.own_data import last_days_from
from plan.hours import local
from plan.school_years import SchoolYears
from storage import erasing, officer_data, officer_requests, people, provinces
from storage.data_requests import DataKind
from storage.database import Tx
from storage.provinces import Officer
from texts.labels import label


class AskedBy(StrEnum):
    """Who asked: the officer in chat, or by the operator who was asked outside chat."""

    CHAT = "chat"
    OPERATOR = "operator"


def last_days(now: datetime) -> tuple[date, date]:
    """Give the days by which a request is answered and done, by the country's working days."""
    return last_days_from(local(now).date(), SchoolYears())


def ask(tx: Tx, officer: Officer, kind: DataKind, by: AskedBy, now: datetime) -> None:
    """Note what somebody asks of an officer's data, with its last days."""
    asked = (kind, str(by))
    officer_requests.ask_all_schools(tx, officer.officer_id, asked, (now, *last_days(now)))


def settle(tx: Tx, officers: Sequence[Officer], kind: DataKind, state: str, now: datetime) -> None:
    """Note that what was asked is `done`, or `dropped` by who asked."""
    numbers = [one.officer_id for one in officers]
    officer_requests.settle_all_schools(tx, numbers, kind, state, now)


def erase(tx: Tx, officers: Sequence[Officer], now: datetime) -> tuple[str, ...]:
    """Erase who some officers are; the consents and the requests stay, under a pseudonym.

    Nothing is shown to them from here on. Who works at a school as well stays known there. Gives
    the files (by hash) to be forgotten.
    """
    numbers = [one.officer_id for one in officers]
    provinces.end_all_schools(tx, numbers, now)
    for person_id in {one.person_id for one in officers if one.person_id is not None}:
        _forget_talk(tx, person_id, numbers)
    names = {number: label("erased_officer", number=number) for number in numbers}
    files = officer_data.forget_all_schools(tx, names)
    settle(tx, officers, DataKind.SEE, "dropped", now)
    settle(tx, officers, DataKind.ERASE, "done", now)
    return files


def _forget_talk(tx: Tx, person_id: int, erased: Sequence[int]) -> None:
    """Forget what was said as an officer, unless the person is one elsewhere."""
    offices = provinces.offices_of_person_all_schools(tx, person_id)
    if any(one.officer_id not in erased for one in offices):
        return
    officer_data.end_answers_all_schools(tx, person_id, erasing.REASON)
    if not people.of_person_all_schools(tx, person_id):
        erasing.leave_chats_all_schools(tx, person_id)
