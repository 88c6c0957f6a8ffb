"""Keeping what proves a result: a photo, a file, a link, or words."""

from msgspec import Struct

from followup.post import notify
from followup.say import Say
from plan.model import Task
from storage import evidence, occurrences, tasks
from storage.history import Actor, Deed
from storage.school_day import SchoolDay
from texts.messages.evidence import PupilsSeen

SECRETARY = "THU_KY"


class Piece(Struct, frozen=True):
    """One piece of evidence as it came; `file_hash` is the SHA-256 its bytes are kept under."""

    kind: str
    file_name: str = ""
    file_hash: str = ""
    size: int | None = None
    words: str = ""
    criterion: str = ""
    album: str = ""
    # Lines of the file that look like a list of pupils.
    pupils: int = 0


class Kept(Struct, frozen=True):
    """What was kept: for which task (None: not known yet) and how many pieces it has now."""

    task: Task | None
    pieces: int
    evidence_ids: tuple[int, ...] = ()


def add_evidence(
    day: SchoolDay,
    actor: Actor,
    occurrence_id: int | None,
    pieces: tuple[Piece, ...],
    deed: Deed | None = None,
) -> Kept | None:
    """Store evidence of the acting member, for an occurrence or to be filed later.

    None when the occurrence is unknown or nobody acts.
    """
    if actor.member_id is None:
        return None
    occurrence = (
        None if occurrence_id is None else occurrences.get(day.tx, day.school_id, occurrence_id)
    )
    if occurrence_id is not None and occurrence is None:
        return None
    deed = deed or day.deed("add_evidence", actor)
    numbers = tuple(_add(deed, actor.member_id, occurrence_id, piece) for piece in pieces)
    task = None if occurrence is None else tasks.get(day.tx, day.school_id, occurrence.task_id)
    for piece, number in zip(pieces, numbers, strict=True):
        if piece.pupils:
            code = "" if task is None else task.code
            _tell_of_pupils(day, actor.member_id, (piece, number), code)
    if occurrence is None:
        return Kept(None, len(pieces), numbers)
    counted = evidence.count(day.tx, day.school_id, [occurrence.occurrence_id])
    return Kept(task, counted.get(occurrence.occurrence_id, 0), numbers)


def _add(deed: Deed, member_id: int, occurrence_id: int | None, piece: Piece) -> int:
    return evidence.add(
        deed,
        member_id,
        occurrence_id=occurrence_id,
        kind=piece.kind,
        file_name=piece.file_name,
        file_hash=piece.file_hash,
        size=piece.size,
        words=piece.words,
        criterion=piece.criterion,
        album=piece.album,
    )


def _tell_of_pupils(day: SchoolDay, sender_id: int, kept: tuple[Piece, int], code: str) -> None:
    """Tell who sent a file with a list of pupils, the secretary and the principal."""
    piece, number = kept
    sender = day.staff.member(sender_id)
    office = (day.staff.principal, *day.staff.holders(SECRETARY))
    for member in dict.fromkeys((sender, *office)):
        if member is not None and sender is not None:
            say = Say(PupilsSeen(member, sender, piece.file_name, code, piece.pupils))
            notify(day, member, f"pupils:{number}", say, at_once=member == sender)


def place_evidence(
    day: SchoolDay, actor: Actor, evidence_ids: tuple[int, ...], where: tuple[int | None, str]
) -> None:
    """Say of pieces that nobody knew the place of where they belong: (occurrence, criterion)."""
    occurrence_id, criterion = where
    deed = day.deed("add_evidence", actor)
    for evidence_id in evidence_ids:
        evidence.change(deed, evidence_id, occurrence_id=occurrence_id, criterion=criterion)
