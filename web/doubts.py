"""The questions about a plan that still wait, each answered in place, by the deed chat uses."""

from http import HTTPStatus

from msgspec import Struct
from starlette.routing import Route

from followup.answer_doubt import Answer, answer_doubt
from followup.import_plan import plan_frame
from plan.budget import MoneyDoubt, header_unit, read_budget
from plan.deadlines import read_deadline
from plan.model import AssignedAs, Member, Shape, Task
from plan.task_reading import Ask, occurrences_of
from storage import plans, tasks
from storage.plans import Doubt
from texts.labels import label
from web.pages import NOT_FOUND, Page, Refused, Seen, post, row_number
from web.site import Site

LONGEST_WORK = 500
ANSWERED = "/ke-hoach/hoi/{doubt}"
# What kind of answer each question takes, and the cell it is about.
PEOPLE = frozenset({Ask.FOLLOWER, Ask.CONTACT, Ask.COUNT, Ask.DEPUTY, Ask.PERSON})
_CELLS = {Ask.PAST: "time", Ask.TIME: "time", Ask.MONEY: "budget", Ask.WORDS: "work"}
_UNCLEAR = Refused("answer", HTTPStatus.BAD_REQUEST)


class DoubtSeen(Struct, frozen=True):
    """One question: its rows with the cell as written, and what kind of answer it takes."""

    doubt: Doubt
    takes: str
    cell: str
    rows: tuple[tuple[Task, str], ...]
    count: int


def asked(seen: Seen) -> list[DoubtSeen]:
    """List the questions that wait, in the order to ask them."""
    day = seen.day
    return [_shown(seen, doubt) for doubt in plans.unanswered(day.tx, day.school_id)]


def _shown(seen: Seen, doubt: Doubt) -> DoubtSeen:
    day, ask = seen.day, Ask(doubt.kind)
    known = tasks.many(day.tx, day.school_id, doubt.task_ids)
    written = tasks.cells(day.tx, day.school_id, doubt.plan_id)
    cell = _CELLS.get(ask, "owner")
    return DoubtSeen(
        doubt,
        _takes(ask),
        label(f"cell_{cell}"),
        tuple(
            (known[number], written.get(number, {}).get(cell, ""))
            for number in doubt.task_ids
            if number in known
        ),
        _count(seen, doubt) if ask is Ask.COUNT else 1,
    )


def _takes(ask: Ask) -> str:
    if ask in PEOPLE:
        return "people"
    return {Ask.LEARNER: "learner", Ask.PAST: "past"}.get(ask, "typed")


def _count(seen: Seen, doubt: Doubt) -> int:
    """Say how many people the cell asks for, such as 2 of "02 GV"."""
    task_id = doubt.task_ids[0]
    found = tasks.list_assignments(seen.day.tx, seen.day.school_id, [task_id]).get(task_id, [])
    parts = {AssignedAs.UNCLEAR, AssignedAs.LEAD, AssignedAs.BENEFICIARY}
    return max(1, sum(one.count or 0 for one in found if one.part in parts))


def answer_routes(site: Site) -> list[Route]:
    """Make where answers go."""
    return [post(site, ANSWERED, _answered)]


def _answered(seen: Seen) -> str | Page | Refused:
    """Take an answer of the principal; one answered before, in chat or here, stays as it is."""
    day = seen.day
    doubt = plans.doubt(day.tx, day.school_id, seen.number("doubt"))
    if doubt is None:
        return NOT_FOUND
    if doubt.state == "answered":
        return Refused("answered", HTTPStatus.CONFLICT)
    answer = _answer(seen, doubt)
    if answer is None:
        return _UNCLEAR
    answer_doubt(day, seen.actor, doubt, answer)
    return "/ke-hoach?roi=answered"


def _answer(seen: Seen, doubt: Doubt) -> Answer | None:
    ask = Ask(doubt.kind)
    if ask in PEOPLE:
        return _people(seen, _count(seen, doubt) if ask is Ask.COUNT else 1)
    if ask is Ask.LEARNER:
        return _learners(seen, doubt)
    if ask is Ask.PAST and seen.said("y") == "drop":
        return Answer(drops=True)
    if ask in {Ask.PAST, Ask.TIME}:
        return _time(seen, doubt)
    if ask is Ask.WORDS:
        work = " ".join(seen.said("loi").split())
        return Answer(work=work) if 0 < len(work) <= LONGEST_WORK else None
    return _money(seen, doubt)


def _people(seen: Seen, wanted: int) -> Answer | None:
    chosen = [value for value in seen.form.getlist("nguoi") if isinstance(value, str)]
    numbers = dict.fromkeys(map(row_number, chosen))
    found: list[Member | None] = [seen.day.staff.member(number) for number in numbers]
    people = tuple(member for member in found if member is not None)
    return Answer(members=people) if len(people) == len(found) == wanted else None


def _learners(seen: Seen, doubt: Doubt) -> Answer | None:
    whole = seen.said("y")
    if whole == "learners":
        return Answer(learners=doubt.task_ids)
    if whole == "doers":
        return Answer(doers=doubt.task_ids)
    known = tasks.many(seen.day.tx, seen.day.school_id, doubt.task_ids)
    said = {number: seen.said(f"v{task.number}") for number, task in known.items()}
    if set(said.values()) - {"learner", "doer"} or set(said) != set(doubt.task_ids):
        return None
    return Answer(
        learners=tuple(number for number, word in said.items() if word == "learner"),
        doers=tuple(number for number, word in said.items() if word == "doer"),
    )


def _time(seen: Seen, doubt: Doubt) -> Answer | None:
    plan = plans.get(seen.day.tx, seen.day.school_id, doubt.plan_id)
    frame = plan_frame(seen.day, plan.first_year if plan else seen.day.first_year)
    if seen.said("y") == "this_year" and doubt.kind == Ask.PAST:
        return Answer(dated=(Shape.PLAIN, (frame.calendar.school_year,)))
    if not seen.said("loi"):
        # An empty cell of a plan means the whole year; an empty field is no answer.
        return None
    typed = read_deadline(seen.said("loi"), frame)
    _, spans, ask = occurrences_of(typed, frame)
    return Answer(time=typed) if spans and ask is None else None


def _money(seen: Seen, doubt: Doubt) -> Answer | None:
    header = plans.document(seen.day.tx, seen.day.school_id, doubt.plan_id).get("header", {})
    budget = read_budget(seen.said("loi"), header_unit(header.get("budget", "")))
    if budget.amount is None or budget.doubt is not MoneyDoubt.NONE:
        return None
    return Answer(budget=budget)
