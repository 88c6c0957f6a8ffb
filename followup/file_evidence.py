"""Filing evidence: the criterion it belongs to, its official code, what the list says of it."""

from msgspec import Struct

from plan.criteria import CriteriaSet, coding_set
from plan.evidence_codes import EvidenceCode, criterion_order, has_boxes
from storage import evidence, occurrences, plans, tasks
from storage.evidence import Evidence
from storage.history import Actor
from storage.school_day import SchoolDay


class Filed(Struct, frozen=True):
    """What became of a piece: its code, and whether it had one before."""

    evidence: Evidence
    code: EvidenceCode
    is_new: bool


def set_of(day: SchoolDay, piece: Evidence | None = None) -> CriteriaSet:
    """Give the criteria that evidence is coded by: its plan's, the newest plan's, or the law's."""
    running = plans.list_active(day.tx, day.school_id)
    plan_id = None
    if piece is not None and piece.occurrence_id is not None:
        occurrence = occurrences.get(day.tx, day.school_id, piece.occurrence_id)
        task = tasks.get(day.tx, day.school_id, occurrence.task_id) if occurrence else None
        plan_id = task.plan_id if task is not None else None
    codes = [plan.criteria_set for plan in running if plan.plan_id == plan_id]
    codes += [plan.criteria_set for plan in reversed(running)]
    return coding_set(codes, day.first_year)


def suggestion(day: SchoolDay, piece: Evidence) -> str:
    """Give the criterion a piece likely belongs to: what was said with it, else its task's."""
    known = set_of(day, piece)
    said = [piece.criterion]
    if piece.occurrence_id is not None:
        occurrence = occurrences.get(day.tx, day.school_id, piece.occurrence_id)
        task = tasks.get(day.tx, day.school_id, occurrence.task_id) if occurrence else None
        said.append(task.criterion if task is not None else "")
    fits = (number for number in said if number and known.criterion_title(number) is not None)
    return next(fits, "")


def file_evidence(
    day: SchoolDay, actor: Actor, evidence_id: int, criteria: tuple[str, ...], *, index: bool
) -> Filed | None:
    """File a piece under the first criterion; it serves the others too and keeps one code.

    A piece that has a code of this set keeps it, though it is now said to serve others. With
    `index` nothing is stored but the entry. None when the piece or a criterion is unknown.
    """
    piece = evidence.get(day.tx, day.school_id, evidence_id)
    known = set_of(day, piece)
    unknown = any(known.criterion_title(number) is None for number in criteria)
    if piece is None or piece.state == "withdrawn" or not criteria or unknown:
        return None
    # What is deleted cannot be put back: that filing is not among what "hoàn tác" undoes.
    deed = day.deed("index_evidence" if index else "file_evidence", actor)
    own = evidence.codes(day.tx, day.school_id).get(evidence_id, ())
    before = next((code for code in own if code.criteria_set == known.code), None)
    code = before or evidence.next_code(
        deed, evidence_id, EvidenceCode(known.code, criteria[0], 0, _box(day, known, criteria[0]))
    )
    first = code.criterion
    evidence.change(
        deed,
        evidence_id,
        state="filed",
        criterion=first,
        also=sorted({*criteria, *piece.also} - {first}, key=criterion_order),
        filed_at=day.now,
        **({"is_index": True, "file_hash": ""} if index else {}),
    )
    filed = evidence.get(day.tx, day.school_id, evidence_id) or piece
    return Filed(filed, code, before is None)


def _box(day: SchoolDay, known: CriteriaSet, criterion: str) -> int:
    """Give the box of the newest code of the criterion, else of its standard."""
    if not has_boxes(known.code):
        return 0
    given = [code for own in evidence.codes(day.tx, day.school_id).values() for code in own]
    same_set = [code for code in given if code.criteria_set == known.code]
    standard = criterion.partition(".")[0]
    for near in (
        [code for code in same_set if code.criterion == criterion],
        [code for code in same_set if code.criterion.partition(".")[0] == standard],
    ):
        if near:
            return max(near, key=lambda code: code.ordinal).box
    return int(standard)


def describe_evidence(
    day: SchoolDay, actor: Actor, evidence_id: int, said: dict[str, str]
) -> Evidence | None:
    """Change what the list says of a piece: title, issued, issuer, place."""
    if evidence.get(day.tx, day.school_id, evidence_id) is None:
        return None
    evidence.change(day.deed("describe_evidence", actor), evidence_id, **said)
    return evidence.get(day.tx, day.school_id, evidence_id)


def drop_evidence(day: SchoolDay, actor: Actor, evidence_id: int) -> Evidence | None:
    """Withdraw a piece that is none; its code, if it has one, is never given again."""
    piece = evidence.get(day.tx, day.school_id, evidence_id)
    if piece is None or piece.state == "withdrawn":
        return None
    evidence.change(day.deed("drop_evidence", actor), evidence_id, state="withdrawn")
    return piece
