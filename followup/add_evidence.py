"""Keeping what proves a result: a photo, a file, a link, or words."""

from dataclasses import dataclass

from plan.model import Task
from storage import evidence, occurrences, tasks
from storage.history import Actor, Deed
from storage.school_day import SchoolDay


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence as it came; `file_hash` is the SHA-256 its bytes are kept under."""

    kind: str
    file_name: str = ""
    file_hash: str = ""
    size: int | None = None
    words: str = ""
    criterion: str = ""
    album: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
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
    if occurrence is None:
        return Kept(None, len(pieces), numbers)
    counted = evidence.count(day.tx, day.school_id, [occurrence.occurrence_id])
    task = tasks.get(day.tx, day.school_id, occurrence.task_id)
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


def place_evidence(
    day: SchoolDay, actor: Actor, evidence_ids: tuple[int, ...], where: tuple[int | None, str]
) -> None:
    """Say of pieces that nobody knew the place of where they belong: (occurrence, criterion)."""
    occurrence_id, criterion = where
    deed = day.deed("add_evidence", actor)
    for evidence_id in evidence_ids:
        evidence.change(deed, evidence_id, occurrence_id=occurrence_id, criterion=criterion)
