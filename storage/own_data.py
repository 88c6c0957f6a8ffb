"""Everything that is held about one member, table by table."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, Select, select

from storage.database import Tx
from storage.tables import (
    addresses,
    assignments,
    bots,
    consents,
    data_requests,
    deeds,
    deliveries,
    duties,
    evidence,
    expenses,
    feeds,
    inbox,
    members,
    moments,
    occurrences,
    officers,
    provinces,
    questions,
    reports,
    requests,
    sessions,
    stand_ins,
    tasks,
    units,
)

Rows = list[Row[Any]]


def profile(tx: Tx, school_id: int, member_id: int) -> Rows:
    """Give the member's own row, with the unit's name."""
    return _all(
        tx,
        select(members, units.c.name.label("unit"))
        .outerjoin(units, units.c.unit_id == members.c.unit_id)
        .where(members.c.school_id == school_id, members.c.member_id == member_id),
    )


def duties_of(tx: Tx, school_id: int, member_id: int) -> Rows:
    """List the roles held, by school year."""
    return _all(tx, _of(duties, school_id, member_id).order_by(duties.c.duty_id))


def consents_of(tx: Tx, school_id: int, member_id: int) -> Rows:
    """List what was agreed to, and when."""
    return _all(tx, _of(consents, school_id, member_id).order_by(consents.c.consent_id))


def chats_of(tx: Tx, school_id: int, member_id: int) -> Rows:
    """List where the member is written to."""
    return _all(
        tx,
        select(addresses, bots.c.channel)
        .join(members, members.c.person_id == addresses.c.person_id)
        .join(bots, bots.c.bot_id == addresses.c.bot_id)
        .where(members.c.school_id == school_id, members.c.member_id == member_id)
        .order_by(addresses.c.address_id),
    )


def offices_of(tx: Tx, school_id: int, member_id: int) -> Rows:
    """List the provinces whose officer the member is as well."""
    return _all(
        tx,
        select(provinces.c.name.label("province"))
        .join(officers, officers.c.province_id == provinces.c.province_id)
        .join(members, members.c.person_id == officers.c.person_id)
        .where(members.c.school_id == school_id, members.c.member_id == member_id)
        .order_by(officers.c.officer_id),
    )


def reports_of(tx: Tx, school_id: int, member_id: int) -> Rows:
    """List what was reported, with the task's number."""
    return _all(
        tx,
        select(reports, tasks.c.number)
        .join(occurrences, occurrences.c.occurrence_id == reports.c.occurrence_id)
        .join(tasks, tasks.c.task_id == occurrences.c.task_id)
        .where(reports.c.school_id == school_id, reports.c.member_id == member_id)
        .order_by(reports.c.report_id),
    )


def evidence_of(tx: Tx, school_id: int, member_id: int) -> Rows:
    """List the evidence sent."""
    return _all(tx, _of(evidence, school_id, member_id).order_by(evidence.c.evidence_id))


def expenses_of(tx: Tx, school_id: int, member_id: int) -> Rows:
    """List the money logged, with the task's number."""
    return _all(
        tx,
        select(expenses, tasks.c.number)
        .join(tasks, tasks.c.task_id == expenses.c.task_id)
        .where(expenses.c.school_id == school_id, expenses.c.member_id == member_id)
        .order_by(expenses.c.expense_id),
    )


def requests_of(tx: Tx, school_id: int, member_id: int) -> Rows:
    """List what was asked to be decided, and what was decided."""
    mine = (requests.c.asked_by == member_id) | (requests.c.decided_by == member_id)
    asked = select(requests).where(requests.c.school_id == school_id, mine)
    return _all(tx, asked.order_by(requests.c.request_id))


def questions_of(tx: Tx, school_id: int, member_id: int) -> Rows:
    """List the questions asked and answered."""
    mine = (questions.c.asked_by == member_id) | (questions.c.asked_of == member_id)
    asked = select(questions).where(questions.c.school_id == school_id, mine)
    return _all(tx, asked.order_by(questions.c.question_id))


def messages_of(tx: Tx, school_id: int, member_id: int) -> Rows:
    """List the messages made for the member that are still kept."""
    return _all(tx, _of(deliveries, school_id, member_id).order_by(deliveries.c.delivery_id))


def arrived_of(tx: Tx, school_id: int, member_id: int) -> Rows:
    """List what came in from the member's chats and is still kept, as it came."""
    return _all(
        tx,
        select(inbox.c.received_at, inbox.c.raw)
        .join(
            addresses, (addresses.c.bot_id == inbox.c.bot_id) & (addresses.c.chat == inbox.c.chat)
        )
        .join(members, members.c.person_id == addresses.c.person_id)
        .where(members.c.school_id == school_id, members.c.member_id == member_id)
        .order_by(inbox.c.inbox_id),
    )


def deeds_of(tx: Tx, school_id: int, member_id: int) -> Rows:
    """List what the member did, as the history has it."""
    return _all(tx, _of(deeds, school_id, member_id).order_by(deeds.c.deed_id))


def ways_in(tx: Tx, school_id: int, member_id: int) -> Rows:
    """List the sessions at browsers; of a secret nothing can be shown."""
    return _all(tx, _of(sessions, school_id, member_id).order_by(sessions.c.session_id))


def counts(tx: Tx, school_id: int, member_id: int) -> Iterator[tuple[str, int]]:
    """Count what is held beside: assignments, reminders asked for, stand-ins, and the like."""
    for table in (assignments, moments, stand_ins, feeds, data_requests):
        yield table.name, len(_all(tx, _of(table, school_id, member_id)))


def _of(table: Any, school_id: int, member_id: int) -> "Select[Any]":
    return select(table).where(table.c.school_id == school_id, table.c.member_id == member_id)


def _all(tx: Tx, query: "Select[Any]") -> Rows:
    return list(tx.execute(query).all())
