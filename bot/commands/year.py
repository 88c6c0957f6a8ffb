"""The reviews of a school year, its end, and the plan of the next."""

from bot.commands import papers
from bot.desk import Chosen, Desk
from followup.new_year import GROUPS, candidates, start_new_year
from followup.review_year import review_of
from followup.say import Option, Say
from plan.papers import PaperKind
from plan.school_years import school_year_name
from reports.weekly import week
from storage import evidence, plans
from storage.deliveries import Delivery
from storage.school_day import SchoolDay
from texts.labels import label
from texts.messages.week import NewYearAsked, NewYearMade, NoPlanYet
from texts.messages.year import ReviewAsked


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
    )
    count = len(found.of(GROUPS))
    rows = (
        (Option("all", label("year_all", count=count)),),
        (Option("unfinished", label("year_unfinished")), Option("no", label("cancel"))),
    )
    return Say(message, "new_year", {}, rows)


def decide(chosen: Chosen, desk: Desk) -> Say:
    """Make the plan of the next year, or leave everything as it is."""
    groups = {"all": GROUPS, "unfinished": ("going", "unfinished")}.get(chosen.value, ())
    year = school_year_name(candidates(desk.day).first_year)
    made = start_new_year(desk.day, desk.actor, groups) if groups else []
    numbers = {task.task_id for task in made}
    unanswered = plans.unanswered(desk.tx, desk.school_id)
    questions = [d for d in unanswered if numbers & set(d.task_ids)]
    codes = tuple(sorted((task.code for task in made), key=lambda code: int(code[1:])))
    return Say(NewYearMade(desk.me, year, codes, len(questions)))


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
