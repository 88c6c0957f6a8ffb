"""Taking in a plan: a draft first, then, on the principal's word, tasks with their occurrences."""

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from followup.link_tasks import offer_links
from followup.plan_reading import read_rows
from followup.plan_rows import add_tasks
from followup.stored_document import document_from, to_json
from plan.deadlines import Frame
from plan.documents import Document
from plan.reimport import Difference, KnownTask, compare
from plan.school_years import SchoolYearError, read_school_year
from plan.task_reading import TaskReading, questions
from storage import plans, tasks
from storage.history import Actor, Deed
from storage.plans import Plan
from storage.school_day import SchoolDay

# An edited plan keeps at least this share of its rows; below it, it is another plan.
SAME_PLAN = 0.3


class PlanDraft(Struct, frozen=True, dict=True):
    """A plan as read, waiting for a word.

    `base` is the plan it would edit and `difference` what would change; both are None for a new
    one. `plan_id` is None when the file changes nothing at all.
    """

    plan_id: int | None
    document: Document
    frame: Frame
    base: Plan | None
    difference: Difference | None

    @cached_property
    def tasks(self) -> tuple[TaskReading, ...]:
        """Its rows with their readings."""
        return read_rows(self.document, self.frame)

    @property
    def first_year(self) -> int:
        """The first year of its school year."""
        return self.frame.calendar.first_year


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
    frame = plan_frame(day, plan_year(day, document))
    base, difference = _against(day, document, frame)
    if difference is not None and difference.is_empty:
        return PlanDraft(None, document, frame, base, difference)
    deed = day.deed("draft_plan", actor)
    for old in plans.drafts(day.tx, day.school_id):
        plans.change(deed, old.plan_id, state="dropped")
    plan_id = plans.add(
        deed,
        title=document.title,
        first_year=frame.calendar.first_year,
        criteria_set=document.criteria_set,
        file_name=name,
        file_hash=digest,
        state="draft",
        document=to_json(document),
    )
    return PlanDraft(plan_id, document, frame, base, difference)


def read_ahead(day: SchoolDay, document: Document) -> None:
    """Read a document's rows before the transaction that shows them."""
    read_rows(document, plan_frame(day, plan_year(day, document)))


def reopen_draft(day: SchoolDay, plan_id: int) -> PlanDraft | None:
    """Read a draft again, against the plans as they are now; None when it is a draft no more."""
    plan = plans.get(day.tx, day.school_id, plan_id)
    if plan is None or plan.state != "draft":
        return None
    document = document_from(plans.document(day.tx, day.school_id, plan_id))
    frame = plan_frame(day, plan.first_year)
    base, difference = _against(day, document, frame)
    return PlanDraft(plan_id, document, frame, base, difference)


def drop_draft(day: SchoolDay, actor: Actor, plan_id: int) -> None:
    """Forget a draft."""
    plans.change(day.deed("drop_draft", actor), plan_id, state="dropped")


def accept_plan(day: SchoolDay, actor: Actor, draft: PlanDraft) -> int:
    """Make a new plan's rows into tasks, with what is unsure kept as questions; gives the plan."""
    if draft.plan_id is None:
        raise LookupError(draft.document.title)
    deed = day.deed("accept_plan", actor)
    plans.change(deed, draft.plan_id, state="active")
    task_ids = add_tasks(day, deed, draft.plan_id, draft.tasks)
    add_doubts(deed, draft.plan_id, draft.tasks, task_ids)
    offer_links(day, deed, draft.plan_id, task_ids)
    return draft.plan_id


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
    day: SchoolDay, document: Document, frame: Frame
) -> tuple[Plan | None, Difference | None]:
    best: tuple[float, Plan, Difference] | None = None
    for plan in plans.list_active(day.tx, day.school_id):
        if plan.first_year != frame.calendar.first_year:
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
