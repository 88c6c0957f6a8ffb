"""Next year's plan from this year's: what is unfinished, what goes on, what comes yearly."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from followup.edit_task import rows_of_tasks
from followup.import_plan import add_doubts, plan_frame
from followup.plan_rows import add_tasks
from followup.stored_document import to_json
from plan.criteria import criteria_set, set_in_force, suggested_criteria
from plan.documents import Document, PlanRow
from plan.model import Occurrence, OccurrenceState, Shape, Task
from plan.school_years import school_year_name
from plan.task_reading import TaskReading, read_apart
from storage import moments, occurrences, plans, tasks
from storage.history import Actor, Deed
from storage.plans import Plan
from storage.school_day import SchoolDay

# From May on people prepare the next year; until October the year just begun may still lack it.
PREPARES = range(5, 8)
GROUPS = ("going", "unfinished", "yearly")
_YEAR = re.compile(r"\b(20\d\d)\s*-\s*(20\d\d)\b")


class Candidates(Struct, frozen=True, dict=True):
    """The tasks of the years before `first_year` that may go on, by why."""

    first_year: int
    plans: tuple[Plan, ...]
    going: tuple[Task, ...]
    unfinished: tuple[Task, ...]
    yearly: tuple[Task, ...]

    @cached_property
    def going_on(self) -> frozenset[int]:
        """The numbers of the tasks that go on with their days."""
        return frozenset(task.task_id for task in self.going)

    @cached_property
    def coming_back(self) -> frozenset[int]:
        """The numbers of the tasks that come back yearly."""
        return frozenset(task.task_id for task in self.yearly)

    def of(self, groups: Iterable[str]) -> tuple[Task, ...]:
        """Give the tasks of some groups, in document order."""
        found = [task for name in groups for task in getattr(self, name)]
        return tuple(sorted(found, key=lambda task: task.number))


def candidates(day: SchoolDay) -> Candidates:
    """Sort the tasks of the plans that end: each is in one group or, done for good, in none."""
    target = day.first_year + 1 if day.today.month in PREPARES else day.first_year
    ending = [p for p in plans.list_active(day.tx, day.school_id) if p.first_year < target]
    going, unfinished, yearly = [], [], []
    for plan in ending:
        year_end = day.years.year(plan.first_year).year_end
        known = tasks.list_live(day.tx, day.school_id, plan.plan_id)
        dated = occurrences.of_tasks(day.tx, day.school_id, (task.task_id for task in known))
        for task in known:
            own = dated.get(task.task_id, [])
            left = [o for o in own if o.state is OccurrenceState.OPEN]
            if any(o.due_on > year_end and o.shape is Shape.PLAIN for o in left):
                going.append(task)
            elif _comes_yearly(task, own, plan):
                yearly.append(task)
            elif left or not own:
                unfinished.append(task)
    return Candidates(target, tuple(ending), tuple(going), tuple(unfinished), tuple(yearly))


def _comes_yearly(task: Task, own: list[Occurrence], plan: Plan) -> bool:
    """Whether the row says that it comes back: every month, an occasion, or all of the year."""
    returning = any(o.shape in {Shape.RECURRING, Shape.UNDATED, Shape.OCCASION} for o in own)
    name = school_year_name(plan.first_year)
    return returning or name in task.time_text.replace(" ", "")


def suggestions(found: Candidates, chosen: Iterable[Task]) -> dict[str, list[Task]]:
    """Group tasks by the criterion of the set then in force that is offered for them.

    What has a criterion and no suggestion stands under "". Empty where the set stays or nothing
    is known of the change.
    """
    offered: dict[str, list[Task]] = {}
    known = {plan.plan_id: _suggested(plan, found.first_year) for plan in found.plans}
    for task in chosen:
        by_number = known.get(task.plan_id or 0)
        if by_number and (task.criterion or task.standard):
            offered.setdefault(by_number.get(task.criterion, ""), []).append(task)
    return offered


def _suggested(plan: Plan, first_year: int) -> Mapping[str, str]:
    return suggested_criteria(plan.criteria_set, set_in_force(first_year))


def start_new_year(
    day: SchoolDay, actor: Actor, groups: tuple[str, ...], *, renumber: bool = False
) -> list[Task]:
    """Make the next plans of the groups' tasks under new codes; the plans before are closed.

    Each plan goes on in one of its own. What goes on keeps its days; what is unfinished is due in
    the new year; a year written in the time of what comes back is moved by one. The old open days
    no longer remind anybody. With `renumber` the suggested criteria of the new set are taken;
    what has no suggestion then has no criterion.
    """
    found = candidates(day)
    chosen = found.of(groups)
    if not found.plans or not chosen:
        return []
    deed = day.deed("new_year", actor)
    made: list[int] = []
    for plan in found.plans:
        own = [task for task in chosen if task.plan_id == plan.plan_id]
        if own:
            made += _go_on(day, deed, found, (plan, own), renumber=renumber)
        _close(day, deed, plan)
    return list(tasks.many(day.tx, day.school_id, made).values())


def _go_on(
    day: SchoolDay, deed: Deed, found: Candidates, went: tuple[Plan, list[Task]], *, renumber: bool
) -> list[int]:
    """Make the plan that goes on from one that ends with some of its tasks; gives the new ones."""
    plan, own = went
    by_number = _suggested(plan, found.first_year) if renumber else {}
    criteria = set_in_force(found.first_year) if by_number else plan.criteria_set
    plan_id = plans.add(
        deed,
        title=plan.title,
        first_year=found.first_year,
        criteria_set=criteria,
        file_name="",
        file_hash="",
        state="active",
        document=to_json(Document(plan.title, (), criteria, ())),
    )
    readings = _readings(day, found, own, by_number)
    numbers = add_tasks(day, deed, plan_id, readings)
    carried = {
        number: {"carried_from": task.task_id, "contact_id": task.contact_id}
        for number, task in zip(numbers, own, strict=True)
    }
    tasks.change_each(deed, carried)
    add_doubts(deed, plan_id, readings, numbers)
    return numbers


def _readings(
    day: SchoolDay, found: Candidates, own: list[Task], by_number: Mapping[str, str]
) -> list[TaskReading]:
    rows = []
    for task, row in zip(own, rows_of_tasks(day, own), strict=True):
        renewed = replace(row, time=_time(found, task))
        if by_number:
            renewed = _renumbered(renewed, by_number.get(task.criterion, ""), found.first_year)
        rows.append(renewed)
    read = read_apart(rows, plan_frame(day, found.first_year))
    # People were asked about once; who was named then is kept.
    return [
        one if task.contact_id is None else replace(one, asks=())
        for task, one in zip(own, read, strict=True)
    ]


def _renumbered(row: PlanRow, criterion: str, first_year: int) -> PlanRow:
    """Put a row under a criterion of the set in force; the levels of the old set end with it."""
    standard = criterion.partition(".")[0]
    known = criteria_set(set_in_force(first_year))
    title = known.standard_title(standard) if known is not None and standard else ""
    return replace(row, level="", standard=standard, standard_title=title, criterion=criterion)


def _time(found: Candidates, task: Task) -> str:
    if task.task_id in found.going_on:
        return task.time_text
    name = school_year_name(found.first_year)
    return _YEAR.sub(name, task.time_text) if task.task_id in found.coming_back else name


def _close(day: SchoolDay, deed: Deed, plan: Plan) -> None:
    plans.change(deed, plan.plan_id, state="closed")
    known = tasks.list_live(day.tx, day.school_id, plan.plan_id)
    dated = occurrences.of_tasks(day.tx, day.school_id, (task.task_id for task in known))
    left = [
        one.occurrence_id
        for own in dated.values()
        for one in own
        if one.state is OccurrenceState.OPEN
    ]
    occurrences.change_many(deed, left, state=str(OccurrenceState.CANCELLED))
    moments.drop_waiting(day.tx, day.school_id, left, "new year")
