"""The plan as it was read and settled: its own words beside what they were taken to mean."""

from collections.abc import Iterator, Mapping, Sequence

from plan.model import AssignedAs, Assignment, Shape
from plan.papers import Wanted
from plan.school_years import school_year_name
from plan.task_reading import Ask
from reports.figures import of_plan
from reports.overview import TaskView, overview
from reports.papers.letterhead import head_of
from reports.papers.paper import Paper
from reports.papers.tables import Column, Table, Value
from storage import plans, tasks
from storage.plans import Plan
from storage.school_day import SchoolDay
from texts.dates import full_day
from texts.papers import paper_word
from texts.render import money
from texts.roles import role_name

COLUMNS = (
    Column("ma", width=8),
    Column("tieu_chi", width=10),
    Column("noi_dung", width=48),
    Column("thoi_gian_ghi", width=22),
    Column("han_hieu", width=28),
    Column("phu_trach_ghi", width=22),
    Column("phu_trach_hieu", width=28),
    Column("kinh_phi_ghi", width=16),
    Column("kinh_phi_hieu", width=20),
    Column("con_hoi", width=20),
)
MOST_DAYS = 4  # due days that are listed; more are counted
CLERKS = ("VT", "THU_KY")
# Which question is about which column.
ASKED = {Ask.TIME: "time", Ask.PAST: "time", Ask.MONEY: "money", Ask.WORDS: "words"}


def reading_paper(day: SchoolDay, wanted: Wanted) -> Paper | None:
    """Lay the running plans out as they were understood; None when none runs."""
    del wanted
    running = plans.list_active(day.tx, day.school_id)
    if not running:
        return None
    rows = [row for plan in running for row in _rows_of(day, plan, titled=len(running) > 1)]
    years = " · ".join(dict.fromkeys(school_year_name(plan.first_year) for plan in running))
    clerk = next((m for role in CLERKS for m in day.staff.holders(role)), None)
    sheet = Table("doc_ke_hoach", COLUMNS, tuple(row for row in rows if "ma" in row))
    return Paper(
        template="doc-ke-hoach",
        fields={
            **head_of(day, ""),
            "ten_loai": paper_word("titles.reading"),
            "trich_yeu": paper_word("titles.read_plan", year=years),
            "can_cu": paper_word("titles.as_of", today=f"{day.today:%d/%m/%Y}"),
            "chuc_vu_ra_soat": paper_word("head.clerk").upper(),
            "nguoi_ra_soat": "" if clerk is None else clerk.full_name,
        },
        tables=(Table("doc_ke_hoach", (Column("tieu_de"), *COLUMNS), tuple(rows)),),
        sheets=(sheet,),
    )


def _rows_of(day: SchoolDay, plan: Plan, *, titled: bool) -> Iterator[Mapping[str, Value]]:
    if titled:
        yield {"tieu_de": plan.title}
    views = of_plan(overview(day, plan.plan_id))
    written = tasks.cells(day.tx, day.school_id, plan.plan_id)
    assigned = tasks.list_assignments(day.tx, day.school_id, written)
    asked = _asked(day)
    for view in views:
        cells = written.get(view.task.task_id, {})
        yield {
            "ma": view.task.code,
            "tieu_chi": view.task.criterion,
            "noi_dung": view.task.work,
            "thoi_gian_ghi": cells.get("time", ""),
            "han_hieu": _days(view),
            "phu_trach_ghi": cells.get("owner", ""),
            "phu_trach_hieu": _people(view, assigned.get(view.task.task_id, [])),
            "kinh_phi_ghi": cells.get("budget", ""),
            "kinh_phi_hieu": _money(view),
            "con_hoi": ", ".join(asked.get(view.task.task_id, ())),
        }


def _asked(day: SchoolDay) -> dict[int, tuple[str, ...]]:
    """Name what is still open about each task."""
    found: dict[int, tuple[str, ...]] = {}
    for doubt in plans.unanswered(day.tx, day.school_id):
        what = paper_word(f"asked.{ASKED.get(Ask(doubt.kind), 'people')}")
        for task_id in doubt.task_ids:
            found[task_id] = tuple(dict.fromkeys((*found.get(task_id, ()), what)))
    return found


def _days(view: TaskView) -> str:
    """Say when it is due: each day, or how many from when to when."""
    days = [occurrence.due_on for occurrence in view.occurrences]
    if not days:
        return ""
    if len(days) <= MOST_DAYS:
        said = "; ".join(full_day(due_on) for due_on in days)
    else:
        first, last = full_day(min(days)), full_day(max(days))
        said = paper_word("reading.many", count=len(days), first=first, last=last)
    is_review = all(occurrence.shape is Shape.UNDATED for occurrence in view.occurrences)
    return paper_word("reading.reviewed", days=said) if is_review else said


def _people(view: TaskView, assigned: Sequence[Assignment]) -> str:
    """Name the contact, and the roles that lead; nobody while that is open."""
    roles = [
        role_name(one.role, one.unit_text)
        for one in assigned
        if one.part is AssignedAs.LEAD and one.role
    ]
    if view.contact is None or view.people.is_held:
        return ", ".join(dict.fromkeys(roles))
    contact = paper_word("reading.contact", name=view.contact.full_name)
    return "; ".join([*dict.fromkeys(roles), contact])


def _money(view: TaskView) -> str:
    amount, source = view.task.budget_amount, view.task.budget_source
    if amount is None:
        return ""
    return f"{money(amount)} ({source})" if source else money(amount)
