"""Biểu 2 of Phụ lục V (57/2026): the improvement plan in its ten columns, standard by standard."""

from collections.abc import Iterator, Mapping

from plan.criteria import criteria_set
from plan.folding import fold
from plan.papers import Wanted
from plan.school_years import school_year_name
from reports.figures import of_plan
from reports.overview import TaskView, overview
from reports.papers.letterhead import head_of
from reports.papers.paper import Paper
from reports.papers.tables import Column, Kind, Table, Value, numbered
from reports.year_results import YearResult, year_results
from storage import plans, tasks
from storage.school_day import SchoolDay
from texts.papers import paper_word
from texts.render import money

# What the plan itself may have written under these titles; else it is made from what we know.
WRITTEN = ("muc_tieu", "chi_so", "nguon_luc", "minh_chung_du_kien")
COLUMNS = (
    Column("tt", Kind.NUMBER, 6),
    Column("noi_dung", width=44),
    Column("muc_tieu", width=28),
    Column("giai_phap", width=36),
    Column("chi_so", width=28),
    Column("thoi_gian", width=20),
    Column("phu_trach", width=26),
    Column("nguon_luc", width=28),
    Column("minh_chung_du_kien", width=26),
    Column("muc_do", width=10),
)
SHEET_COLUMNS = (COLUMNS[0], Column("tieu_chuan", width=10), Column("tieu_chi", width=10))


def improvement_paper(day: SchoolDay, wanted: Wanted) -> Paper | None:
    """Lay the running plans out as Biểu 2; None when none runs."""
    del wanted
    running = plans.list_active(day.tx, day.school_id)
    if not running:
        return None
    views = of_plan(overview(day))
    written = tasks.written(day.tx, day.school_id, [plan.plan_id for plan in running])
    results = year_results(day, views)
    rows = [
        _row(view, written.get(view.task.task_id, {}), results[view.task.task_id])
        for view in views
    ]
    sheet = Table("bieu_2", (*SHEET_COLUMNS, *COLUMNS[1:]), numbered(rows))
    shown = Table("bieu_2", (Column("tieu_de"), *COLUMNS), tuple(_with_headings(day, views, rows)))
    years = " · ".join(dict.fromkeys(school_year_name(plan.first_year) for plan in running))
    return Paper(
        template="bieu-2",
        fields={
            **head_of(day, "KH"),
            "ten_loai": paper_word("titles.plan"),
            "trich_yeu": paper_word("titles.improvement", year=years),
            "can_cu": paper_word("titles.form_2"),
        },
        tables=(shown,),
        sheets=(sheet,),
    )


def _row(view: TaskView, written: Mapping[str, str], came: YearResult) -> Mapping[str, Value]:
    """Give the ten columns; once the year is closed the result, the proof and the level too."""
    task = view.task
    own = {key: _under(paper_word(f"columns.{key}"), written) for key in WRITTEN}
    return {
        "tieu_chuan": task.standard,
        "tieu_chi": task.criterion,
        "noi_dung": task.work,
        "muc_tieu": own["muc_tieu"],
        "giai_phap": task.solution,
        "chi_so": _and(own["chi_so"], "results.came_to", came.result if came.is_closed else ""),
        "thoi_gian": task.time_text,
        "phu_trach": task.owner_text,
        "nguon_luc": own["nguon_luc"] or _resources(view),
        "minh_chung_du_kien": _and(
            own["minh_chung_du_kien"], "results.proven", came.proof if came.is_closed else ""
        ),
        "muc_do": came.level or task.level,
    }


def _and(planned: str, code: str, came: str) -> str:
    """Put what came of it after what was planned."""
    said = paper_word(code, said=f"{came[:1].lower()}{came[1:]}") if came else ""
    return "; ".join(filter(None, (planned, said)))


def _under(title: str, written: Mapping[str, str]) -> str:
    """Give what the plan wrote under a title, however it wrote the title."""
    wanted = fold(title)
    return next((cell for header, cell in written.items() if wanted in fold(header)), "")


def _resources(view: TaskView) -> str:
    """Say the conditions and the money of a task in one cell."""
    task = view.task
    amount = money(task.budget_amount) if task.budget_amount else ""
    budget = f"{amount} ({task.budget_source})" if amount and task.budget_source else amount
    return "; ".join(filter(None, (task.conditions, budget)))


def _with_headings(
    day: SchoolDay, views: list[TaskView], rows: list[Mapping[str, Value]]
) -> Iterator[Mapping[str, Value]]:
    """Put the name of each standard before its rows."""
    last = None
    for number, (view, row) in enumerate(zip(views, rows, strict=True), 1):
        standard = view.task.standard
        if standard != last:
            last = standard
            yield {"tieu_de": _heading(day, view)}
        yield {"tt": number, **row}


def _heading(day: SchoolDay, view: TaskView) -> str:
    task = view.task
    if not task.standard:
        return paper_word("picture.no_standard")
    plan = plans.get(day.tx, day.school_id, task.plan_id or 0)
    known = None if plan is None else criteria_set(plan.criteria_set)
    title = task.standard_title or (known.standard_title(task.standard) if known else "")
    name = paper_word("titles.standard", number=task.standard)
    return f"{name}: {title}" if title else name
