"""Finding evidence by a code, a criterion or words; one piece; the dossier of a criterion."""

import re
from datetime import date

from bot.codes import find_number, is_only_code
from bot.commands import uploads
from bot.commands.context import by_code, is_own, is_theirs
from bot.commands.views import one_task
from bot.desk import Chosen, Desk
from bot.pages import cut, more_row, page_of
from bot.words import folded
from followup.file_evidence import describe_evidence, set_of
from followup.ports import Attachment
from followup.say import Say
from plan.deadlines import find_deadline
from plan.evidence_codes import find_codes
from plan.folding import fold
from plan.hours import local
from reports.dossier import Dossier, dossier
from reports.evidence_list import found_evidence
from storage import evidence, occurrences, tasks
from storage.evidence import Evidence
from storage.files import place_of
from texts.labels import label
from texts.messages.evidence import (
    DossierLine,
    DossierSeen,
    EvidenceLine,
    EvidenceOne,
    EvidenceSeen,
    NoSuchCriterion,
)

FIELDS = ("title", "issued", "issuer", "place")
MOST_TASKS = 4
_CRITERION = re.compile(r"\b\d{1,2}\.\d{1,2}\b")


def file_of(piece: Evidence) -> tuple[Attachment, ...]:
    """Give a piece's stored file as something to send, nothing where none is stored."""
    if not piece.file_hash:
        return ()
    mime = "image/jpeg" if piece.kind == "photo" else "application/octet-stream"
    return (Attachment(place_of(piece.file_hash), piece.file_name, mime, piece.size),)


def task_code(desk: Desk, piece: Evidence) -> str:
    """Give the code of the task a piece belongs to, empty without one."""
    if piece.occurrence_id is None:
        return ""
    occurrence = occurrences.get(desk.tx, desk.school_id, piece.occurrence_id)
    task = tasks.get(desk.tx, desk.school_id, occurrence.task_id) if occurrence else None
    return "" if task is None else task.code


def find(words: str, desk: Desk) -> Say:
    """Find evidence: one piece by its code, a list by a criterion or by words."""
    asked = find_codes(words)
    if asked:
        found = evidence.codes_by_text(desk.tx, desk.school_id, asked[:1])
        piece = evidence.get(desk.tx, desk.school_id, next(iter(found.values()), 0))
        if piece is not None and piece.state != "withdrawn":
            return _one(desk, piece)
    return _list(desk, words.strip(), 1)


def of_task(words: str, desk: Desk) -> Say:
    """Answer "minh chứng của V4", "V4 có minh chứng chưa": the list, to who may know it.

    Who works on the task and has sent nothing is told where to.
    """
    one = by_code(desk, words)
    if one is None or not (desk.may_use("minhchung") or is_theirs(desk, one)):
        return one_task(desk, find_number(words) or 0)
    if not _of_task(desk, one.task.code) and is_own(desk, one):
        return uploads.give(one.task.code, desk)
    return _list(desk, one.task.code, 1)


def _of_task(desk: Desk, code: str) -> list[Evidence]:
    """List the pieces that stand of a task."""
    task = tasks.by_number(desk.tx, desk.school_id, find_number(code) or 0)
    own = occurrences.of_task(desk.tx, desk.school_id, task.task_id) if task is not None else []
    numbers = {occurrence.occurrence_id for occurrence in own}
    standing = evidence.standing(desk.tx, desk.school_id)
    return [piece for piece in standing if piece.occurrence_id in numbers]


def turn(chosen: Chosen, desk: Desk) -> Say:
    """Show the next page."""
    return _list(desk, chosen.payload["asked"], page_of(chosen.value, {}))


def _list(desk: Desk, asked: str, page: int) -> Say:
    standing = evidence.standing(desk.tx, desk.school_id)
    codes = evidence.codes(desk.tx, desk.school_id)
    named = _CRITERION.search(asked)
    if is_only_code(asked):
        found = _of_task(desk, asked)
    elif named is not None:
        found = [p for p in standing if named[0] in {p.criterion, *p.also}]
    else:
        found = found_evidence(standing, asked)
    shown, number, pages = cut(found, page)
    lines = tuple(
        EvidenceLine(
            " ".join(str(code) for code in codes.get(piece.evidence_id, ())),
            piece.name,
            piece.is_index,
        )
        for piece in shown
    )
    waiting = sum(piece.state == "waiting" for piece in found)
    message = EvidenceSeen(desk.me, asked, lines, len(found), waiting, number, pages)
    return Say(message, "evidence_list", {"asked": asked}, more_row(number, pages))


def _one(desk: Desk, piece: Evidence) -> Say:
    codes = evidence.codes(desk.tx, desk.school_id).get(piece.evidence_id, ())
    message = EvidenceOne(
        who=desk.me,
        codes=tuple(str(code) for code in codes),
        name=piece.name,
        issued=piece.issued,
        issuer=piece.issuer,
        place=piece.place,
        also=piece.also,
        by=desk.day.staff.member(piece.member_id),
        on=local(piece.received_at).date(),
        is_index=piece.is_index,
        has_file=bool(piece.file_hash),
    )
    return Say(message, attachments=file_of(piece))


def describe(words: str, desk: Desk) -> Say:
    """Change what the list says: "sửa minh chứng H1-1.1-01 tên: ...; nơi: ...; lưu: ..."."""
    asked = find_codes(words)
    found = evidence.codes_by_text(desk.tx, desk.school_id, asked[:1]) if asked else {}
    piece = evidence.get(desk.tx, desk.school_id, next(iter(found.values()), 0))
    said = _said(words)
    if piece is None or not said:
        return _list(desk, words.strip(), 1) if piece is None else _one(desk, piece)
    renewed = describe_evidence(desk.day, desk.actor, piece.evidence_id, said)
    return _one(desk, renewed or piece)


def _said(words: str) -> dict[str, str]:
    """Read "tên: ...; nơi: ..." into the fields they name."""
    said: dict[str, str] = {}
    for part in words.split(";"):
        head, mark, value = part.partition(":")
        for name in FIELDS:
            if mark and value.strip() and _ends_with(fold(head).split(), f"field_{name}"):
                said[name] = " ".join(value.split())
    return said


def _ends_with(head: list[str], kind: str) -> bool:
    return any(" ".join(head[-len(word.split()) :]) == word for word in folded(kind))


def takes_criterion(rest: str, said: str, desk: Desk) -> bool:
    """Take what names a criterion."""
    del said, desk
    return _CRITERION.search(rest) is not None


def show_dossier(words: str, desk: Desk) -> Say:
    """Show the dossier of a criterion, as of a day if one is named: "hồ sơ tiêu chí 3.3"."""
    named = _CRITERION.search(words)
    if named is None:
        return _list(desk, words, 1)
    known = set_of(desk.day)
    if known.criterion_title(named[0]) is None:
        return Say(NoSuchCriterion(desk.me, named[0], known.code))
    found = find_deadline(words[named.end() :], desk.day.frame("chat"))
    as_of = desk.day.today
    if found is not None and found.reading.is_certain and len(found.reading.spans) == 1:
        as_of = _past(found.reading.spans[0].last, desk.day.today)
    return _dossier(desk, dossier(desk.day, known.code, named[0], as_of))


def _past(day: date, today: date) -> date:
    """Give the day named as the last one gone by: nobody asks how things stood in the future."""
    return day if day <= today else day.replace(year=day.year - 1)


def _dossier(desk: Desk, found: Dossier) -> Say:
    lines = tuple(
        DossierLine(
            one.task.code, one.task.work, one.done, one.due, len(one.reports), one.evidence
        )
        for one in found.tasks[:MOST_TASKS]
    )
    missing = ((code, label(f"missing_{what}")) for what, code in found.missing)
    message = DossierSeen(
        who=desk.me,
        number=found.criterion,
        title=found.title,
        as_of=found.as_of,
        tasks=lines,
        more=len(found.tasks) - len(lines),
        evidence_codes=tuple(row.code for row in found.evidence),
        evidence=len(found.evidence),
        missing=tuple(" ".join(part for part in parts if part) for parts in missing),
    )
    return Say(message)
