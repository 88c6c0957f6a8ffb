"""Changing one task from chat: its words, time, people, money; adding, cancelling, milestones."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from followup.edit_plan import cancel_tasks, change_tasks
from followup.import_plan import add_doubts, plan_frame
from followup.lay_moments import lay_moments
from followup.plan_rows import add_task
from followup.post import notify
from followup.say import Say
from plan.criteria import criteria_set
from plan.documents import Document, PlanRow
from plan.model import Member, Shape, Task
from plan.reimport import CELLS, Edit
from plan.task_reading import TaskReading, read_tasks
from storage import occurrences, plans, tasks
from storage.history import Actor
from storage.school_day import SchoolDay
from texts.messages.edits import TaskChanged

# A milestone is reminded of as short work is.
MILESTONE_DAYS = 10


class Milestone(Struct, frozen=True):
    """A day inside a long task, with its own words."""

    on: date
    words: str


def cells_of(day: SchoolDay, task: Task) -> dict[str, str]:
    """Give what a task's cells say now, by what they hold (plan.reimport.CELLS)."""
    return _cells(task, tasks.cells_of(day.tx, day.school_id, [task.task_id])[task.task_id][1])


def _cells(task: Task, kept: Mapping[str, str]) -> dict[str, str]:
    own = {
        "work": task.work,
        "time": task.time_text,
        "owner": task.owner_text,
        "conditions": task.conditions,
        "solution": task.solution,
    }
    return {name: kept.get(name, own.get(name, "")) for name in CELLS}


def edited(day: SchoolDay, task: Task, cells: Mapping[str, str]) -> TaskReading:
    """Read a task's row as it would be with some cells changed; nothing is stored."""
    (row,) = rows_of_tasks(day, [task], cells)
    if "criterion" in cells:
        number, standard, title = _placed(day, task.plan_id, cells["criterion"])
        row = replace(row, criterion=number, standard=standard, standard_title=title)
    return _read(day, task.plan_id, row)


def rows_of_tasks(
    day: SchoolDay, own: Sequence[Task], cells: Mapping[str, str] = MappingProxyType({})
) -> list[PlanRow]:
    """Give tasks as rows of a document, as they are now, with some cells of each changed."""
    known = tasks.cells_of(day.tx, day.school_id, (task.task_id for task in own))
    rows = []
    for task in own:
        raw, kept = known[task.task_id]
        values = _cells(task, kept) | dict(cells)
        row = PlanRow(
            line=0,
            work=values["work"],
            level=task.level,
            standard=task.standard,
            standard_title=task.standard_title,
            criterion=task.criterion,
            raw=raw,
        )
        rows.append(_with(row, values))
    return rows


def criterion_fits(day: SchoolDay, plan_id: int | None, cells: Mapping[str, str]) -> bool:
    """Whether the criterion said, if any, is one of the plan's set; any is where none is known."""
    plan = plans.get(day.tx, day.school_id, plan_id or 0)
    known = criteria_set(plan.criteria_set) if plan is not None else None
    said = cells.get("criterion", "")
    return not said or known is None or known.criterion_title(said) is not None


def _placed(day: SchoolDay, plan_id: int | None, criterion: str) -> tuple[str, str, str]:
    """Give where a criterion stands: its number, its standard, that one's title."""
    plan = plans.get(day.tx, day.school_id, plan_id or 0)
    known = criteria_set(plan.criteria_set) if plan is not None else None
    standard = criterion.partition(".")[0]
    title = known.standard_title(standard) if known is not None else ""
    return criterion, standard, title


def _with(row: PlanRow, cells: Mapping[str, str]) -> PlanRow:
    return replace(
        row,
        time=cells.get("time", ""),
        owner=cells.get("owner", ""),
        support=cells.get("support", ""),
        oversee=cells.get("oversee", ""),
        conditions=cells.get("conditions", ""),
        solution=cells.get("solution", ""),
        budget=cells.get("budget", ""),
    )


def _read(day: SchoolDay, plan_id: int | None, row: PlanRow) -> TaskReading:
    plan = plans.get(day.tx, day.school_id, plan_id) if plan_id is not None else None
    first_year = plan.first_year if plan is not None else day.first_year
    document = Document("", (), "", (row,))
    return read_tasks(document, plan_frame(day, first_year))[0]


def new_row(day: SchoolDay, plan_id: int, cells: Mapping[str, str]) -> TaskReading:
    """Read a row that is to be added to a plan; `cells` may name its criterion."""
    criterion = cells.get("criterion", "")
    standard = criterion.partition(".")[0]
    row = PlanRow(line=0, work=cells["work"], criterion=criterion, standard=standard)
    return _read(day, plan_id, _with(row, cells))


def edit_task(day: SchoolDay, actor: Actor, task: Task, cells: Mapping[str, str]) -> None:
    """Change a task's cells; what they leave open is asked, and who closes it is told."""
    reading = edited(day, task, cells)
    edit = Edit(task.task_id, 0, tuple(name for name in CELLS if name in cells), is_sure=True)
    deed = day.deed("edit_task", actor)
    asked = change_tasks(day, deed, [(edit, reading)])
    if "criterion" in cells:
        row = reading.row
        tasks.change(
            deed,
            task.task_id,
            criterion=row.criterion,
            standard=row.standard,
            standard_title=row.standard_title,
        )
    if task.plan_id is not None:
        add_doubts(deed, task.plan_id, asked, [task.task_id])
    _tell(day, actor, task, f"edited:{deed.deed_id}", tuple(cells))


def add_to_plan(day: SchoolDay, actor: Actor, plan_id: int, reading: TaskReading) -> Task:
    """Add a row to a plan that runs; it gets the next code."""
    deed = day.deed("add_task", actor)
    task_id = add_task(day, deed, plan_id, reading)
    add_doubts(deed, plan_id, [reading], [task_id])
    task = tasks.get(day.tx, day.school_id, task_id)
    if task is None:
        raise LookupError(task_id)
    return task


def cancel(day: SchoolDay, actor: Actor, task: Task) -> None:
    """Take a task out of the plan and tell who had it."""
    deed = day.deed("cancel_task", actor)
    _tell(day, actor, task, f"cancelled:{deed.deed_id}", ())
    cancel_tasks(day, deed, [task.task_id])


def add_milestones(
    day: SchoolDay, actor: Actor, task: Task, milestones: tuple[Milestone, ...]
) -> None:
    """Put days with words of their own inside a long task; it is done when they are too."""
    deed = day.deed("add_milestones", actor)
    for one in milestones:
        occurrence_id = occurrences.add(
            deed,
            task.task_id,
            first_on=max(min(day.today, one.on), one.on - timedelta(days=MILESTONE_DAYS - 1)),
            due_on=one.on,
            shape=str(Shape.PLAIN),
            title=one.words,
        )
        stored = occurrences.get(day.tx, day.school_id, occurrence_id)
        if stored is not None:
            lay_moments(day, [stored], after=day.today)


def _tell(day: SchoolDay, actor: Actor, task: Task, matter: str, cells: tuple[str, ...]) -> None:
    """Tell who closes a task that it was changed, or, with no cells, cancelled."""
    people = day.responsible(task.task_id)
    by = day.staff.member(actor.member_id)
    told: tuple[Member | None, ...] = (people.contact,) if people is not None else ()
    for member in told:
        if member is None or member == by or day.school.started_at is None:
            continue
        changed = tasks.get(day.tx, day.school_id, task.task_id) or task
        left = occurrences.of_task(day.tx, day.school_id, task.task_id)
        due_on = next((o.due_on for o in left if o.state == "open"), None)
        message = TaskChanged(member, by, task.code, changed.work, due_on, bool(cells))
        notify(day, member, matter, Say(message))
