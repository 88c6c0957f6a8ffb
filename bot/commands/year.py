"""The end of a school year and the plan of the next."""

from bot.desk import Chosen, Desk
from followup.new_year import GROUPS, candidates, start_new_year
from followup.say import Option, Say
from plan.school_years import school_year_name
from storage import plans
from texts.labels import label
from texts.messages.week import NewYearAsked, NewYearMade, NoPlanYet


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
