"""Reminding who decides of requests that wait for two working days and more."""

from datetime import datetime

from followup.above import who_decides
from followup.decide_request import Word, lacking
from followup.post import notify
from followup.say import Option, Say
from plan.hours import instant, local
from plan.model import Member
from storage import occurrences, promises, requests, tasks
from storage.database import Tx
from storage.requests import Request
from storage.school_day import SchoolDay
from texts.labels import label
from texts.messages.requests import RequestLine, RequestsWaiting
from texts.render import named

DECISION = "decision"
# Working days after which a request is brought up again.
PATIENCE = 2
MOST = 5


def promise_decision(day: SchoolDay) -> None:
    """Promise to look again at what waits, when the one that waits longest is due."""
    times = [_remind_at(day, request) for request in requests.waiting(day.tx, day.school_id)]
    if times:
        promises.keep(day.tx, day.school_id, DECISION, min(times))
    else:
        promises.drop(day.tx, day.school_id, DECISION)


def remind_decision(tx: Tx, school_id: int, now: datetime) -> None:
    """Tell everybody who has something to decide, in one message each, and promise the next."""
    day = SchoolDay.of(tx, school_id, now)
    due = [r for r in requests.waiting(tx, school_id) if _remind_at(day, r) <= now]
    by_decider: dict[Member, list[Request]] = {}
    for request in due:
        decider = _decider(day, request)
        if decider is not None:
            by_decider.setdefault(decider, []).append(request)
    if day.school.started_at is not None:
        for decider, waiting in by_decider.items():
            matter = f"waiting:{waiting[0].request_id}:{day.today.isoformat()}"
            notify(day, decider, matter, waiting_list(day, decider, waiting, is_reminder=True))
    requests.reminded(tx, school_id, [r.request_id for r in due], now)
    promise_decision(day)


def waiting_list(
    day: SchoolDay, who: Member, waiting: list[Request], *, is_reminder: bool = False
) -> Say:
    """List what waits for somebody's decision, each opened by one tap, or agreed to together."""
    shown = waiting[:MOST]
    lines = tuple(line for request in shown if (line := line_of(day, request)) is not None)
    message = RequestsWaiting(who, lines, len(waiting) - len(shown), is_reminder)
    rows = tuple(
        (
            Option(
                f"request:{line.request_id}",
                label("open_request", code=line.code, who=named(line.asker) if line.asker else ""),
            ),
        )
        for line in lines
    )
    together = [request.request_id for request in shown if _is_ready(day, request)]
    if len(together) > 1:
        rows = (*rows, (Option("all", label("agree_all", count=len(together))),))
    return Say(message, "waiting", {"together": together}, rows)


def _is_ready(day: SchoolDay, request: Request) -> bool:
    """Whether a yes is enough: no day and no person has to be named with it."""
    occurrence = occurrences.get(day.tx, day.school_id, request.occurrence_id)
    return occurrence is not None and not lacking(day, request, occurrence, Word(agreed=True))


def line_of(day: SchoolDay, request: Request) -> RequestLine | None:
    """Give a request as a line of a list."""
    occurrence = occurrences.get(day.tx, day.school_id, request.occurrence_id)
    task = tasks.get(day.tx, day.school_id, occurrence.task_id) if occurrence else None
    if occurrence is None or task is None:
        return None
    return RequestLine(
        request.request_id,
        str(request.kind),
        task.code,
        task.work,
        day.staff.member(request.asked_by),
        local(request.asked_at).date(),
        request.new_due_on,
    )


def _decider(day: SchoolDay, request: Request) -> Member | None:
    occurrence = occurrences.get(day.tx, day.school_id, request.occurrence_id)
    task = tasks.get(day.tx, day.school_id, occurrence.task_id) if occurrence else None
    asker = day.staff.member(request.asked_by)
    return None if task is None else who_decides(day, task, asker)


def _remind_at(day: SchoolDay, request: Request) -> datetime:
    since = local(request.reminded_at or request.asked_at).date()
    on = day.years.add_working_days(since, PATIENCE)
    return instant(on, day.hours.digest_at)
