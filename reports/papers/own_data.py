"""All that is held about one person, as a workbook for that person alone."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from plan.hours import local
from plan.model import Member
from reports.overview import concerning
from reports.papers.paper import Paper
from reports.papers.tables import Column, Kind, Table, Value
from storage import own_data
from storage.school_day import SchoolDay
from texts.papers import paper_word
from texts.roles import role_name

Row = Mapping[str, Value]
WORDS, WHEN, _CODE = Column("noi_dung", width=70), Column("luc", width=18), Column("ma", width=8)
WHAT = Column("la_gi", width=24)


def own_data_paper(day: SchoolDay, who: Member) -> Paper:
    """Gather it: who somebody is, tasks, what was said, sent, received and done."""
    two = (WHAT, WORDS)
    four = (WHEN, _CODE, WHAT, WORDS)
    three = (WHEN, WHAT, WORDS)
    tables = (
        Table("ve_minh", two, tuple(_about(day, who))),
        Table("viec_cua_minh", (_CODE, WORDS, Column("han", Kind.DAY, 14)), _tasks(day, who)),
        Table("da_bao", four, tuple(_said(day, who))),
        Table("minh_chung", three, tuple(_sent(day, who))),
        Table("tin_da_gui", three, tuple(_messages(day, who))),
        Table("tin_da_nhan", (WHEN, WORDS), tuple(_arrived(day, who))),
        Table("lich_su", three, tuple(_deeds(day, who))),
    )
    return Paper("", {}, (), tables)


def _about(day: SchoolDay, who: Member) -> Iterator[Row]:
    key = (day.tx, day.school_id, who.member_id)
    for row in own_data.profile(*key):
        for name in ("full_name", "call_name", "address_word", "unit", "homeroom"):
            yield line(name, getattr(row, name) or "")
        for name in ("digest_at", "created_at", "joined_at"):
            yield line(name, written(getattr(row, name)))
    for row in own_data.duties_of(*key):
        yield line("duty", f"{role_name(row.role, '')} {row.first_year}-{row.first_year + 1}")
    for row in own_data.consents_of(*key):
        agreed = paper_word("own.version", version=row.version, at=at(row.agreed_at))
        yield line("consent", agreed)
    for row in own_data.offices_of(*key):
        yield line("office", paper_word("own.other_office", province=row.province))
    for row in own_data.chats_of(*key):
        yield line("chat", f"{row.channel} {row.chat} ({row.state})")
    for row in own_data.ways_in(*key):
        yield line("session", f"{at(row.made_at)} – {at(row.closed_at or row.expires_at)}")
    for name, count in own_data.counts(*key):
        yield line(name, str(count))


def line(name: str, value: str) -> Row:
    """Give a line of what is held about somebody, by its code."""
    return {"la_gi": paper_word(f"own.{name}"), "noi_dung": value}


def _tasks(day: SchoolDay, who: Member) -> tuple[Row, ...]:
    return tuple(
        {
            "ma": view.task.code,
            "noi_dung": view.task.work,
            "han": view.next_due.due_on if view.next_due is not None else None,
        }
        for view in concerning(day, who)
    )


def _said(day: SchoolDay, who: Member) -> Iterator[Row]:
    key = (day.tx, day.school_id, who.member_id)
    for row in own_data.reports_of(*key):
        percent = "" if row.percent is None else f" {row.percent} %"
        yield _row(row.reported_at, "report", f"{row.intent}{percent} {row.words}", row.number)
    for row in own_data.expenses_of(*key):
        yield _row(row.logged_at, "expense", f"{row.amount} {row.source} {row.words}", row.number)
    for row in own_data.requests_of(*key):
        yield _row(row.asked_at, "request", f"{row.kind} {row.reason} {row.state} {row.answer}")
    for row in own_data.questions_of(*key):
        yield _row(row.asked_at, "question", f"{row.words} → {row.answer}")


def _sent(day: SchoolDay, who: Member) -> Iterator[Row]:
    for row in own_data.evidence_of(day.tx, day.school_id, who.member_id):
        words = " ".join(filter(None, (row.file_name, row.criterion, row.title, row.words)))
        yield _row(row.received_at, "evidence", words)


def _messages(day: SchoolDay, who: Member) -> Iterator[Row]:
    for row in own_data.messages_of(day.tx, day.school_id, who.member_id):
        text = (row.content or {}).get("text", "")
        if text:
            yield _row(row.ended_at or row.created_at, "message", text)


def _arrived(day: SchoolDay, who: Member) -> Iterator[Row]:
    for row in own_data.arrived_of(day.tx, day.school_id, who.member_id):
        if row.raw:
            yield {"luc": at(row.received_at), "noi_dung": _json(row.raw)}


def _deeds(day: SchoolDay, who: Member) -> Iterator[Row]:
    for row in own_data.deeds_of(day.tx, day.school_id, who.member_id):
        yield _row(row.at, "deed", f"{row.name} ({row.channel})")


def _row(when: datetime, what: str, words: str, number: int | None = None) -> dict[str, Value]:
    code = {} if number is None else {"ma": f"V{number}"}
    said = " ".join(words.split())
    return {"luc": at(when), "la_gi": paper_word(f"own.{what}"), "noi_dung": said, **code}


def at(when: datetime) -> str:
    """Write an instant by the clocks of Vietnam."""
    return f"{local(when):%d/%m/%Y %H:%M}"


def written(value: Any) -> str:
    """Write an instant, an hour as HH:MM, or nothing for what is not there."""
    if isinstance(value, datetime):
        return at(value)
    return "" if value is None else str(value)[:5]


def _json(raw: dict[str, Any]) -> str:
    return json.dumps(raw, ensure_ascii=False)
