"""Looking: what is mine, what is due, one task, one standard, the lists behind a number."""

import re
from datetime import date

from bot.codes import find_number
from bot.commands import papers
from bot.commands.money import money_list
from bot.desk import Chosen, Desk
from bot.pages import cut, more_row, page_of
from followup.compose import task_rows
from followup.link_tasks import linked_tasks
from followup.say import Say
from followup.spend import total_of
from plan.criteria import criteria_set
from plan.hours import local
from plan.ladder import working_due
from plan.progress import Standing
from reports.lists import listed, silent_people
from reports.money import add_up
from reports.overview import TaskView, carried_line, line_of, overview, view_of
from reports.seeing import concerns, headed, may_see, sees_all
from reports.weekly import unreached
from storage import expenses, occurrences, plans
from texts.messages.base import TaskLine
from texts.messages.replies import NoOpenTask, NoSuchTask
from texts.messages.requests import NotAllowed
from texts.messages.week import PeopleList, StandardSeen, TaskList, TaskSeen

# What anybody may open: the own tasks, and a standard of the plan, which names nobody.
OWN_LISTS = frozenset({"mine", "my_next", "my_days", "standard"})
# A criterion is written 3.4, M4.1 or "tiêu chí 3.4"; a bare digit is a standard.
LONGEST_NUMBER = 16
_NUMBER = re.compile(r"\b(M?\d(?:\.\d{1,2})?)\b", re.IGNORECASE)


def mine(words: str, desk: Desk) -> Say:
    """Show the speaker's tasks, the one due next first."""
    del words
    return task_list(desk, "mine", 1)


def due(words: str, desk: Desk) -> Say:
    """Show what is due within two weeks: the school's for who leads it, else the own."""
    del words
    return task_list(desk, "next" if desk.may("see_due_of_school") else "my_next", 1)


def task_list(desk: Desk, title: str, page: int) -> Say:
    """Show one page of a list, its number in the title being the length of the whole."""
    found = listed(desk.day, desk.me, title)
    if not found.views and title == "mine":
        return Say(NoOpenTask(desk.me))
    shown, number, pages = cut(found.views, page)
    message = TaskList(
        who=desk.me,
        title=found.title,
        about=found.about,
        items=tuple(_listed_line(title, view, desk) for view in shown),
        count=len(found.views),
        page=number,
        pages=pages,
    )
    about = tuple(view.next_due.occurrence_id for view in shown if view.next_due is not None)
    rows = more_row(number, pages)
    return Say(message, "list", {"title": title}, rows, about=about)


def _listed_line(title: str, view: TaskView, desk: Desk) -> TaskLine:
    if title == "carried":
        return carried_line(view)
    named = title not in {"mine", "my_next"} and not title.startswith("member")
    return line_of(view, desk.day, names=named)


def turn_list(chosen: Chosen, desk: Desk) -> Say:
    """Open a list from a number of the week, or its next page."""
    if chosen.value.startswith("paper"):
        return papers.press(chosen, desk)
    opens = chosen.value.startswith("list:")
    title = chosen.value.removeprefix("list:") if opens else chosen.payload["title"]
    page = 1 if opens else page_of(chosen.value, chosen.payload)
    if not _may_open(desk, title):
        return Say(NotAllowed(desk.me, "command"))
    if title in {"unreached", "silent_people"}:
        return people_list(desk, title, page)
    if title == "money":
        return money_list(desk, page)
    if title.startswith("standard:"):
        return standard(title.removeprefix("standard:"), desk, page)
    return task_list(desk, title, page)


def _may_open(desk: Desk, title: str) -> bool:
    """Whether a list is still for who was once shown it."""
    kind, _, which = title.partition(":")
    if kind in OWN_LISTS:
        return True
    if kind == "money":
        return desk.may_use("kinhphi")
    if sees_all(desk.day, desk.me):
        return True
    if kind == "unit":
        return int(which) in headed(desk.day, desk.me)
    of_one = kind in {"member", "member_days"}
    named = desk.day.staff.member(int(which.partition(":")[0])) if of_one else None
    people = desk.day.staff.holders(*which.split("/")) if kind == "role" else (named,)
    return all(p is not None and p.unit_id in headed(desk.day, desk.me) for p in people)


def people_list(desk: Desk, title: str, page: int) -> Say:
    """Show who could not be reached, or who has not answered, with their tasks."""
    found = unreached(desk.day) if title == "unreached" else silent_people(desk.day)
    shown, number, pages = cut(found, page)
    message = PeopleList(desk.me, title.removesuffix("_people"), shown, number, pages)
    return Say(message, "list", {"title": title}, more_row(number, pages))


def names_standard(words: str) -> bool:
    """Whether words are the number of a standard or criterion: "3", "3.4", "tiêu chí 3.4"."""
    found = _NUMBER.search(words)
    return (
        found is not None and found.end() == len(words.rstrip()) and len(words) <= LONGEST_NUMBER
    )


def look(words: str, desk: Desk) -> Say:
    """Show one task by its code, or a standard or criterion by its number."""
    number = find_number(words)
    if number is not None:
        return one_task(desk, number)
    found = _NUMBER.search(words)
    if found is None:
        return mine("", desk)
    return standard(found[1].upper(), desk, 1)


def one_task(desk: Desk, number: int) -> Say:
    """Show where one task stands; who may report on it gets the four answers below it."""
    view = view_of(desk.day, number)
    if view is None or not may_see(desk.day, desk.me, view):
        return Say(NoSuchTask(desk.me, f"V{number}"))
    message = _task_seen(desk, view)
    occurrence = view.next_due
    if occurrence is None or not concerns(desk.me, view):
        return Say(message)
    payload = {"occurrence": occurrence.occurrence_id}
    return Say(message, "task", payload, task_rows(), about=(occurrence.occurrence_id,))


def _task_seen(desk: Desk, view: TaskView) -> TaskSeen:
    last = view.report
    numbers = [o.occurrence_id for o in view.occurrences]
    parts = occurrences.list_parts(desk.tx, desk.school_id, numbers)
    owed = [part for group in parts.values() for part in group]
    return TaskSeen(
        line=line_of(view, desk.day),
        working_on=_working_on(desk, view),
        criterion=view.task.criterion,
        days=tuple((o.due_on, str(o.state)) for o in view.occurrences[:4]),
        contact=view.contact,
        held=view.people.is_held,
        workers=view.people.workers,
        time_text=view.task.time_text,
        budget=view.task.budget_amount,
        budget_source=view.task.budget_source,
        spent=total_of(desk.day, view.task),
        waits_for=view.waits_for,
        last_by=desk.day.staff.member(last.member_id) if last is not None else None,
        last_words=last.words if last is not None else "",
        last_on=local(last.reported_at).date() if last is not None else None,
        evidence=view.evidence,
        parts_done=sum(part.is_done for part in owed),
        parts_all=len(owed),
        same_as=tuple(task.code for task in linked_tasks(desk.day, view.task.task_id)),
    )


def _working_on(desk: Desk, view: TaskView) -> date | None:
    """Give the last working day where the due day itself is off."""
    occurrence = view.next_due
    if occurrence is None:
        return None
    day = working_due(occurrence.due_on, occurrence.shape, desk.day.years)
    return day if day != occurrence.due_on else None


def standard(number: str, desk: Desk, page: int = 1) -> Say:
    """Show the tasks of a standard ("3") or a criterion ("3.4", "M4.1")."""
    of_plan = [v for v in overview(desk.day) if v.task.plan_id is not None]
    found = [v for v in of_plan if _is_of(v, number)]
    if not found:
        return Say(NoSuchTask(desk.me, number))
    shown, at, pages = cut(found, page, 4)
    spent = expenses.standing(desk.tx, desk.school_id)
    money = add_up([view.task for view in found], spent).total
    message = StandardSeen(
        number=number,
        title=_title(desk, found[0], number),
        done=sum(view.standing is Standing.DONE for view in found),
        items=tuple(_line(desk, view) for view in shown),
        count=len(found),
        page=at,
        pages=pages,
        planned=money.planned,
        spent=money.spent,
    )
    return Say(message, "list", {"title": f"standard:{number}"}, more_row(at, pages))


def _line(desk: Desk, view: TaskView) -> TaskLine:
    return line_of(view, desk.day, names=desk.may("see_names_in_lists"))


def _is_of(view: TaskView, number: str) -> bool:
    if "." in number:
        return view.task.criterion == number
    return view.task.standard == number


def _title(desk: Desk, view: TaskView, number: str) -> str:
    if "." not in number:
        return view.task.standard_title
    plan = plans.get(desk.tx, desk.school_id, view.task.plan_id or 0)
    known = criteria_set(plan.criteria_set) if plan is not None else None
    standards = known.standards.get(view.task.standard) if known is not None else None
    return standards.criteria.get(number, "") if standards is not None else ""
