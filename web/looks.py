"""Pages that only show: the year, people, the evidence with its files, plans on paper."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from plan.folding import fold
from plan.school_years import school_year_name
from reports.overview import overview
from reports.papers.letterhead import head_of
from reports.seeing import may_see
from reports.timeline import timeline
from reports.weekly import sentence_case
from storage import bots, evidence, plans
from storage.database import Tx
from storage.evidence import ListedEvidence
from texts.roles import duty_names
from web.files import handed
from web.pages import NOT_FOUND, Asked, Page, Refused, Seen, page, refuse, token_of, who_looks
from web.site import Site

PIECE = "/minh-chung/{piece}"
# What a browser shows by itself without running anything; all else is only to be kept.
SHOWN = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
}


def look_routes(site: Site) -> list[Route]:
    """Make the pages that change nothing."""
    return [
        page(site, "/nam-hoc", _year),
        page(site, "/nguoi", _people),
        page(site, "/minh-chung", _evidence),
        _file(site),
        page(site, "/ke-hoach/{plan}/in", _on_paper),
    ]


def _year(seen: Seen) -> Page:
    year = school_year_name(seen.day.years.of(seen.day.today).first_year)
    return Page("year", {"months": timeline(seen.day, seen.me), "year": year})


def _people(seen: Seen) -> Page:
    """List the staff by unit with their roles; who has joined is for who leads the school."""
    staff = seen.day.staff
    blocked = (
        bots.blocked_members(seen.day.tx, seen.day.school_id)
        if seen.may("see_who_joined")
        else set()
    )
    units: dict[str, list[tuple[object, str, str]]] = {}
    for member in staff.members:
        duties = duty_names(member, staff.duties_of(member.member_id))
        reach = "blocked" if member.member_id in blocked else "joined"
        state = reach if member.joined_at is not None else "not_joined"
        units.setdefault(member.unit, []).append((member, ", ".join(duties), state))
    return Page("people", {"units": units, "count": len(staff.members)})


def seen_evidence(seen: Seen) -> list[ListedEvidence]:
    """List the pieces the reader may see: of tasks that are shown, and what was sent himself."""
    found = evidence.list_standing(seen.day.tx, seen.day.school_id)
    if seen.sees_all:
        return found
    shown = {view.task.task_id for view in overview(seen.day) if may_see(seen.day, seen.me, view)}
    return [p for p in found if p.task_id in shown or p.member_id == seen.me.member_id]


def _evidence(seen: Seen) -> Page:
    words = seen.query.get("q", "").strip()[:100]
    found = [one for one in seen_evidence(seen) if _says(one, words)]
    names = {member.member_id: member for member in seen.day.staff.members}
    return Page("evidence", {"pieces": found[::-1], "words": words, "names": names})


def _says(one: ListedEvidence, words: str) -> bool:
    said = fold(f"{one.code} {one.criterion} {one.file_name} {one.words} {one.work}")
    return all(word in said for word in fold(words).split())


def _file(site: Site) -> Route:
    """Make the route of a piece's file: whatever it holds, nothing in it is run."""

    async def give(request: Request) -> Response:
        token = token_of(site, request)
        one = await site.database.reads(lambda tx: _piece((site, request, PIECE), token, tx))
        if isinstance(one, Refused):
            return refuse(one)
        try:
            content = await asyncio.to_thread(site.files.read, one.file_hash)
        except FileNotFoundError:
            return refuse(NOT_FOUND)
        kind = next((SHOWN[start] for start in SHOWN if content.startswith(start)), "")
        name = one.file_name or one.file_hash[:12]
        return handed(content, name, kind or "application/octet-stream", is_shown=bool(kind))

    return Route(PIECE, give, methods=["GET"])


def _piece(asked: Asked, token: str, tx: Tx) -> ListedEvidence | Refused:
    seen = who_looks(asked, token, tx)
    if isinstance(seen, Refused):
        return seen
    number = seen.number("piece")
    found = (p for p in seen_evidence(seen) if p.evidence_id == number and p.file_hash)
    return next(found, NOT_FOUND)


def _on_paper(seen: Seen) -> Page | None:
    """Lay a plan out as a document of the school, with where each task stands."""
    day = seen.day
    plan = plans.get(day.tx, day.school_id, seen.number("plan"))
    if plan is None or plan.state != "active":
        return None
    groups: dict[tuple[str, str], list[object]] = {}
    for view in overview(day, plan.plan_id):
        groups.setdefault((view.task.standard, view.task.standard_title), []).append(view)
    values = {
        "head": head_of(day, "KH"),
        "title": sentence_case(plan.title),
        "year": school_year_name(plan.first_year),
        "groups": groups,
    }
    return Page("on_paper", values)
