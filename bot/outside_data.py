"""What who speaks for no school asks of their own data: officers of a province, strangers."""

from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from bot.commands.join import Reply, Visitor
from bot.commands.own_data import ask_erase_after_leaving, order_after_leaving
from bot.desk import Arrived
from bot.table import COMMANDS
from bot.words import is_one_of, without_politeness
from followup.officer_data import AskedBy, ask, erase, last_days, settle
from followup.order_paper import attachment
from followup.ports import Inbound, InboundKind
from followup.say import Option, Say
from plan.folding import fold
from plan.model import Member
from reports.papers.officer_data import file_name, officer_paper
from storage import bots, erasing, people, provinces
from storage.data_requests import DataKind
from storage.database import Tx
from storage.prompts import OpenPrompt
from storage.provinces import Officer
from storage.school_day import SchoolDay
from texts.labels import label
from texts.messages.officer_data import (
    LeftDataOrdered,
    LeftEraseNoted,
    OfficerData,
    OfficerEraseAsked,
    OfficerErased,
    OfficerEraseKept,
    StrangerData,
    StrangerErased,
)
from texts.messages.replies import NotYours

# The kind of the question whether an officer is to be erased.
ERASE = "officer_erase"
# So long a typed line answers it: a "1" of another day is meant for something else.
FRESH = timedelta(minutes=15)
_COMMANDS = {DataKind.SEE: "dulieu", DataKind.ERASE: "xoa"}
_OFFICE = {DataKind.SEE: "officer_data", DataKind.ERASE: "officer_erase"}


class Asked(Struct, frozen=True):
    """What is asked; `of_office` when the words name the office above schools."""

    kind: DataKind
    of_office: bool


def asked(said: Inbound) -> Asked | None:
    """Read whether a line asks for the own data, or to erase them, whoever says it."""
    if said.kind is not InboundKind.TEXT or said.is_group or said.forwarded:
        return None
    line = without_politeness(said.text)
    for kind in DataKind:
        if is_one_of(line, _OFFICE[kind]):
            return Asked(kind, of_office=True)
        if _is_command(line, _COMMANDS[kind]):
            return Asked(kind, of_office=False)
    return None


def _is_command(line: str, name: str) -> bool:
    row = next(row for row in COMMANDS if row.name == name)
    if line.startswith("/"):
        return line[1:].partition("@")[0].lower() == name
    return fold(line) in {fold(words) for words in row.words}


def sheets(tx: Tx, said: Inbound) -> list[dict[str, Any]] | None:
    """Give what an officer's file is made of; None for who asks for none, or is no officer."""
    meant = asked(said)
    address = bots.find_address_all_schools(tx, said.bot_id, (said.chat, said.thread))
    if meant is None or meant.kind is not DataKind.SEE or address is None:
        return None
    person_id = address.person_id
    if person_id is None or not _is_outside(tx, meant, person_id):
        return None
    offices = provinces.offices_of_person_all_schools(tx, person_id)
    return officer_paper(tx, offices, person_id).xlsx_sheets() if offices else None


def _is_outside(tx: Tx, meant: Asked, person_id: int) -> bool:
    """Whether the office is meant: who works at a school too has to name it."""
    return meant.of_office or not people.of_person_all_schools(tx, person_id)


def answered(visitor: Visitor, arrived: Arrived, *, is_member: bool) -> Say | None:
    """Answer who asks about the own data and speaks for no school; None for anything else."""
    meant = asked(visitor.said)
    if meant is None or (is_member and not meant.of_office):
        return None
    offices = _offices(visitor)
    if offices:
        seen = meant.kind is DataKind.SEE
        return _given(visitor, offices, arrived) if seen else _erase_asked(visitor, offices[0])
    return None if is_member else _stranger(visitor, meant.kind)


def _offices(visitor: Visitor) -> list[Officer]:
    person_id = visitor.address.person_id
    if person_id is None:
        return []
    return provinces.offices_of_person_all_schools(visitor.tx, person_id)


def _given(visitor: Visitor, offices: list[Officer], arrived: Arrived) -> Say:
    tx, now, made = visitor.tx, visitor.now, arrived.prepared.made
    ask(tx, offices[0], DataKind.SEE, AskedBy.CHAT, now)
    message = OfficerData(offices[0].name, bool(made), last_days(now)[1])
    if not made:
        return Say(message)
    settle(tx, offices, DataKind.SEE, "done", now)
    provinces.add_file_all_schools(tx, offices[0].officer_id, made, now)
    return Say(message, attachments=(attachment(made, file_name(now)),))


def _erase_asked(visitor: Visitor, officer: Officer) -> Say:
    ask(visitor.tx, officer, DataKind.ERASE, AskedBy.CHAT, visitor.now)
    province = provinces.get_all_schools(visitor.tx, officer.province_id)
    rows = ((Option("erase", label("erase")), Option("keep", label("keep"))),)
    return Say(OfficerEraseAsked(officer.name, province.name), ERASE, {}, rows)


def _stranger(visitor: Visitor, kind: DataKind) -> Say:
    left = _left(visitor)
    if left:
        return _left_asks(visitor, kind, left)
    if kind is DataKind.SEE:
        return Say(StrangerData())
    erasing.forget_chat_all_schools(visitor.tx, visitor.address.address_id)
    return Say(StrangerErased())


def _left(visitor: Visitor) -> list[Member]:
    person_id = visitor.address.person_id
    return [] if person_id is None else people.left_by_person_all_schools(visitor.tx, person_id)


def _left_asks(visitor: Visitor, kind: DataKind, left: list[Member]) -> Say:
    """Ask each school that somebody left: for a file of each, or to erase, which it decides."""
    days = [SchoolDay.of(visitor.tx, member.school_id, visitor.now) for member in left]
    schools = tuple(day.school.name for day in days)
    for day, member in zip(days, left, strict=True):
        if kind is DataKind.SEE:
            order_after_leaving(day, visitor.said, (member, visitor.address))
        else:
            ask_erase_after_leaving(day, visitor.said.channel, member)
    if kind is DataKind.SEE:
        return Say(LeftDataOrdered(left[0], schools))
    return Say(LeftEraseNoted(left[0], schools, last_days(visitor.now)[1]))


def is_stale(prompt: OpenPrompt, now: datetime) -> bool:
    """Whether a typed line no longer answers a question of this kind."""
    return prompt.kind == ERASE and now - prompt.created_at > FRESH


def decided(visitor: Visitor, reply: Reply) -> Say:
    """Erase the offices of who was asked, or leave everything as it is."""
    offices = _offices(visitor)
    if not offices:
        return Say(NotYours())
    if reply.value != "erase":
        settle(visitor.tx, offices, DataKind.ERASE, "dropped", visitor.now)
        return Say(OfficerEraseKept())
    province = provinces.get_all_schools(visitor.tx, offices[0].province_id)
    person_id = visitor.address.person_id
    is_member = bool(person_id and people.of_person_all_schools(visitor.tx, person_id))
    gone = erase(visitor.tx, offices, visitor.now)
    return Say(OfficerErased(province.name, is_member), forgets=gone)
