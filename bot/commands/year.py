"""The reviews of a school year, its end, and the plan of the next."""

from collections.abc import Iterable, Mapping

from bot.commands import papers
from bot.desk import Chosen, Desk
from followup.close_year import closings
from followup.new_year import GROUPS, candidates, start_new_year, suggestions
from followup.review_year import review_of
from followup.say import Option, Say
from plan.criteria import circular, criteria_set, set_in_force
from plan.evidence_codes import criterion_order
from plan.model import Task
from plan.outcome import Lack
from plan.papers import PaperKind
from plan.school_years import school_year_name
from reports.weekly import week
from storage import evidence, plans
from storage.deliveries import Delivery
from storage.school_day import SchoolDay
from texts.labels import label
from texts.messages.week import NoPlanYet
from texts.messages.year import (
    CriteriaOffered,
    CriterionLine,
    NewYearAsked,
    NewYearMade,
    ReviewAsked,
)


def new_year(words: str, desk: Desk) -> Say:
    """Show what may go on into the next year, and ask which of it does."""
    del words
    found = candidates(desk.day)
    if not found.of(GROUPS):
        return Say(NoPlanYet(desk.me))
    message = NewYearAsked(
        desk.me,
        school_year_name(found.first_year),
        len(found.going),
        len(found.unfinished),
        len(found.yearly),
        sum(Lack.RESULT in one.lacks for one in closings(desk.day)),
    )
    count = len(found.of(GROUPS))
    rows = (
        (Option("all", label("year_all", count=count)),),
        (Option("unfinished", label("year_unfinished")), Option("no", label("cancel"))),
    )
    return Say(message, "new_year", {}, rows)


def decide(chosen: Chosen, desk: Desk) -> Say:
    """Offer the criteria of the new set where it changes; make the plans, or leave everything."""
    chose = chosen.payload.get("groups") or chosen.value
    groups = {"all": GROUPS, "unfinished": ("going", "unfinished")}.get(chose, ())
    found = candidates(desk.day)
    offered = suggestions(found, found.of(groups)) if groups else {}
    if offered and "groups" not in chosen.payload:
        return _offer(desk, found.first_year, offered, chosen.value)
    year = school_year_name(found.first_year)
    if chosen.value == "no":
        return Say(NewYearMade(desk.me, year, (), 0, ()))
    renumber = chosen.value == "renumber"
    made = start_new_year(desk.day, desk.actor, groups, renumber=renumber) if groups else []
    numbers = {task.task_id for task in made}
    unanswered = plans.unanswered(desk.tx, desk.school_id)
    questions = [d for d in unanswered if numbers & set(d.task_ids)]
    lost = {task.task_id for task in offered.get("", ())} if renumber else set()
    unplaced = _codes(task for task in made if task.carried_from in lost)
    return Say(NewYearMade(desk.me, year, _codes(made), len(questions), unplaced))


def _codes(made: Iterable[Task]) -> tuple[str, ...]:
    return tuple(f"V{number}" for number in sorted(task.number for task in made))


def _offer(desk: Desk, first_year: int, offered: Mapping[str, list[Task]], groups: str) -> Say:
    """Show which criteria of the new set the old ones are like; the school decides."""
    code = set_in_force(first_year)
    known = criteria_set(code)
    lines = tuple(
        CriterionLine(
            number,
            (known.criterion_title(number) or "") if known is not None else "",
            tuple(sorted({task.criterion for task in offered[number]}, key=criterion_order)),
            len(offered[number]),
        )
        for number in sorted(offered, key=criterion_order)
        if number
    )
    message = CriteriaOffered(
        desk.me,
        school_year_name(first_year),
        circular(code),
        lines,
        tuple(task.code for task in offered.get("", ())),
    )
    rows = (
        (Option("renumber", label("take_suggested")),),
        (Option("keep", label("keep_numbers")), Option("no", label("cancel"))),
    )
    return Say(message, "new_year", {"groups": groups}, rows)


def compose_review(day: SchoolDay, delivery: Delivery) -> Say | None:
    """Ask for a review from the state of when it is sent; None when no plan runs any more."""
    who, review = day.staff.member(delivery.member_id), review_of(day, delivery)
    seen = None if who is None else week(day, who)
    if who is None or review is None or seen is None:
        return None
    message = ReviewAsked(
        who=who,
        kind=str(review.kind),
        end_on=review.end_on,
        base_done=seen.base_done,
        base=seen.base,
        silent=seen.silent,
        overdue=seen.due_open,
        unfiled=len(evidence.standing(day.tx, day.school_id, "waiting")),
    )
    return Say(message, "close", {}, _review_rows(message, review.kind))


def _review_rows(message: ReviewAsked, kind: PaperKind) -> tuple[tuple[Option, ...], ...]:
    wanted = (papers.option_of(kind, "docx"),)
    rows: tuple[tuple[Option, ...], ...] = (wanted,)
    if kind is PaperKind.YEAR:
        both = (*wanted, papers.option_of(PaperKind.IMPROVEMENT, "docx"))
        rows = ((Option("start", label("close_year")),), both)
    open_ones = (("overdue", message.overdue), ("silent", message.silent))
    lists = tuple(Option(f"list:{n}", label(f"list_{n}", count=c)) for n, c in open_ones if c)
    return (*rows, lists) if lists else rows
