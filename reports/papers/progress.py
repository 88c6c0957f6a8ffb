"""The progress report of a week or any period, and the reviews at the end of HKI and the year."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from plan.papers import PaperKind, Wanted
from plan.progress import Standing
from plan.school_years import school_year_name
from reports.figures import by_standard, money_of, of_plan
from reports.money import MoneyLine
from reports.overview import TaskView, due_key, overview
from reports.papers.letterhead import head_of
from reports.papers.paper import Paper
from reports.papers.tables import Table
from reports.papers.task_rows import (
    AHEAD_COLUMNS,
    ALL_COLUMNS,
    DONE_COLUMNS,
    PRESSING_COLUMNS,
    done_within,
    money_table,
    standards_table,
    tasks_table,
)
from reports.papers.year_rows import results_table
from reports.weekly import is_soon, week
from storage.school_day import SchoolDay
from texts.messages.week import Week
from texts.papers import paper_word
from texts.render import somebody

TEMPLATES = {
    PaperKind.PROGRESS: "bao-cao",
    PaperKind.HALF_YEAR: "so-ket",
    PaperKind.YEAR: "tong-ket",
}
PRESSING = frozenset({Standing.OVERDUE, Standing.BLOCKED})


def progress_paper(day: SchoolDay, wanted: Wanted) -> Paper | None:
    """Report on some days, or review a semester or year; None when no plan runs.

    The numbers are those of the weekly summary, as of today; the lists are of the period.
    """
    message = week(day, day.staff.principal or somebody())
    if message is None:
        return None
    views = of_plan(overview(day))
    spending = money_of(views, day)
    standards = standards_table(by_standard(views, day), spending)
    done = Table("viec_xong", DONE_COLUMNS, done_within(views, wanted.span))
    pressing = tasks_table("viec_can_xu_ly", PRESSING_COLUMNS, _pressing(views), day.today)
    ahead = tasks_table("viec_sap_toi", AHEAD_COLUMNS, _ahead(views, day), day.today)
    results = results_table(views, day, closes=wanted.kind is PaperKind.YEAR)
    everything = tasks_table("tat_ca_viec", ALL_COLUMNS, views, day.today, spending)
    money = money_table(spending)
    return Paper(
        template=TEMPLATES[wanted.kind],
        fields={
            **head_of(day, "BC"),
            **_title(day, wanted, message),
            "ket_qua_chung": _sentences(message, len(views), len(done.rows), day.today),
            "kinh_phi_chung": _money_sentence(spending.total),
            "hoan_thanh": message.base_done,
            "den_han_nam": message.base,
            "qua_han": message.due_open,
            "chuyen_tiep": message.carried,
        },
        tables=(standards, done, pressing, ahead, results, money),
        sheets=(everything, standards, done, money),
    )


def _title(day: SchoolDay, wanted: Wanted, message: Week) -> dict[str, Any]:
    span = wanted.span
    days = {"first": f"{span.first:%d/%m/%Y}", "last": f"{span.last:%d/%m/%Y}"}
    year = school_year_name(day.years.of(span.last).first_year)
    return {
        "ten_loai": paper_word("titles.report"),
        "trich_yeu": paper_word(f"titles.{wanted.kind}", year=year),
        "thoi_ky": paper_word("titles.period", **days),
        "ke_hoach": message.title,
    }


def _sentences(message: Week, tasks: int, done: int, today: date) -> list[str]:
    running = message.on_track + message.blocked + message.silent
    values = {
        "plan": message.title,
        "tasks": tasks,
        "base": message.base,
        "base_done": message.base_done,
        "carried": message.carried,
        "due": message.due_done + message.due_open,
        "due_done": message.due_done,
        "proven": message.with_evidence,
        "late": message.due_open,
        "early": message.early,
        "running": running,
        "on_track": message.on_track,
        "blocked": message.blocked,
        "silent": message.silent,
        "done": done,
        "today": f"{today:%d/%m/%Y}",
        "doubtful": len(message.doubtful),
        "codes": ", ".join(message.doubtful),
    }
    codes = ["scope", "base", "due", "running", "period"]
    if message.doubtful:
        codes.insert(1, "doubtful")
    return [paper_word(f"sentences.{code}", **values) for code in codes]


def _money_sentence(total: MoneyLine) -> str:
    if not total.planned and not total.spent:
        return paper_word("sentences.no_money")
    code = "sentences.money" if total.spent else "sentences.money_unspent"
    return paper_word(code, planned=_dong(total.planned), spent=_dong(total.spent))


def _dong(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _pressing(views: Sequence[TaskView]) -> list[TaskView]:
    found = [view for view in views if view.standing in PRESSING]
    return sorted(found, key=lambda view: (due_key(view), view.task.number))


def _ahead(views: Sequence[TaskView], day: SchoolDay) -> list[TaskView]:
    found = [view for view in views if is_soon(view, day)]
    return sorted(found, key=lambda view: (due_key(view), view.task.number))
