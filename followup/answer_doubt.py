"""The principal's answers about a plan's doubtful rows."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from msgspec import Struct

from followup.import_plan import plan_frame
from followup.link_tasks import link
from followup.plan_rows import add_dated, completion_by
from plan.budget import Budget
from plan.deadlines import Reading
from plan.folding import fold
from plan.model import AssignedAs, Assignment, Member, Shape, Span, TaskState
from plan.owners import read_owners
from plan.task_reading import Ask, occurrences_of
from storage import plans, tasks
from storage.history import Actor, Deed
from storage.plans import Doubt
from storage.school_day import SchoolDay

# Questions whose answer is one person who becomes the contact of the rows.
CONTACT_ASKS = {Ask.FOLLOWER, Ask.CONTACT, Ask.PERSON}
NAMED_ASKS = {Ask.COUNT, Ask.DEPUTY}
OWNER_ASKS = {Ask.LEARNER, *NAMED_ASKS}


class Answer(Struct, frozen=True):
    """One answer: people, learner/doer by task, a new time, money or work, or rows dropped.

    `as_read` says that an owner cell was read rightly, `same` that a row is the work of another.
    """

    members: tuple[Member, ...] = ()
    learners: tuple[int, ...] = ()
    doers: tuple[int, ...] = ()
    time: Reading | None = None
    dated: tuple[Shape, tuple[Span, ...]] | None = None
    drops: bool = False
    budget: Budget | None = None
    work: str = ""
    as_read: bool = False
    same: bool = False


def next_doubt(day: SchoolDay, *, later_too: bool = False) -> Doubt | None:
    """Give the next question to ask; those put off only when asked for."""
    for doubt in plans.unanswered(day.tx, day.school_id):
        if doubt.state == "open" or later_too:
            return doubt
    return None


def put_off(day: SchoolDay, actor: Actor, doubt: Doubt) -> None:
    """Ask a question later; its rows stay as they are."""
    plans.change_doubt(day.deed("put_off_doubt", actor), doubt.doubt_id, state="later")


def answer_doubt(day: SchoolDay, actor: Actor, doubt: Doubt, answer: Answer) -> None:
    """Settle the rows of a question; settled rows work at once."""
    deed = day.deed("answer_doubt", actor)
    ask = Ask(doubt.kind)
    # The answer is kept with the question: it decides how later answers are taken.
    subject = {
        **doubt.subject,
        "learners": list(answer.learners),
        "doers": list(answer.doers),
        "members": [member.member_id for member in answer.members],
    }
    plans.change_doubt(
        deed, doubt.doubt_id, state="answered", subject=subject, answered_at=day.now
    )
    if ask is Ask.LINK:
        _settle_link(deed, doubt, answer)
    elif answer.as_read:
        _settle_as_read(day, deed, doubt.task_ids)
    elif ask in CONTACT_ASKS:
        tasks.change_many(deed, doubt.task_ids, contact_id=answer.members[0].member_id)
    elif ask in OWNER_ASKS:
        members = answer.members if ask in NAMED_ASKS else ()
        _settle_owners(day, deed, doubt.task_ids, members)
    elif ask in {Ask.MONEY, Ask.WORDS}:
        _settle_cell(deed, doubt, answer)
    else:
        _settle_time(day, deed, doubt, answer)


def _settle_link(deed: Deed, doubt: Doubt, answer: Answer) -> None:
    """Link a row to the task of the other plan that it was said to be."""
    if answer.same:
        link(deed, doubt.task_ids[0], int(doubt.subject["first"]))


def _settle_as_read(day: SchoolDay, deed: Deed, task_ids: Sequence[int]) -> None:
    """Give rows to the owners that were read in their cells."""
    known = tasks.many(day.tx, day.school_id, task_ids)
    closed_by = cache(lambda cell: str(completion_by(read_owners(cell).owners)))
    tasks.change_each(deed, {n: {"completion": closed_by(t.owner_text)} for n, t in known.items()})
    _settle_owners(day, deed, task_ids, ())


def _settle_cell(deed: Deed, doubt: Doubt, answer: Answer) -> None:
    """Write the money or the work that was confirmed or typed."""
    if answer.budget is not None:
        amount, source = answer.budget.amount, answer.budget.source
        tasks.change_many(deed, doubt.task_ids, budget_amount=amount, budget_source=source)
    if answer.work:
        work = answer.work
        tasks.change_many(deed, doubt.task_ids, work=work, folded_work=fold(work))


def _settle_time(day: SchoolDay, deed: Deed, doubt: Doubt, answer: Answer) -> None:
    plan = plans.get(day.tx, day.school_id, doubt.plan_id)
    if answer.drops or plan is None:
        tasks.change_many(deed, doubt.task_ids, state=str(TaskState.CANCELLED))
        return
    if answer.dated is not None:
        shape, spans = answer.dated
    elif answer.time is not None:
        shape, spans, _ = occurrences_of(answer.time, plan_frame(day, plan.first_year))
    else:
        return
    tasks.change_many(deed, doubt.task_ids, state=str(TaskState.ACTIVE))
    add_dated(day, deed, [(n, span, shape, None) for n in doubt.task_ids for span in spans])


def _settle_owners(
    day: SchoolDay, deed: Deed, task_ids: Sequence[int], members: Sequence[Member]
) -> None:
    """Make the owners asked about learners or doers, by name once names were given."""
    known = tasks.list_assignments(day.tx, day.school_id, task_ids)
    about = plans.doubts_of(day.tx, day.school_id, task_ids)
    by_part: dict[AssignedAs, list[int]] = {}
    replaced: list[int] = []
    named: list[dict[str, Any]] = []
    for task_id in task_ids:
        part = _part(task_id, about[task_id])
        asked = [one.assignment_id for one in known.get(task_id, []) if _was_asked(one)]
        if members and asked:
            replaced += asked
            row = {"task_id": task_id, "part": str(part)}
            named += (
                row | {"member_id": m.member_id, "position": n} for n, m in enumerate(members)
            )
            continue
        by_part.setdefault(part, []).extend(asked)
    tasks.unassign(deed, replaced)
    tasks.assign_many(deed, named)
    for part, numbers in by_part.items():
        tasks.change_assignments(deed, numbers, part=str(part))


def _was_asked(assignment: Assignment) -> bool:
    return assignment.part in {AssignedAs.UNCLEAR, AssignedAs.BENEFICIARY}


def _part(task_id: int, about: Sequence[Doubt]) -> AssignedAs:
    """Say what the owners asked about are, from every answer given so far."""
    learner = next((d for d in about if d.kind == Ask.LEARNER), None)
    if learner is not None:
        if learner.state != "answered":
            return AssignedAs.UNCLEAR
        if task_id in learner.subject["learners"]:
            return AssignedAs.BENEFICIARY
    unnamed = any(Ask(d.kind) in NAMED_ASKS and d.state != "answered" for d in about)
    return AssignedAs.UNCLEAR if unnamed else AssignedAs.LEAD
