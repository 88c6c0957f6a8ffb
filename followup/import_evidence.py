"""Taking in the school's own list of evidence, so that its numbering goes on."""

from msgspec import Struct

from followup.file_evidence import set_of
from plan.documents import EvidenceList, EvidenceListRow
from plan.evidence_codes import EvidenceCode, has_boxes
from storage import evidence
from storage.history import Actor
from storage.school_day import SchoolDay


class Imported(Struct, frozen=True):
    """How many entries were new, known before, and written twice with different names."""

    added: int
    known: int
    twice: tuple[str, ...]


def import_evidence(day: SchoolDay, actor: Actor, listed: EvidenceList) -> Imported:
    """Keep every entry with its code; what the school has already is left as it is."""
    if actor.member_id is None:
        raise LookupError("nobody acts")
    deed = day.deed("import_evidence", actor)
    added, known, twice = 0, 0, []
    seen: dict[EvidenceCode, EvidenceListRow] = {}
    taken = set(evidence.codes_by_text(day.tx, day.school_id, _codes(day, listed)))
    for row in listed.rows:
        code = _code(day, row)
        first = seen.setdefault(code, row)
        if first is not row:
            if first.title != row.title:
                twice.append(str(code))
            continue
        if code in taken:
            known += 1
            continue
        evidence_id = evidence.add(
            deed,
            actor.member_id,
            kind="listed",
            title=row.title,
            words=row.note,
            issued=row.issued,
            issuer=row.issuer,
            place=row.place,
            criterion=code.criterion,
            is_index=True,
            state="filed",
            filed_at=day.now,
        )
        evidence.keep_code(deed, evidence_id, code)
        added += 1
    return Imported(added, known, tuple(dict.fromkeys(twice)))


def _codes(day: SchoolDay, listed: EvidenceList) -> list[EvidenceCode]:
    return [_code(day, row) for row in listed.rows]


def _code(day: SchoolDay, row: EvidenceListRow) -> EvidenceCode:
    """Give an entry's code in the school's own set: [H...] is written alike in three."""
    own = set_of(day).code
    if has_boxes(row.code.criteria_set) and has_boxes(own):
        return EvidenceCode(own, row.code.criterion, row.code.ordinal, row.code.box)
    return row.code
