"""What the picture of the week shows, as plain values for whoever draws it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from plan.hours import local
from plan.model import Member
from plan.progress import Standing
from reports.figures import StandardCount, by_standard, money_of, of_plan, source_of
from reports.overview import TaskView, due_key, overview
from reports.weekly import NEXT_DAYS, is_soon, week
from storage.school_day import SchoolDay
from texts.dates import full_day, hour, short_day
from texts.messages.week import Week
from texts.papers import paper_word
from texts.render import money

MOST_LATE, MOST_AHEAD, MOST_SOURCES = 5, 4, 4


def week_picture(day: SchoolDay, who: Member) -> dict[str, Any] | None:
    """Give the picture's words and numbers; None when no plan runs.

    The numbers are those of the weekly summary. Nobody is named: a picture is passed on easily.
    """
    message = week(day, who)
    if message is None:
        return None
    views = of_plan(overview(day))
    return {
        "title": paper_word(
            "picture.week", first=f"{message.first_on:%d/%m}", last=f"{message.last_on:%d/%m}"
        ),
        "school": day.school.name,
        "plan": message.title,
        "as_of": paper_word("picture.as_of", at=f"{hour(local(day.now))} {full_day(day.today)}"),
        "tiles": _tiles(message),
        "standards": _standards(by_standard(views, day), message),
        "late": _late(views),
        "ahead": _ahead(views, day),
        "money": _money(views, day),
        "legend": [paper_word(f"picture.legend_{name}") for name in ("done", "late", "rest")],
    }


def _tiles(message: Week) -> list[dict[str, str]]:
    return [
        _tile(f"{message.base_done}/{message.base}", "done"),
        _tile(str(message.due_open), "late"),
        _tile(str(message.blocked), "blocked"),
        _tile(str(message.silent), "silent"),
    ]


def _tile(value: str, name: str) -> dict[str, str]:
    return {"value": value, "words": paper_word(f"picture.{name}"), "tone": name}


def _standards(counts: Sequence[StandardCount], message: Week) -> dict[str, Any]:
    rows = [
        {"name": _standard_name(c), "done": c.done, "late": c.late, "total": c.total}
        for c in counts
        if c.total
    ]
    doubtful = len(message.doubtful)
    kinds = [name for name, n in (("carried", message.carried), ("doubtful", doubtful)) if n]
    note = ""
    if kinds:
        code = f"picture.{'_and_'.join(kinds)}"
        note = paper_word(code, count=message.carried, doubtful=doubtful)
    return {"heading": paper_word("picture.standards"), "rows": rows, "note": note}


def _standard_name(count: StandardCount) -> str:
    if not count.number:
        return paper_word("picture.no_standard")
    return f"{paper_word('picture.standard', number=count.number)} {count.title}".strip()


def _late(views: Sequence[TaskView]) -> dict[str, Any]:
    late = [v for v in views if v.standing is Standing.OVERDUE]
    late.sort(key=lambda v: (due_key(v), v.task.number))
    rows = [
        _task(view, paper_word("picture.late_days", days=view.progress.late_days))
        for view in late[:MOST_LATE]
        if view.progress is not None
    ]
    more = len(late) - len(rows)
    return {
        "heading": paper_word("picture.late_tasks"),
        "rows": rows,
        "more": paper_word("picture.more", count=more) if more else "",
        "none": paper_word("picture.nothing_late"),
    }


def _task(view: TaskView, words: str) -> dict[str, str]:
    return {"code": view.task.code, "work": view.task.work, "words": words}


def _ahead(views: Sequence[TaskView], day: SchoolDay) -> dict[str, Any]:
    names = paper_word("picture.weekdays").split()
    codes: dict[date, list[str]] = {}
    soon = sorted((v for v in views if is_soon(v, day)), key=lambda v: (due_key(v), v.task.number))
    for view in soon:
        codes.setdefault(due_key(view), []).append(view.task.code)
    days = [day.today + timedelta(days=n) for n in range(NEXT_DAYS + 1)]
    return {
        "heading": paper_word("picture.ahead"),
        "days": [
            {
                "weekday": names[on.weekday()],
                "date": f"{on.day}/{on.month}" if n == 0 or on.day == 1 else str(on.day),
                "off": day.years.of(on).is_day_off(on),
                "codes": codes.get(on, []),
            }
            for n, on in enumerate(days)
        ],
        "rows": [_task(view, short_day(due_key(view))) for view in soon[:MOST_AHEAD]],
        "none": "" if codes else paper_word("picture.nothing_ahead"),
    }


def _money(views: Sequence[TaskView], day: SchoolDay) -> dict[str, Any]:
    spending = money_of(views, day)
    sources = spending.by_source
    rows = [_money_row(source_of(s), s.planned, s.spent) for s in sources[:MOST_SOURCES]]
    whole = spending.total
    total = _money_row(paper_word("picture.money_total"), whole.planned, whole.spent)
    more = len(sources) - len(rows)
    return {
        "heading": paper_word("picture.money"),
        "rows": rows,
        "more": paper_word("picture.more_sources", count=more) if more else "",
        "total": total if sources else None,
        "none": "" if sources else paper_word("picture.nothing_planned"),
    }


def _money_row(source: str, planned: int, spent: int) -> dict[str, Any]:
    code = "picture.money_line" if spent else "picture.money_planned"
    words = paper_word(code, planned=money(planned), spent=money(spent))
    return {"source": source, "planned": planned, "spent": spent, "words": words}
