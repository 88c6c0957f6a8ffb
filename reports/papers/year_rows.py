"""The rows of a review: where every task stands, and at the year's end what each came to."""

from collections.abc import Mapping, Sequence

from reports.overview import TaskView
from reports.papers.tables import Column, Table, Value, numbered
from reports.papers.task_rows import CODE, CONTACT, CRITERION, RESULT_COLUMNS, TT, WORK, task_row
from reports.year_results import YearResult, year_results
from storage.school_day import SchoolDay
from texts.papers import paper_word

RESULT = Column("ket_qua", width=30)
PROOF, LEVEL = Column("ma_minh_chung", width=18), Column("muc_do", width=10)
CLOSED_COLUMNS = (TT, CODE, CRITERION, WORK, CONTACT, RESULT, PROOF, LEVEL)
TABLE = "ket_qua_tung_viec"


def results_table(views: Sequence[TaskView], day: SchoolDay, *, closes: bool) -> Table:
    """Make the table of every task; with `closes` its result, its evidence and its level too."""
    came = year_results(day, views) if closes else {}
    rows = [
        {**task_row(view, day.today), **_came(view, came, day)}
        if closes
        else task_row(view, day.today)
        for view in views
    ]
    # A school's own template of before may name the columns of the review of HKI as well.
    columns = RESULT_COLUMNS if not closes else (*CLOSED_COLUMNS, *_others())
    return Table(TABLE, columns, numbered(rows))


def _others() -> tuple[Column, ...]:
    return tuple(column for column in RESULT_COLUMNS if column not in CLOSED_COLUMNS)


def _came(view: TaskView, came: Mapping[int, YearResult], day: SchoolDay) -> Mapping[str, Value]:
    one = came[view.task.task_id]
    level = one.outcome.level
    return {
        "ket_qua": one.result or task_row(view, day.today)["tinh_trang"],
        "ma_minh_chung": one.proof,
        "muc_do": paper_word("results.level", level=level) if level.strip("0") else one.level,
    }
