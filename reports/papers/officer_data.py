"""All that is held about an officer of a province, as a workbook for that person alone."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from plan.hours import local
from reports.papers.own_data import WHAT, WHEN, WORDS, Row, at, line, written
from reports.papers.paper import Paper
from reports.papers.tables import Table
from storage import officer_data, officer_requests
from storage.database import Tx
from storage.provinces import Officer
from texts.papers import paper_word


def officer_paper(tx: Tx, officers: Sequence[Officer], person_id: int) -> Paper:
    """Gather it: who somebody is to the provinces, ways in, what was sent and received."""
    tables = (
        Table("ve_minh", (WHAT, WORDS), tuple(_about(tx, officers, person_id))),
        Table("tin_da_gui", (WHEN, WORDS), tuple(_messages(tx, person_id))),
        Table("tin_da_nhan", (WHEN, WORDS), tuple(_arrived(tx, person_id))),
    )
    return Paper("", {}, (), tables)


def file_name(now: datetime) -> str:
    """Name the file by the day it is of."""
    return f"{paper_word('files.own_data', last=local(now).date())}.xlsx"


def _about(tx: Tx, officers: Sequence[Officer], person_id: int) -> Iterator[Row]:
    numbers = [one.officer_id for one in officers]
    for row in officer_data.offices_all_schools(tx, numbers):
        yield line("full_name", row.name)
        yield line("office", row.province)
        yield line("invited_at", at(row.made_at))
        yield line("joined_at", written(row.joined_at))
        yield line("ended_at", written(row.ended_at))
        if row.agreed_at is not None:
            agreed = paper_word("own.version", version=row.consent_version, at=at(row.agreed_at))
            yield line("consent", agreed)
    for row in officer_data.chats_all_schools(tx, person_id):
        yield line("chat", f"{row.channel} {row.chat} ({row.state})")
    for row in officer_data.visits_all_schools(tx, numbers):
        yield line(row.kind, f"{at(row.made_at)} – {at(row.closed_at or row.expires_at)}")
    for row in officer_data.files_all_schools(tx, numbers):
        yield line("file", at(row.made_at))
    for asked in officer_requests.list_all_schools(tx, numbers):
        kind = paper_word(f"own.ask_{asked.kind}")
        yield line("data_request", f"{kind}, {at(asked.asked_at)}")


def _messages(tx: Tx, person_id: int) -> Iterator[Row]:
    for row in officer_data.messages_all_schools(tx, person_id):
        text = (row.content or {}).get("text", "")
        if text:
            yield _said(row.ended_at or row.created_at, " ".join(text.split()))


def _arrived(tx: Tx, person_id: int) -> Iterator[Row]:
    for row in officer_data.arrived_all_schools(tx, person_id):
        if row.raw:
            yield _said(row.received_at, json.dumps(row.raw, ensure_ascii=False))


def _said(when: datetime, words: str) -> Row:
    return {"luc": at(when), "noi_dung": words}
