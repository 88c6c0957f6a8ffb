"""The principal's week: honest numbers, each with the list behind it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from plan.hours import instant
from plan.model import Member, TaskState
from plan.progress import Standing
from plan.school_years import school_year_name
from reports.money import add_up
from reports.overview import TaskView, due_key, line_of, overview
from storage import absences, bots, expenses, moments, plans, requests
from storage.school_day import SchoolDay
from texts.messages.week import PlanLine, Week, WeekPlans

NEXT_DAYS = 14


def week(day: SchoolDay, who: Member, plan_id: int | None = None) -> Week | None:
    """Count the tasks of one plan, or of all that run, as of now; None when none does."""
    running = [
        plan
        for plan in plans.list_active(day.tx, day.school_id)
        if plan_id in {None, plan.plan_id}
    ]
    return _week(day, who, running, overview(day)) if running else None


def _week(
    day: SchoolDay, who: Member, running: Sequence[plans.Plan], everything: Sequence[TaskView]
) -> Week:
    numbers = {plan.plan_id for plan in running}
    views = [view for view in everything if view.task.plan_id in numbers]
    handed = [view for view in everything if view.task.plan_id is None]
    lists = {name: [view for view in views if test(view, day)] for name, test in LISTS.items()}
    base = [view for view in views if is_in_base(view, day)]
    soon = sorted(lists["next"], key=lambda view: (due_key(view), view.task.number))
    money = add_up([v.task for v in views], expenses.standing(day.tx, day.school_id)).total
    monday = day.today - timedelta(days=day.today.weekday())
    away = away_since(day, monday)
    return Week(
        who=who,
        first_on=monday,
        last_on=monday + timedelta(days=4),
        title=_title(running),
        due_done=len(lists["due_done"]),
        due_open=len(lists["overdue"]),
        with_evidence=sum(view.evidence > 0 for view in lists["due_done"]),
        early=len(lists["early"]),
        on_track=len(lists["on_track"]),
        blocked=len(lists["blocked"]),
        silent=len(lists["silent"]),
        doubtful=tuple(view.task.code for view in lists["doubtful"]),
        base_done=sum(view.standing is Standing.DONE for view in base),
        base=len(base),
        carried=len(views) - len(base) - len(lists["doubtful"]),
        next_line=line_of(soon[0], day, names=True) if soon else None,
        next_count=len(soon),
        waiting=len(requests.waiting(day.tx, day.school_id)),
        unreached=tuple(member for member, _ in unreached(day, everything)),
        nobody=len(lists["nobody"]),
        handed_open=sum(view.standing is not Standing.DONE for view in handed),
        handed_late=sum(view.standing is Standing.OVERDUE for view in handed),
        planned=money.planned,
        spent=money.spent,
        away_days=len(away),
        away_until=max(away.values(), default=None),
    )


def away_since(day: SchoolDay, first: date) -> dict[date, datetime]:
    """Give the days since one on which the service was off while people may be written to.

    Each with the instant until which it was.
    """
    found: dict[date, datetime] = {}
    known = absences.list_all_schools(day.tx)
    for number in range((day.today - first).days + 1):
        on = first + timedelta(days=number)
        begin, end = instant(on, day.hours.digest_at), instant(on, day.hours.quiet_from)
        ends = [
            min(one.until, end)
            for one in known
            if min(one.until, end) - max(one.since, begin) >= absences.LEAST
        ]
        if ends:
            found[on] = max(ends)
    return found


def week_of_plans(day: SchoolDay, who: Member) -> WeekPlans | None:
    """Give one line a plan, each by its own name; None when fewer than two run."""
    running = plans.list_active(day.tx, day.school_id)
    if len(running) < 2:  # noqa: PLR2004 - one plan has the whole screen
        return None
    everything = overview(day)
    weeks = [(plan, _week(day, who, [plan], everything)) for plan in running]
    lines = tuple(
        PlanLine(
            plan.plan_id,
            found.title,
            found.due_done,
            found.due_open,
            found.on_track + found.blocked + found.silent,
            found.base_done,
            found.base,
        )
        for plan, found in weeks
    )
    monday = day.today - timedelta(days=day.today.weekday())
    waiting = len(requests.waiting(day.tx, day.school_id))
    return WeekPlans(who, monday, monday + timedelta(days=4), lines, waiting)


def last_due(view: TaskView) -> date:
    """Give the day by which all of a task is due."""
    return date.max if view.progress is None else view.progress.last_due_on


def is_in_base(view: TaskView, day: SchoolDay) -> bool:
    """Whether a task counts in the official done/total: due within its plan's school year."""
    first_year = view.first_year
    year_end = day.years.year(day.first_year if first_year is None else first_year).year_end
    return view.progress is not None and last_due(view) <= year_end


def is_soon(view: TaskView, day: SchoolDay) -> bool:
    """Whether something of a task is due within the next two weeks."""
    occurrence = view.next_due
    return occurrence is not None and day.today <= occurrence.due_on <= day.today + timedelta(
        days=NEXT_DAYS
    )


Test = Callable[[TaskView, SchoolDay], bool]

# The lists behind the numbers; a task of the plan is in exactly one of the first seven.
LISTS: Mapping[str, Test] = {
    "due_done": lambda v, d: v.standing is Standing.DONE and last_due(v) <= d.today,
    "early": lambda v, d: v.standing is Standing.DONE and last_due(v) > d.today,
    "overdue": lambda v, _: v.standing is Standing.OVERDUE,
    "blocked": lambda v, _: v.standing is Standing.BLOCKED,
    "on_track": lambda v, _: v.standing is Standing.ON_TRACK,
    "silent": lambda v, _: v.standing is Standing.SILENT,
    "doubtful": lambda v, _: v.task.state is TaskState.DOUBTFUL,
    "next": is_soon,
    "carried": lambda v, d: v.progress is not None and not is_in_base(v, d),
    "nobody": lambda v, _: v.people.is_held and v.standing is not Standing.DONE,
    "unproved": lambda v, _: v.standing is Standing.DONE and not v.evidence,
}


def unreached(
    day: SchoolDay, everything: Sequence[TaskView] | None = None
) -> list[tuple[Member, tuple[str, ...]]]:
    """List who has an open task and cannot be written to, with the tasks' codes.

    `everything` is the overview of the day, where the caller has it already.
    """
    blocked = bots.blocked_members(day.tx, day.school_id)
    found: dict[int, list[str]] = {}
    for view in overview(day) if everything is None else everything:
        if view.standing is Standing.DONE or view.progress is None:
            continue
        for member in view.people.workers:
            if member.joined_at is None or member.member_id in blocked:
                found.setdefault(member.member_id, []).append(view.task.code)
    since = day.today - timedelta(days=NEXT_DAYS)
    missed = {one for one, _ in moments.unreachable_since(day.tx, day.school_id, since)}
    order = sorted(found, key=lambda member_id: (member_id not in missed, member_id))
    people = [(day.staff.member(member_id), tuple(found[member_id])) for member_id in order]
    return [(member, codes) for member, codes in people if member is not None]


def _title(running: Sequence[plans.Plan]) -> str:
    years = " · ".join(dict.fromkeys(school_year_name(plan.first_year) for plan in running))
    titles = " · ".join(dict.fromkeys(sentence_case(plan.title) for plan in running if plan.title))
    return f"{titles} {years}".strip()


def sentence_case(title: str) -> str:
    """Write a heading that is all capitals as a sentence."""
    return title.capitalize() if title.isupper() else title
