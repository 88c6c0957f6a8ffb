"""The dossier of a criterion: its tasks, days, reports, evidence, and what is missing."""

from datetime import date

from msgspec import Struct

from plan.criteria import criteria_set
from plan.hours import local
from plan.model import Member, Occurrence, OccurrenceState, ProgressReport, Task
from reports.evidence_list import EvidenceRow, evidence_rows
from storage import evidence, links, occurrences, reports, tasks
from storage.school_day import SchoolDay


class DossierTask(Struct, frozen=True):
    """One task as of the day: its days, what was reported, how much proves it.

    `done` counts the occurrences closed by the day, `due` those and what was due; `waiting` the
    pieces of evidence that have no code yet.
    """

    task: Task
    contact: Member | None
    occurrences: tuple[Occurrence, ...]
    done: int
    due: int
    reports: tuple[ProgressReport, ...]
    evidence: int
    waiting: int


class Dossier(Struct, frozen=True):
    """A criterion as of a day. `missing` holds (code of what is missing, task's code or "").

    The codes are no_task, no_evidence, no_report, not_done and unfiled.
    """

    criterion: str
    title: str
    criteria_set: str
    as_of: date
    tasks: tuple[DossierTask, ...]
    evidence: tuple[EvidenceRow, ...]
    missing: tuple[tuple[str, str], ...]


def dossier(day: SchoolDay, known_set: str, criterion: str, as_of: date) -> Dossier:
    """Gather everything about a criterion of a set as it stood at the end of a day."""
    known = criteria_set(known_set)
    title = (known.criterion_title(criterion) if known is not None else None) or ""
    rows = evidence_rows(day, known_set, criterion=criterion, as_of=as_of)
    own = [t for t in tasks.list_live(day.tx, day.school_id) if t.criterion == criterion]
    found = tuple(_task(day, task, as_of) for task in own)
    return Dossier(criterion, title, known_set, as_of, found, rows, _missing(found, rows))


def _task(day: SchoolDay, task: Task, as_of: date) -> DossierTask:
    days = tuple(occurrences.of_task(day.tx, day.school_id, task.task_id))
    numbers = [occurrence.occurrence_id for occurrence in days]
    proving = links.with_twins(day.tx, day.school_id, numbers)
    said = tuple(
        report
        for report in reports.of_occurrences(day.tx, day.school_id, numbers)
        if local(report.reported_at).date() <= as_of
    )
    pieces = [
        piece
        for piece in evidence.standing(day.tx, day.school_id)
        if piece.occurrence_id in proving and local(piece.received_at).date() <= as_of
    ]
    people = day.responsible(task.task_id)
    return DossierTask(
        task,
        people.contact if people is not None else None,
        days,
        sum(_is_done(occurrence, as_of) for occurrence in days),
        sum(o.due_on <= as_of or _is_done(o, as_of) for o in days),
        said,
        len(pieces),
        sum(piece.state == "waiting" for piece in pieces),
    )


def _is_done(occurrence: Occurrence, as_of: date) -> bool:
    closed_on = occurrence.closed_on
    return (
        occurrence.state is OccurrenceState.DONE and closed_on is not None and closed_on <= as_of
    )


def _missing(
    found: tuple[DossierTask, ...], rows: tuple[EvidenceRow, ...]
) -> tuple[tuple[str, str], ...]:
    if not found and not rows:
        return (("no_task", ""), ("no_evidence", ""))
    missing: list[tuple[str, str]] = []
    for one in found:
        code = one.task.code
        if one.due and one.done < one.due:
            missing.append(("not_done", code))
        if one.due and not one.reports:
            missing.append(("no_report", code))
        if one.done and not one.evidence:
            missing.append(("no_evidence", code))
        if one.waiting:
            missing.append(("unfiled", code))
    if not rows:
        missing.append(("no_evidence", ""))
    return tuple(missing)
