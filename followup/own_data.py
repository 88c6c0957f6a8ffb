"""What people may ask of their own data: to have it all, and to have it erased."""

from datetime import date, timedelta

from followup.import_roster import refresh_hints
from followup.remind import remind_others
from plan.folding import fold
from plan.model import Member
from plan.papers import PaperKind
from plan.school_years import SchoolYears
from storage import data_requests, erasing, people, provinces
from storage.data_requests import DataKind
from storage.database import Tx
from storage.history import Actor
from storage.school_day import SchoolDay
from texts.labels import label

# Nghị định 356/2025/NĐ-CP as the project's issue gives it: answered within two working days, done
# within fifteen days.
ANSWER_WORKING_DAYS = 2
DONE_DAYS = 15


def last_days(day: SchoolDay) -> tuple[date, date]:
    """Give the days by which a request of today is answered and done."""
    return last_days_from(day.today, day.years)


def last_days_from(today: date, years: SchoolYears) -> tuple[date, date]:
    """Give the same for a request of a day, by the working days of some school years."""
    answered = years.add_working_days(today, ANSWER_WORKING_DAYS)
    return answered, today + timedelta(days=DONE_DAYS)


def ask_own(day: SchoolDay, actor: Actor, member: Member, kind: DataKind) -> int:
    """Note what somebody asks of a member's data; gives the request's number."""
    deed = day.deed("ask_own_data", actor)
    asked_by = actor.member_id or member.member_id
    waiting = [
        one
        for one in data_requests.open_ones(day.tx, day.school_id)
        if (one.member_id, one.kind) == (member.member_id, kind)
    ]
    if waiting:
        return waiting[0].data_request_id
    return data_requests.add(deed, member.member_id, asked_by, kind, last_days(day))


def settle_own(day: SchoolDay, actor: Actor, data_request_id: int, state: str) -> None:
    """Note that a request is done, or dropped by who asked."""
    data_requests.settle(day.deed("settle_own_data", actor), data_request_id, state)


def may_be_erased(day: SchoolDay, member: Member) -> bool:
    """Whether a member can go at once: the principal hands the school over first."""
    return day.staff.principal != member


def erase(day: SchoolDay, actor: Actor, member: Member, data_request_id: int) -> tuple[str, ...]:
    """Erase who a member is; reports, evidence and history stay, under a pseudonym.

    Nothing goes out to them from here on. Gives the files (by hash) to be forgotten.
    """
    deed = day.deed("erase_member", actor)
    tx, school_id, member_id = day.tx, day.school_id, member.member_id
    untold = erasing.end_messages(tx, school_id, member_id, day.now)
    forgotten = erasing.own_papers(deed, member_id, str(PaperKind.OWN_DATA))
    people.drop_duties(deed, member_id, day.first_year, set())
    name = label("erased_name", number=member_id)
    pseudonym = {
        "full_name": name,
        "folded": fold(name),
        "address_word": label("erased_word"),
        "call_name": label("erased_call", number=member_id),
    }
    erasing.erase_member(deed, member_id, pseudonym)
    if member.person_id is not None and not _speaks_elsewhere(tx, member.person_id):
        erasing.leave_chats_all_schools(tx, member.person_id)
    data_requests.settle(deed, data_request_id, "done")
    renewed = day.renewed()
    refresh_hints(renewed)
    remind_others(renewed, untold)
    return forgotten


def _speaks_elsewhere(tx: Tx, person_id: int) -> bool:
    """Whether a person works at a school still, or looks at a province's schools."""
    here = people.of_person_all_schools(tx, person_id)
    return bool(here or provinces.offices_of_person_all_schools(tx, person_id))
