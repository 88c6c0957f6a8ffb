"""The official list of evidence: every filed piece with its code, by standard and criterion."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from plan.criteria import coding_set
from plan.evidence_codes import EvidenceCode, criterion_order
from plan.folding import fold
from plan.hours import local
from storage import evidence, plans
from storage.evidence import Evidence
from storage.school_day import SchoolDay


class EvidenceRow(Struct, frozen=True):
    """One row of the list: TT, codes, name, date and place of issue, format and place, note.

    `code` is that of the set asked for, `other_codes` those of other sets. `format` is the ending
    of the file ("pdf"), "link", or empty for what is only listed. `also` are other criteria.
    """

    number: int
    code: str
    other_codes: tuple[str, ...]
    criterion: str
    name: str
    issued: str
    issuer: str
    format: str
    place: str
    note: str
    also: tuple[str, ...]
    evidence_id: int
    file_hash: str
    size: int | None = None


def evidence_rows(
    day: SchoolDay, criteria_set: str, *, criterion: str = "", as_of: date | None = None
) -> tuple[EvidenceRow, ...]:
    """List what is filed under a set of criteria, of one criterion or of all, as of a day.

    A piece stands once, under the criterion of its code; asked for one criterion, the pieces that
    serve it too are listed after its own.
    """
    codes = evidence.codes(day.tx, day.school_id)
    coded = [
        (code, piece)
        for piece in evidence.standing(day.tx, day.school_id, "filed")
        for code in codes.get(piece.evidence_id, ())
        if code.criteria_set == criteria_set and _is_there(piece, as_of)
    ]
    if criterion:
        coded = [(c, p) for c, p in coded if criterion in {c.criterion, *p.also}]
    coded.sort(key=lambda one: (one[0].criterion != criterion, _order(one[0])))
    return tuple(
        _row(number, code, piece, codes[piece.evidence_id])
        for number, (code, piece) in enumerate(coded, start=1)
    )


def evidence_part(day: SchoolDay, part: str) -> tuple[EvidenceRow, ...]:
    """List what is filed under the set in use, of all, a standard ("3") or a criterion ("3.3")."""
    running = plans.list_active(day.tx, day.school_id)
    known = coding_set([plan.criteria_set for plan in reversed(running)], day.first_year)
    rows = evidence_rows(day, known.code, criterion=part if "." in part else "")
    if "." in part or not part:
        return rows
    return tuple(row for row in rows if row.criterion.partition(".")[0] == part)


def found_evidence(pieces: Iterable[Evidence], words: str) -> list[Evidence]:
    """Give the pieces whose name holds every one of some words, the newest first."""
    wanted = fold(words).split()
    found = [
        piece
        for piece in pieces
        if all(word in fold(f"{piece.name} {piece.file_name} {piece.issued}") for word in wanted)
    ]
    return found[::-1]


def _is_there(piece: Evidence, as_of: date | None) -> bool:
    # What the school listed before was there before we knew of it.
    return as_of is None or piece.kind == "listed" or local(piece.received_at).date() <= as_of


def _order(code: EvidenceCode) -> tuple[tuple[int, ...], int]:
    return criterion_order(code.criterion), code.ordinal


def _row(
    number: int, code: EvidenceCode, piece: Evidence, codes: tuple[EvidenceCode, ...]
) -> EvidenceRow:
    return EvidenceRow(
        number,
        str(code),
        tuple(str(other) for other in codes if other != code),
        code.criterion,
        piece.name,
        piece.issued or (f"{local(piece.received_at):%d/%m/%Y}" if not piece.is_index else ""),
        piece.issuer,
        format_of(piece),
        piece.place,
        piece.words if piece.title and piece.words != piece.title else "",
        piece.also,
        piece.evidence_id,
        piece.file_hash,
        piece.size,
    )


def format_of(piece: Evidence) -> str:
    """Give in what form a piece is stored: its file's ending, "link", or nothing."""
    if piece.kind == "link":
        return "link"
    if piece.is_index or not piece.file_hash:
        return ""
    ending = piece.file_name.rsplit(".", 1)[-1].lower() if "." in piece.file_name else ""
    return ending if ending.isalnum() else "file"
