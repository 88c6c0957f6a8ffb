"""Taking in a plan: a draft first, then, on the principal's word, tasks with their occurrences."""

from collections.abc import Sequence
from dataclasses import dataclass

from followup.lay_moments import lay_moments
from followup.link_tasks import offer_links
from followup.stored_document import document_from, to_json
from plan.deadlines import Frame
from plan.documents import Document, Field
from plan.folding import fold
from plan.model import AssignedAs, Completion, Shape, Span
from plan.owners import Owner
from plan.reimport import Difference, KnownTask, cells_of, compare
from plan.school_years import SchoolYearError, read_school_year
from plan.task_reading import Ask, TaskReading, questions, read_tasks
from storage import occurrences, plans, tasks
from storage.history import Actor, Deed
from storage.plans import Plan
from storage.school_day import SchoolDay

# An edited plan keeps at least this share of its rows; below it, it is another plan.
SAME_PLAN = 0.3
HEADS = frozenset({"TTCM", "TO_CM"})


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as read, waiting for a word.

    `base` is the plan it would edit and `difference` what would change; both are None for a new
    one. `plan_id` is None when the file changes nothing at all.
    """

    plan_id: int | None
    document: Document
    first_year: int
    tasks: tuple[TaskReading, ...]
    base: Plan | None
    difference: Difference | None


def plan_year(day: SchoolDay, document: Document) -> int:
    """Give the first year of a plan: what its title says, else this school year."""
    for name in document.school_years:
        try:
            return read_school_year(name)
        except SchoolYearError:
            continue
    return day.first_year


def plan_frame(day: SchoolDay, first_year: int) -> Frame:
    """Give the frame a plan's cells are read in."""
    return Frame(day.years.year(first_year), day.today, "plan")


def draft_plan(
    day: SchoolDay, actor: Actor, document: Document, file: tuple[str, str]
) -> PlanDraft:
    """Keep a document (name, SHA-256) as a draft; nothing of it works before the word is given."""
    name, digest = file
    first_year = plan_year(day, document)
    read = read_tasks(document, plan_frame(day, first_year))
    base, difference = _against(day, document, first_year)
    if difference is not None and difference.is_empty:
        return PlanDraft(None, document, first_year, read, base, difference)
    deed = day.deed("draft_plan", actor)
    for old in plans.drafts(day.tx, day.school_id):
        plans.change(deed, old.plan_id, state="dropped")
    plan_id = plans.add(
        deed,
        title=document.title,
        first_year=first_year,
        criteria_set=document.criteria_set,
        file_name=name,
        file_hash=digest,
        state="draft",
        document=to_json(document),
    )
    return PlanDraft(plan_id, document, first_year, read, base, difference)


def reopen_draft(day: SchoolDay, plan_id: int) -> PlanDraft | None:
    """Read a draft again, against the plans as they are now; None when it is a draft no more."""
    plan = plans.get(day.tx, day.school_id, plan_id)
    if plan is None or plan.state != "draft":
        return None
    document = document_from(plan.document)
    read = read_tasks(document, plan_frame(day, plan.first_year))
    base, difference = _against(day, document, plan.first_year)
    return PlanDraft(plan_id, document, plan.first_year, read, base, difference)


def drop_draft(day: SchoolDay, actor: Actor, plan_id: int) -> None:
    """Forget a draft."""
    plans.change(day.deed("drop_draft", actor), plan_id, state="dropped")


def accept_plan(day: SchoolDay, actor: Actor, draft: PlanDraft) -> int:
    """Make a new plan's rows into tasks, with what is unsure kept as questions; gives the plan."""
    if draft.plan_id is None:
        raise LookupError(draft.document.title)
    deed = day.deed("accept_plan", actor)
    plans.change(deed, draft.plan_id, state="active")
    task_ids = [add_task(day, deed, draft.plan_id, reading) for reading in draft.tasks]
    add_doubts(deed, draft.plan_id, draft.tasks, task_ids)
    offer_links(day, deed, draft.plan_id, task_ids)
    return draft.plan_id


def add_task(day: SchoolDay, deed: Deed, plan_id: int, reading: TaskReading) -> int:
    """Store one row as a task, with its people and its occurrences."""
    row = reading.row
    task_id = tasks.add(
        deed,
        plan_id=plan_id,
        state="active" if reading.spans else "doubtful",
        completion=str(completion_of(reading)),
        level=row.level,
        standard=row.standard,
        standard_title=row.standard_title,
        criterion=row.criterion,
        work=row.work,
        folded_work=fold(row.work),
        time_text=row.time,
        owner_text=row.owner,
        conditions=row.conditions,
        solution=row.solution,
        result=row.result,
        budget_amount=reading.budget.amount,
        budget_source=reading.budget.source,
        raw=dict(row.raw),
        cells=cells_of(row),
        reading=time_as_json(reading),
        position=row.line,
    )
    add_assignments(deed, task_id, reading)
    add_occurrences(day, deed, task_id, (reading.shape, reading.spans), reading)
    return task_id


def completion_of(reading: TaskReading) -> Completion:
    """Say who closes a row: each head where it is given to all heads of units, else the contact.

    "TTCM" and "các tổ chuyên môn" mean one piece of work a unit (roles.md).
    """
    if Field.OWNER in reading.row.blurred:
        return Completion.LEAD
    return completion_by(reading.owners.owners)


def completion_by(owners: Sequence[Owner]) -> Completion:
    """Say who closes a row that these owners hold."""
    leads = [owner for owner in owners if str(owner.part) == AssignedAs.LEAD]
    heads = all(owner.role in HEADS and not owner.person and not owner.unit for owner in leads)
    return Completion.EACH if leads and heads else Completion.LEAD


def time_as_json(reading: TaskReading) -> dict[str, object]:
    """Keep how a time was read, for whoever asks later why."""
    return {
        "status": str(reading.time.status),
        "kind": str(reading.time.kind),
        "rrule": reading.time.rrule,
    }


def add_assignments(deed: Deed, task_id: int, reading: TaskReading) -> None:
    """Assign a task to the owners its cell names; who is asked about stays unclear until then."""
    unclear = {Ask.LEARNER, Ask.COUNT, Ask.DEPUTY} & set(reading.asks)
    is_blurred = Field.OWNER in reading.row.blurred
    for position, owner in enumerate(reading.owners.owners):
        part = AssignedAs(str(owner.part))
        if part is AssignedAs.LEAD and (is_blurred or _is_asked(owner, unclear)):
            part = AssignedAs.UNCLEAR
        tasks.assign(
            deed,
            task_id,
            part,
            role=owner.role if owner.role != "UNKNOWN" else "",
            unit_text=owner.unit,
            person_text=owner.person,
            count=owner.count,
            position=position,
        )


def _is_asked(owner: Owner, unclear: set[Ask]) -> bool:
    if Ask.LEARNER in unclear:
        return True
    return (Ask.COUNT in unclear and (owner.count or 0) > 1) or (
        Ask.DEPUTY in unclear and owner.role == "PHT"
    )


def add_occurrences(
    day: SchoolDay,
    deed: Deed,
    task_id: int,
    dated: tuple[Shape, Sequence[Span]],
    reading: TaskReading | None = None,
) -> None:
    """Store the dated spans of a task and lay their ladders."""
    shape, spans = dated
    for span in spans:
        occurrence_id = occurrences.add(
            deed,
            task_id,
            first_on=span.first,
            due_on=span.last,
            due_time=reading.time.at if reading is not None else None,
            shape=str(shape),
        )
        stored = occurrences.get(day.tx, day.school_id, occurrence_id)
        if stored is not None:
            lay_moments(day, stored, after=day.today)


def add_doubts(
    deed: Deed, plan_id: int, read: Sequence[TaskReading], task_ids: Sequence[int]
) -> None:
    """Keep the questions of a plan, in the order to ask them."""
    for position, question in enumerate(questions(read)):
        plans.add_doubt(
            deed,
            plan_id=plan_id,
            kind=str(question.ask),
            position=position,
            task_ids=[task_ids[row] for row in question.rows],
        )


def _against(
    day: SchoolDay, document: Document, first_year: int
) -> tuple[Plan | None, Difference | None]:
    best: tuple[float, Plan, Difference] | None = None
    for plan in plans.list_active(day.tx, day.school_id):
        if plan.first_year != first_year:
            continue
        known = known_tasks(day, plan.plan_id)
        difference = compare(known, document.rows)
        kept = len(difference.same) + sum(edit.is_sure for edit in difference.edited)
        share = kept / max(len(known), len(document.rows), 1)
        if share >= SAME_PLAN and (best is None or share > best[0]):
            best = (share, plan, difference)
    return (None, None) if best is None else (best[1], best[2])


def known_tasks(day: SchoolDay, plan_id: int) -> list[KnownTask]:
    """List the tasks of a plan with the cells they were imported with."""
    cells = tasks.cells(day.tx, day.school_id, plan_id)
    return [
        KnownTask(task.task_id, task.level, task.criterion, task.work, cells[task.task_id])
        for task in tasks.list_live(day.tx, day.school_id, plan_id)
    ]
