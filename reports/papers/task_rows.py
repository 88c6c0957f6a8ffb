"""Rows about tasks: what a document says of one task, and which tasks it lists."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from plan.hours import local
from plan.model import OccurrenceState, Shape, Span
from plan.progress import Standing
from reports.figures import StandardCount, source_of
from reports.money import MoneyLine, Spending
from reports.overview import TaskView
from reports.papers.tables import Column, Kind, Table, Value, numbered
from texts.papers import paper_word

TT, CODE, WORK = Column("tt", Kind.NUMBER, 6), Column("ma", width=8), Column("noi_dung", width=52)
CONTACT, DUE = Column("dau_moi", width=22), Column("han", Kind.DAY, 14)
DONE_ON, PROOF = Column("ngay_xong", Kind.DAY, 14), Column("minh_chung", Kind.NUMBER, 12)
STATE, SAID = Column("tinh_trang", width=20), Column("bao_cao", width=34)
CRITERION, PLANNED = Column("tieu_chi", width=10), Column("du_kien", Kind.MONEY, 18)
SOURCE, SPENT = Column("nguon", width=26), Column("da_chi", Kind.MONEY, 18)

DONE_COLUMNS = (TT, CODE, WORK, CONTACT, DUE, DONE_ON, PROOF)
PRESSING_COLUMNS = (TT, CODE, WORK, CONTACT, DUE, STATE, SAID)
AHEAD_COLUMNS = (TT, CODE, WORK, CONTACT, DUE)
RESULT_COLUMNS = (TT, CODE, CRITERION, WORK, CONTACT, DUE, STATE, PROOF)
ALL_COLUMNS = (
    TT,
    CODE,
    Column("muc", width=10),
    Column("tieu_chuan", width=10),
    CRITERION,
    WORK,
    Column("thoi_gian", width=22),
    Column("bat_dau", Kind.DAY, 14),
    DUE,
    Column("phu_trach", width=28),
    CONTACT,
    STATE,
    Column("phan_tram", Kind.NUMBER, 10),
    DONE_ON,
    SAID,
    PROOF,
    PLANNED,
    SPENT,
    SOURCE,
)
STANDARD_COLUMNS = (
    TT,
    Column("tieu_chuan", width=12),
    Column("ten_tieu_chuan", width=44),
    Column("den_han_nam", Kind.NUMBER, 14),
    Column("hoan_thanh", Kind.NUMBER, 14),
    Column("qua_han", Kind.NUMBER, 12),
    Column("chuyen_tiep", Kind.NUMBER, 14),
    PROOF,
    PLANNED,
    SPENT,
)
MONEY_COLUMNS = (TT, SOURCE, PLANNED, SPENT, Column("con_lai", Kind.MONEY, 18))


def task_row(view: TaskView, today: date) -> dict[str, Value]:
    """Say everything of one task; what is not known is left out."""
    task, days = view.task, view.occurrences
    return {
        "ma": task.code,
        "muc": task.level,
        "tieu_chuan": task.standard,
        "tieu_chi": task.criterion,
        "noi_dung": task.work,
        "thoi_gian": task.time_text,
        "bat_dau": min((o.first_on for o in days), default=None),
        "han": due_of(view),
        "phu_trach": task.owner_text,
        "dau_moi": contact_of(view),
        "tinh_trang": state_of(view, today),
        "phan_tram": None if view.report is None else view.report.percent,
        "ngay_xong": _closed_on(view),
        "bao_cao": _last_said(view),
        "minh_chung": view.evidence,
        "du_kien": task.budget_amount,
        "nguon": task.budget_source,
    }


def contact_of(view: TaskView) -> str:
    """Name who closes a task; its owners as written where nobody alone does."""
    if view.contact is None or view.people.is_held:
        return view.task.owner_text
    return view.contact.full_name


def due_of(view: TaskView) -> date | None:
    """Give the day due next, or the last one of a task that is done; reviews are no such days."""
    if view.progress is None or any(o.shape is Shape.UNDATED for o in view.occurrences):
        return None
    return view.progress.last_due_on if view.next_due is None else view.next_due.due_on


def state_of(view: TaskView, today: date) -> str:
    """Name where a task stands."""
    if view.progress is None:
        return paper_word("states.doubtful")
    if view.standing is Standing.OVERDUE:
        return paper_word("states.overdue", days=view.progress.late_days)
    if view.standing is Standing.SILENT and all(o.first_on > today for o in view.occurrences):
        return paper_word("states.not_begun")
    return paper_word(f"states.{view.standing}")


def _closed_on(view: TaskView) -> date | None:
    if view.standing is not Standing.DONE:
        return None
    return max((o.closed_on for o in view.occurrences if o.closed_on is not None), default=None)


def _last_said(view: TaskView) -> str:
    if view.report is None or not view.report.words:
        return ""
    on = local(view.report.reported_at).date()
    return f"{on:%d/%m/%Y}: {view.report.words}"


def done_within(views: Iterable[TaskView], span: Span) -> tuple[Mapping[str, Value], ...]:
    """List what was closed within some days, one row an occurrence, the earliest first."""
    found = [
        (occurrence.closed_on, view, occurrence)
        for view in views
        for occurrence in view.occurrences
        if occurrence.state is OccurrenceState.DONE
        and occurrence.closed_on is not None
        and span.first <= occurrence.closed_on <= span.last
    ]
    found.sort(key=lambda one: (one[0], one[1].task.number))
    return numbered(
        [
            {
                "ma": view.task.code,
                "noi_dung": view.task.work,
                "dau_moi": contact_of(view),
                "han": occurrence.due_on,
                "ngay_xong": on,
                "minh_chung": view.evidence,
            }
            for on, view, occurrence in found
        ]
    )


def tasks_table(
    code: str,
    columns: tuple[Column, ...],
    views: Iterable[TaskView],
    today: date,
    spending: Spending | None = None,
) -> Table:
    """Make a table of tasks, a row each, with what was spent on each where that is given."""
    spent = {line.name: line.spent for line in spending.by_task} if spending else {}
    rows = [
        {**task_row(view, today), "da_chi": spent.get(view.task.code) or None} for view in views
    ]
    return Table(code, columns, numbered(rows))


def standards_table(counts: Sequence[StandardCount], spending: Spending) -> Table:
    """Make the table of standards."""
    money = {line.name: line for line in spending.by_standard}
    none = MoneyLine("")
    rows: list[Mapping[str, Value]] = [
        {
            "tieu_chuan": count.number,
            "ten_tieu_chuan": count.title or paper_word("picture.no_standard"),
            "den_han_nam": count.total,
            "hoan_thanh": count.done,
            "qua_han": count.late,
            "chuyen_tiep": count.carried,
            "minh_chung": count.evidence,
            "du_kien": money.get(count.number, none).planned,
            "da_chi": money.get(count.number, none).spent,
        }
        for count in counts
    ]
    return Table("theo_tieu_chuan", STANDARD_COLUMNS, numbered(rows))


def money_table(spending: Spending) -> Table:
    """Make the table of money by source; nothing spent is 0, and is said so."""
    rows: list[Mapping[str, Value]] = [
        {
            "nguon": source_of(line),
            "du_kien": line.planned,
            "da_chi": line.spent,
            "con_lai": line.left,
        }
        for line in spending.by_source
    ]
    return Table("kinh_phi", MONEY_COLUMNS, numbered(rows))
