"""Everything about one task: its days, what was reported, asked, spent, proven and changed."""

from msgspec import Struct

from plan.model import Member, Occurrence, Part, ProgressReport
from plan.progress import Standing, lapsed, standing_of
from reports.overview import TaskView, view_of
from reports.seeing import may_see
from storage import evidence, expenses, history, links, occurrences, reports, requests
from storage.evidence import ListedEvidence
from storage.expenses import Expense
from storage.history import Past
from storage.requests import Request
from storage.school_day import SchoolDay

# The newest deeds of a task; who wants them all has the database.
MOST = 50


class OccurrenceSeen(Struct, frozen=True):
    """One due day of a task. `standing` is None where a later one has taken its place."""

    occurrence: Occurrence
    standing: Standing | None
    parts: tuple[tuple[Member, bool], ...]


class TaskHistory(Struct, frozen=True):
    """One task with all that belongs to it; lists of what was said begin with the newest."""

    view: TaskView
    days: tuple[OccurrenceSeen, ...]
    reports: tuple[ProgressReport, ...]
    requests: tuple[Request, ...]
    evidence: tuple[ListedEvidence, ...]
    expenses: tuple[Expense, ...]
    deeds: tuple[Past, ...]


def task_history(day: SchoolDay, me: Member, number: int) -> TaskHistory | None:
    """Gather a task by the number of its code; None for one unknown or not to be seen."""
    view = view_of(day, number)
    if view is None or not may_see(day, me, view):
        return None
    task_id = view.task.task_id
    numbers = [o.occurrence_id for o in occurrences.of_task(day.tx, day.school_id, task_id)]
    pieces = _pieces(day, task_id, numbers)
    spent = expenses.standing(day.tx, day.school_id, task_id)
    asked = requests.of_occurrences(day.tx, day.school_id, numbers)
    said = reports.of_occurrences(day.tx, day.school_id, numbers)
    touched = {
        "tasks": [task_id],
        "occurrences": numbers,
        "requests": [request.request_id for request in asked],
        "evidence": [piece.evidence_id for piece in pieces if piece.task_id == task_id],
        "expenses": [expense.expense_id for expense in spent],
        "reports": [report.report_id for report in said],
    }
    return TaskHistory(
        view=view,
        days=_days(day, view),
        reports=tuple(reversed(said)),
        requests=tuple(reversed(asked)),
        evidence=tuple(reversed(pieces)),
        expenses=tuple(reversed(spent)),
        deeds=tuple(history.of_rows(day.tx, day.school_id, touched, MOST)),
    )


def _pieces(day: SchoolDay, task_id: int, numbers: list[int]) -> list[ListedEvidence]:
    """List what proves a task: its own pieces, and those of the same time of linked tasks."""
    proving = links.with_twins(day.tx, day.school_id, numbers)
    shared = {
        piece.evidence_id
        for piece in evidence.standing(day.tx, day.school_id)
        if piece.occurrence_id in proving
    }
    return [
        piece
        for piece in evidence.list_standing(day.tx, day.school_id)
        if piece.task_id == task_id or piece.evidence_id in shared
    ]


def _days(day: SchoolDay, view: TaskView) -> tuple[OccurrenceSeen, ...]:
    numbers = [o.occurrence_id for o in view.occurrences]
    said = reports.latest(day.tx, day.school_id, numbers)
    parts = occurrences.list_parts(day.tx, day.school_id, numbers)
    gone = lapsed(view.occurrences, day.today)
    asked = {request.occurrence_id for request in view.asked}
    return tuple(
        OccurrenceSeen(
            one,
            None if one.occurrence_id in gone else _standing(day, one, said, asked),
            _who(day, parts.get(one.occurrence_id, [])),
        )
        for one in view.occurrences
    )


def _standing(
    day: SchoolDay, one: Occurrence, said: dict[int, ProgressReport], asked: set[int]
) -> Standing:
    number = one.occurrence_id
    report = said.get(number)
    return standing_of(one, report, day.today, day.years, is_asked=number in asked)


def _who(day: SchoolDay, parts: list[Part]) -> tuple[tuple[Member, bool], ...]:
    known = ((day.staff.member(part.member_id), part.is_done) for part in parts)
    return tuple((member, is_done) for member, is_done in known if member is not None)
