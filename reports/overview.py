"""Every task of a school as of a day: where it stands, who answers for it, what proves it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from plan.ladder import working_due
from plan.model import (
    Completion,
    Member,
    Occurrence,
    ProgressReport,
    Shape,
    Task,
    TaskState,
)
from plan.progress import Progress, Standing, progress_of
from plan.responsibility import Responsible, all_responsible
from storage import evidence, occurrences, plans, reports, requests, tasks
from storage.requests import Request, RequestKind
from storage.school_day import SchoolDay
from texts.messages.base import TaskLine

# How the lines of a list word a standing; what is not here is worded by its due day alone.
NOTES = {Standing.DONE: "done", Standing.OVERDUE: "overdue", Standing.BLOCKED: "blocked"}


class TaskView(Struct, frozen=True):
    """One task as of a day; `progress` is None while its time is doubtful, `asked` waits.

    `first_year` is that of its plan, None for what belongs to none that runs.
    """

    task: Task
    occurrences: tuple[Occurrence, ...]
    progress: Progress | None
    people: Responsible
    report: ProgressReport | None
    evidence: int
    asked: tuple[Request, ...] = ()
    first_year: int | None = None

    @property
    def waits_for(self) -> str:
        """What waits for a decision about it: a kind of request, empty for nothing."""
        return str(self.asked[0].kind) if self.asked else ""

    @property
    def standing(self) -> Standing | None:
        """Where it stands, None while its time is doubtful."""
        return None if self.progress is None else self.progress.standing

    @property
    def next_due(self) -> Occurrence | None:
        """The occurrence due next."""
        return None if self.progress is None else self.progress.next_due

    @property
    def contact(self) -> Member | None:
        """Who closes it."""
        return self.people.contact


def overview(day: SchoolDay, plan_id: int | None = None) -> list[TaskView]:
    """List the live tasks, of one plan or of the whole school, in document order."""
    known = tasks.list_live(day.tx, day.school_id, plan_id)
    return _views(day, known, _people(day, known))


def view_of(day: SchoolDay, number: int) -> TaskView | None:
    """Look at one live task by the number of its code; None for one unknown."""
    task = tasks.by_number(day.tx, day.school_id, number)
    known = [] if task is None or task.state is TaskState.CANCELLED else [task]
    return next(iter(_views(day, known, _people(day, known))), None)


def concerning(day: SchoolDay, member: Member) -> list[TaskView]:
    """List the tasks somebody is reminded of, the one due next first, those done last."""
    known = tasks.list_live(day.tx, day.school_id)
    people = _people(day, known)
    own = [task for task in known if _is_of(people[task.task_id], member)]
    return in_order(_views(day, own, people))


def own_of(views: Iterable[TaskView], member: Member) -> list[TaskView]:
    """Choose the tasks somebody is reminded of, in the order of `concerning`."""
    return in_order(view for view in views if _is_of(view.people, member))


def in_order(views: Iterable[TaskView]) -> list[TaskView]:
    """Put the task due next first, those done or doubtful last."""
    return sorted(views, key=lambda view: (due_key(view), view.task.number))


def _is_of(people: Responsible, member: Member) -> bool:
    return member in people.workers or people.contact == member


def _people(day: SchoolDay, known: Iterable[Task]) -> dict[int, Responsible]:
    numbers = [task.task_id for task in known]
    assigned = tasks.list_assignments(day.tx, day.school_id, numbers)
    return all_responsible(known, assigned, day.staff)


def _views(
    day: SchoolDay, known: Sequence[Task], people: Mapping[int, Responsible]
) -> list[TaskView]:
    dated = [task.task_id for task in known if task.state is TaskState.ACTIVE]
    by_task = occurrences.of_tasks(day.tx, day.school_id, dated)
    numbers = [o.occurrence_id for group in by_task.values() for o in group]
    said = reports.latest(day.tx, day.school_id, numbers)
    proven = evidence.count(day.tx, day.school_id, numbers)
    asked = {r.occurrence_id: r for r in requests.waiting(day.tx, day.school_id)}
    years = plans.first_years(day.tx, day.school_id)
    views = []
    for task in known:
        own = by_task.get(task.task_id, [])
        last = [said[o.occurrence_id] for o in own if o.occurrence_id in said]
        views.append(
            TaskView(
                task,
                tuple(own),
                progress_of(own, said, day.today, day.years, asked),
                people[task.task_id],
                max(last, key=lambda report: report.reported_at, default=None),
                sum(proven.get(o.occurrence_id, 0) for o in own),
                tuple(asked[o.occurrence_id] for o in own if o.occurrence_id in asked),
                years.get(task.plan_id or 0),
            )
        )
    return views


def line_of(view: TaskView, day: SchoolDay, *, names: bool = False) -> TaskLine:
    """Give a task as a line of a list; people are named only where the reader may know."""
    occurrence = view.next_due
    return TaskLine(
        code=view.task.code,
        work=view.task.work,
        due_on=None if occurrence is None else occurrence.due_on,
        days=0 if occurrence is None else _days_left(occurrence, day),
        note=_note(view),
        who=view.contact if names else None,
        percent=_percent(view),
    )


def carried_line(view: TaskView) -> TaskLine:
    """Give a task that goes on after the school year: by when all of it is due."""
    last = None if view.progress is None else view.progress.last_due_on
    return TaskLine(view.task.code, view.task.work, last, note="until", who=view.contact)


def due_key(view: TaskView) -> date:
    """Give what to sort by: the next due day; what is done or doubtful comes last."""
    return view.next_due.due_on if view.next_due is not None else date.max


def _percent(view: TaskView) -> int | None:
    """Give the percent last said of the occurrence due next; that of an earlier one is past."""
    if view.report is None or view.next_due is None:
        return None
    if view.task.completion is Completion.EACH:
        return None
    same = view.report.occurrence_id == view.next_due.occurrence_id
    return view.report.percent if same else None


def _days_left(occurrence: Occurrence, day: SchoolDay) -> int:
    return (working_due(occurrence.due_on, occurrence.shape, day.years) - day.today).days


def _note(view: TaskView) -> str:
    if view.standing is None:
        return "doubtful"
    if view.waits_for and view.standing is not Standing.OVERDUE:
        return "approval" if view.waits_for == RequestKind.APPROVE else "asked"
    if view.standing in NOTES:
        return NOTES[view.standing]
    shape = view.next_due.shape if view.next_due is not None else Shape.PLAIN
    return {Shape.OCCASION: "occasion", Shape.UNDATED: "undated"}.get(shape, "")
