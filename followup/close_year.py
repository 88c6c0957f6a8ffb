"""Closing the school year task by task: what each came to, what proves it, the level reached."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from followup.add_evidence import Piece, add_evidence
from followup.report_progress import Said, report_progress
from plan.criteria import criteria_set
from plan.model import Intent, Member, Occurrence, OccurrenceState, Task, TaskState
from plan.outcome import NOTHING, Lack, Outcome, Result, lacks, with_shared_levels
from plan.responsibility import responsible
from storage import evidence, occurrences, outcomes, plans, tasks
from storage.history import Actor
from storage.plans import Plan
from storage.school_day import SchoolDay

# So many days before the year's last day its tasks may be closed.
OPENS = timedelta(days=60)


class Closing(Struct, frozen=True):
    """One task of a year that is closed. `levels` are those of its criteria, none where unknown.

    `outcome` holds what follows too: "done" where every day is done, the level of its criterion.
    """

    task: Task
    criteria_set: str
    levels: tuple[int, ...]
    occurrences: tuple[Occurrence, ...]
    outcome: Outcome
    evidence: int
    contact: Member | None

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What is still missing of it."""
        return lacks(self.outcome, proven=self.evidence > 0, has_levels=bool(self.levels))

    @property
    def due_on(self) -> date:
        """The last of its days."""
        return max(occurrence.due_on for occurrence in self.occurrences)


def opens_on(day: SchoolDay) -> date | None:
    """Give the first day the running plans may be closed on, None when none runs."""
    running = plans.list_active(day.tx, day.school_id)
    ends = [day.years.year(plan.first_year).year_end for plan in running]
    return min(ends) - OPENS if ends else None


def closings(day: SchoolDay) -> list[Closing]:
    """List the tasks of the plans whose year ends, as they stand, in document order."""
    tx, school_id = day.tx, day.school_id
    ending = {plan.plan_id: plan for plan in plans.list_active(tx, school_id) if _ends(day, plan)}
    known = [
        task
        for task in tasks.list_live(tx, school_id)
        if task.plan_id in ending and task.state is TaskState.ACTIVE
    ]
    own = _occurrences(day, {task.task_id for task in known})
    numbers = [o.occurrence_id for group in own.values() for o in group]
    proven = evidence.count(tx, school_id, numbers)
    assigned = tasks.list_assignments(tx, school_id, own)
    said = outcomes.of_tasks(tx, school_id)
    found = [
        Closing(
            task,
            ending[task.plan_id or 0].criteria_set,
            _levels(task, ending[task.plan_id or 0]),
            tuple(own[task.task_id]),
            _known(said.get(task.task_id, NOTHING), own[task.task_id]),
            sum(proven.get(o.occurrence_id, 0) for o in own[task.task_id]),
            responsible(task, assigned.get(task.task_id, []), day.staff).contact,
        )
        for task in known
        if task.task_id in own
    ]
    return _with_levels(found)


def close_task(
    day: SchoolDay, actor: Actor, one: Closing, said: Outcome, proof: tuple[Piece, ...] = ()
) -> None:
    """Keep what is said of a task, with what proves it; what is said to be done is reported so.

    Only what `said` fills in is changed. One "hoàn tác" takes all of it back.
    """
    deed = day.deed("close_task", actor)
    values: dict[str, str] = {}
    if said.result is not None:
        values["result"] = str(said.result)
    if said.words:
        values["words"] = said.words
    if said.level:
        values["level"] = said.level
    if said.has_none:
        values["proof"] = "none"
    if values:
        outcomes.keep(deed, one.task.task_id, **values)
    if proof:
        add_evidence(day, actor, one.occurrences[-1].occurrence_id, proof, deed)
    if said.result in {Result.DONE, Result.PART}:
        is_done = said.result is Result.DONE
        told = Said(Intent.DONE if is_done else Intent.PROGRESS, words=said.words)
        for occurrence in one.occurrences:
            if occurrence.state is OccurrenceState.OPEN:
                report_progress(day, actor, occurrence.occurrence_id, told, deed)


def _ends(day: SchoolDay, plan: Plan) -> bool:
    return day.years.year(plan.first_year).year_end - OPENS <= day.today


def _levels(task: Task, plan: Plan) -> tuple[int, ...]:
    known = criteria_set(plan.criteria_set)
    return known.levels if known is not None and (task.criterion or task.standard) else ()


def _occurrences(day: SchoolDay, task_ids: set[int]) -> dict[int, list[Occurrence]]:
    found: dict[int, list[Occurrence]] = {}
    for occurrence in occurrences.list_standing(day.tx, day.school_id):
        if occurrence.task_id in task_ids:
            found.setdefault(occurrence.task_id, []).append(occurrence)
    return found


def _known(said: Outcome, own: Iterable[Occurrence]) -> Outcome:
    """Take a task whose every day is done for done; it is not asked about again."""
    is_done = all(occurrence.state is OccurrenceState.DONE for occurrence in own)
    return replace(said, result=Result.DONE) if is_done and said.result is None else said


def _with_levels(found: list[Closing]) -> list[Closing]:
    places = {o.task.task_id: ((o.task.plan_id, o.task.criterion), o.outcome) for o in found}
    known = with_shared_levels(places)
    return [replace(one, outcome=known[one.task.task_id]) for one in found]
