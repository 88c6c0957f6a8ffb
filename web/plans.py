"""Plans: those that run, one coming in as a file with what is doubtful beside its source."""

import asyncio
from functools import partial
from http import HTTPStatus
from typing import Any

from msgspec import Struct
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from followup.edit_plan import apply_difference
from followup.fill_plan import begin_filling, is_long
from followup.import_plan import (
    PlanDraft,
    accept_plan,
    draft_plan,
    drop_draft,
    known_tasks,
    plan_frame,
    read_ahead,
    reopen_draft,
)
from followup.stored_document import document_from
from plan.school_years import school_year_name
from plan.task_reading import Ask, TaskReading, questions
from storage import plans, tasks
from storage.database import Tx
from storage.files import NoRoomError
from storage.school_day import SchoolDay
from texts.labels import label
from texts.readings import explain
from texts.render import money
from web.doubts import ANSWERED, answer_routes, asked
from web.forms import CSRF, MOST_FILE_BYTES, is_csrf
from web.pages import (
    FORGED,
    Asked,
    Page,
    Refused,
    Seen,
    form_posted,
    go,
    page,
    post,
    refuse,
    token_of,
    who_looks,
)
from web.site import Site

PLANS, DRAFT = "/ke-hoach", "/ke-hoach/ban-cho"
_TIME_ASKS = frozenset({Ask.PAST, Ask.TIME})
_MONEY_ASKS = frozenset({Ask.MONEY})


class Beside(Struct, frozen=True):
    """One cell as written, and as it was understood; `is_doubtful` when it will be asked."""

    source: str
    understood: str
    is_doubtful: bool


class DraftRow(Struct, frozen=True):
    """One row of a draft: its work, and its cells beside what they mean."""

    place: str
    work: str
    time: Beside
    owner: Beside
    money: Beside
    notes: tuple[str, ...]


class Changed(Struct, frozen=True):
    """One change of an edited plan: `key` refuses it; `cells` are (title, before, after)."""

    key: str
    work: str
    cells: tuple[tuple[str, str, str], ...] = ()


def plan_routes(site: Site) -> list[Route]:
    """Make the pages of plans."""
    return [
        page(site, PLANS, _plans),
        page(site, DRAFT, _draft),
        _upload(site),
        post(site, DRAFT, _settle),
        *answer_routes(site),
    ]


def _plans(seen: Seen) -> Page:
    day = seen.day
    running = [
        (plan, len(tasks.list_live(day.tx, day.school_id, plan.plan_id)))
        for plan in plans.list_active(day.tx, day.school_id)
    ]
    waiting = plans.drafts(day.tx, day.school_id)
    doubts = asked(seen)
    values = {
        "running": running,
        "draft_id": waiting[0].plan_id if waiting else None,
        "doubts": doubts,
        "asks": len(doubts),
        "members": day.staff.members,
        "is_principal": seen.may_post(ANSWERED),
        "kept": seen.query.get("roi", ""),
    }
    return Page("plans", values)


def _open_draft(seen: Seen) -> PlanDraft | None:
    waiting = plans.drafts(seen.day.tx, seen.day.school_id)
    return reopen_draft(seen.day, waiting[0].plan_id) if waiting else None


def _draft(seen: Seen) -> Page | None:
    """Show a draft: every row, what is doubtful beside its source; or what an edit changes."""
    draft = _open_draft(seen)
    if draft is None:
        return None
    values = {
        "draft": draft,
        "year": school_year_name(draft.first_year),
        "asks": len(questions(draft.tasks)),
        "rows": [_row(seen, draft, task) for task in draft.tasks],
        "changes": _changes(seen, draft),
    }
    return Page("draft", values)


def _row(seen: Seen, draft: PlanDraft, task: TaskReading) -> DraftRow:
    row, asks = task.row, set(task.asks)
    frame = plan_frame(seen.day, draft.first_year)
    owner_asks = asks - _TIME_ASKS - _MONEY_ASKS - {Ask.FOLLOWER, Ask.WORDS}
    amount = task.budget.amount
    return DraftRow(
        row.criterion or row.standard,
        row.work,
        Beside(row.time, explain(task.time, frame), bool(asks & _TIME_ASKS)),
        Beside(row.owner, "", bool(owner_asks)),
        Beside(row.budget, "" if amount is None else money(amount), bool(asks & _MONEY_ASKS)),
        tuple(label(f"doubt_{doubt}") for doubt in row.doubts),
    )


def _changes(seen: Seen, draft: PlanDraft) -> dict[str, list[Changed]]:
    """List what an edited plan would change, against the one it edits; empty for a new one."""
    if draft.base is None or draft.difference is None:
        return {}
    known = {task.task_id: task for task in known_tasks(seen.day, draft.base.plan_id)}
    edited = [
        Changed(
            f"edit:{edit.task_id}",
            known[edit.task_id].work,
            tuple(
                (
                    label(f"cell_{name}"),
                    known[edit.task_id].cells.get(name, ""),
                    str(getattr(draft.tasks[edit.row].row, name)),
                )
                for name in edit.fields
            ),
        )
        for edit in draft.difference.edited
    ]
    new = [Changed(f"new:{row}", draft.tasks[row].row.work) for row in draft.difference.new]
    gone = [Changed(f"missing:{t}", known[t].work) for t in draft.difference.missing]
    return {"edited": edited, "new": new, "missing": gone}


def _settle(seen: Seen) -> str | Page | Refused:
    """Take a draft, with the changes that were left ticked, or drop it."""
    draft = _open_draft(seen)
    if draft is None or draft.plan_id is None or seen.said("ban") != str(draft.plan_id):
        # Somebody else took it, or another file came meanwhile.
        return Refused("missing", HTTPStatus.CONFLICT)
    if seen.said("y") == "drop":
        drop_draft(seen.day, seen.actor, draft.plan_id)
        return f"{PLANS}?roi=dropped"
    if draft.difference is None:
        if is_long(draft):
            begin_filling(seen.day, seen.actor, draft)
            return f"{PLANS}?roi=storing"
        accept_plan(seen.day, seen.actor, draft)
        return f"{PLANS}?roi=accepted"
    taken = {value for value in seen.form.getlist("nhan") if isinstance(value, str)}
    every = {one.key for group in _changes(seen, draft).values() for one in group}
    apply_difference(seen.day, seen.actor, draft, every - taken)
    return f"{PLANS}?roi=accepted"


def _upload(site: Site) -> Route:
    """Make the route that takes a file: read apart from the transaction, as in chat."""

    async def take(request: Request) -> Response:
        token = token_of(site, request)
        # Before the file is read, and again in the transaction that keeps it.
        seen = await site.database.reads(partial(who_looks, (site, request, PLANS), token))
        if isinstance(seen, Refused):
            return refuse(seen)
        form = await form_posted(site, request, MOST_FILE_BYTES)
        if isinstance(form, Refused):
            return refuse(form)
        found = await _read(site, token, form)
        await form.close()
        if isinstance(found, Refused):
            return refuse(found)
        await site.database.reads(partial(_read_ahead, seen, found))
        where = await site.database.writes(partial(_keep, (site, request, PLANS), token, found))
        site.changed()
        return refuse(where) if isinstance(where, Refused) else go(where)

    return Route(PLANS, take, methods=["POST"])


class _Came(Struct, frozen=True):
    """A document that was read, with the file it came in."""

    stored: dict[str, Any]
    name: str
    file_hash: str


async def _read(site: Site, token: str, form: FormData) -> _Came | Refused:
    """Keep the file and read it; nothing of it works yet."""
    if not is_csrf(token, form.get(CSRF)):
        return FORGED
    file = form.get("tep")
    content = await file.read() if isinstance(file, UploadFile) else b""
    if not isinstance(file, UploadFile) or not content:
        return Refused("kind", HTTPStatus.BAD_REQUEST)
    name = (file.filename or "")[:200]
    found = await asyncio.to_thread(site.read_document, name, content)
    if "plan" not in found:
        return Refused("kind", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    try:
        digest = await asyncio.to_thread(site.files.keep, content)
    except NoRoomError:
        return Refused("no_room", HTTPStatus.INSUFFICIENT_STORAGE)
    return _Came(found["plan"], name, digest)


def _read_ahead(seen: Seen, came: _Came, tx: Tx) -> None:
    """Read the rows before the transaction that keeps them: nobody waits for it."""
    day = SchoolDay.of(tx, seen.day.school_id, seen.day.now)
    read_ahead(day, document_from(came.stored))


def _keep(asked: Asked, token: str, came: _Came, tx: Tx) -> str | Refused:
    seen = who_looks(asked, token, tx)
    if isinstance(seen, Refused):
        return seen
    document = document_from(came.stored)
    draft = draft_plan(seen.day, seen.actor, document, (came.name, came.file_hash))
    return f"{PLANS}?roi=same" if draft.plan_id is None else DRAFT
