"""A long plan taken: its rows stored some at a time and shown to nobody, then all at once.

Between two portions whoever waits is served. What a kill leaves is gone on with: the plan says
that it is being filled, its tasks how far.
"""

from collections.abc import Sequence

from msgspec import Struct

from followup.import_plan import PlanDraft, add_doubts, plan_frame
from followup.link_tasks import Pair, keep_offers, offers
from followup.plan_reading import LONG, read_rows
from followup.plan_rows import add_tasks
from followup.stored_document import document_from
from plan.task_reading import TaskReading
from storage import history, moments, plans, tasks
from storage.database import Tx
from storage.history import Actor, Deed
from storage.plans import Plan
from storage.school_day import SchoolDay

DEED = "accept_plan"
# Rows of one portion: a tenth of a second or two on a small machine.
AT_ONCE = 150


class Filling(Struct, frozen=True):
    """A plan being filled: the deed that took it, the day it was taken on, its rows as read."""

    plan_id: int
    deed: Deed
    day: SchoolDay
    tasks: tuple[TaskReading, ...]


def is_long(draft: PlanDraft) -> bool:
    """Whether a plan has too many rows to be stored while others wait."""
    return len(draft.document.rows) > LONG


def begin_filling(day: SchoolDay, actor: Actor, draft: PlanDraft) -> None:
    """Take a new plan at its word; its rows follow."""
    if draft.plan_id is None:
        raise LookupError(draft.document.title)
    plans.begin_filling(day.deed(DEED, actor), draft.plan_id)


def read_filling(tx: Tx, school_id: int, plan_id: int) -> Filling | None:
    """Read a plan being filled, as of the day it was taken on; None when it is so no more."""
    plan = plans.get(tx, school_id, plan_id)
    if plan is None or plan.state != plans.FILLING:
        return None
    return _filling(tx, school_id, plan)


def _filling(tx: Tx, school_id: int, plan: Plan) -> Filling | None:
    deed = history.newest_of_row(tx, school_id, DEED, ("plans", plan.plan_id))
    if deed is None:
        return None
    day = SchoolDay.of(tx, school_id, deed.at)
    document = document_from(plans.document(tx, school_id, plan.plan_id))
    read = read_rows(document, plan_frame(day, plan.first_year))
    return Filling(plan.plan_id, deed, day, read)


def fill_some(tx: Tx, school_id: int, filling: Filling) -> bool:
    """Store the next portion of rows; False when all are stored, or there is nothing to fill."""
    if not plans.lock_filling(tx, school_id, filling.plan_id):
        return False
    stored, first = tasks.filled(tx, school_id, filling.plan_id)
    part = filling.tasks[stored : stored + AT_ONCE]
    if not part:
        return False
    numbers = tasks.numbers_of(tx, school_id, len(filling.tasks), first)[stored:]
    day, deed = _now_in(tx, school_id, filling)
    add_tasks(day, deed, filling.plan_id, part, hidden=numbers[: len(part)])
    return True


def _now_in(tx: Tx, school_id: int, filling: Filling) -> tuple[SchoolDay, Deed]:
    """Give the day and the deed of a plan within another transaction."""
    deed = history.within(filling.deed, tx)
    return SchoolDay.of(tx, school_id, deed.at), deed


def find_offers(tx: Tx, school_id: int, filling: Filling) -> list[Pair]:
    """Find which rows seem to be the work of another plan; takes long, changes nothing."""
    day, _ = _now_in(tx, school_id, filling)
    return offers(day, filling.plan_id, tasks.ids_of_plan(tx, school_id, filling.plan_id))


def show_filled(day: SchoolDay, filling: Filling, found: Sequence[Pair]) -> bool:
    """Make a filled plan current, with its questions; False when it is not filled any more."""
    tx, school_id, plan_id = day.tx, day.school_id, filling.plan_id
    if not plans.lock_filling(tx, school_id, plan_id):
        return False
    # A deed of its own: whoever keeps a picture of the school up to its newest deed looks again.
    day.deed("show_plan", Actor(filling.deed.by, filling.deed.channel))
    taken_on, deed = _now_in(tx, school_id, filling)
    plans.end_filling(tx, school_id, plan_id, "active")
    tasks.show(tx, school_id, plan_id)
    if day.today > taken_on.today:
        # Moments that came while nobody saw their tasks were passed over.
        moments.wake(tx, school_id, plan_id, day.now)
    task_ids = tasks.ids_of_plan(tx, school_id, plan_id)
    add_doubts(deed, plan_id, filling.tasks, task_ids)
    keep_offers(deed, plan_id, found)
    return True


def give_up(tx: Tx, school_id: int, plan_id: int) -> None:
    """Leave a plan that cannot be filled; nothing of it was ever seen."""
    plans.end_filling(tx, school_id, plan_id, "dropped")
