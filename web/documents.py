"""Documents to download, and the calendar that a phone reads by a secret address."""

import asyncio
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from followup.open_feed import open_feed
from followup.order_paper import MIME
from plan.model import Span
from plan.papers import PaperKind, Wanted
from reports.papers.letterhead import Letterhead
from reports.papers.offered import OFFERED, days_of, right_to
from reports.papers.titles import title_of
from storage.database import Tx
from web.files import handed
from web.forms import day_of
from web.pages import (
    NOT_FOUND,
    Asked,
    Page,
    Refused,
    Seen,
    page,
    post,
    refuse,
    token_of,
    who_looks,
)
from web.site import Site

PAPERS = "/van-ban"
PAPER = PAPERS + "/{kind}.{ending}"
# Several at once would hold up chat on a small machine.
AT_ONCE = 2
LONGEST_DAYS = 800


def document_routes(site: Site) -> list[Route]:
    """Make the list of documents, their files, and the feeds."""
    return [
        page(site, PAPERS, lambda seen: _papers(seen, "")),
        post(site, "/lich", lambda seen: _open_feed(site, seen)),
        _paper(site),
        _feed(site),
    ]


def _may(seen: Seen, kind: PaperKind) -> bool:
    """Whether a document is the reader's; all files are too many to make while a browser waits."""
    return kind is not PaperKind.EVIDENCE_ZIP and seen.may(right_to(kind))


def _papers(seen: Seen, feed: str) -> Page:
    offered = [
        (kind, title_of(seen.day, Wanted(kind, "", days_of(seen.day, kind))), endings)
        for kind, endings in OFFERED.items()
        if _may(seen, kind)
    ]
    head = Letterhead.of(seen.day.school.settings)
    lacks = seen.may("paper_office") and not (head.parent and head.place)
    span = days_of(seen.day, PaperKind.PROGRESS)
    return Page("papers", {"offered": offered, "feed": feed, "lacks": lacks, "span": span})


def _open_feed(site: Site, seen: Seen) -> Page:
    secret = open_feed(seen.day, seen.actor, seen.me)
    return _papers(seen, f"{site.address}/lich/{secret}.ics")


def _paper(site: Site) -> Route:
    """Make the route of a document, made at once of how things stand now."""
    making = asyncio.Semaphore(AT_ONCE)

    async def give(request: Request) -> Response:
        token = token_of(site, request)
        found = await site.database.reads(lambda tx: _wanted((site, request, PAPER), token, tx))
        if isinstance(found, Refused):
            return refuse(found)
        async with making:
            made = await site.make_paper(*found)
        if made is None:
            return refuse(Refused("nothing", HTTPStatus.NOT_FOUND))
        name, content = made
        return handed(content, name, MIME[found[2].format])

    return Route(PAPER, give, methods=["GET"])


def _wanted(asked: Asked, token: str, tx: Tx) -> tuple[int, int, Wanted] | Refused:
    seen = who_looks(asked, token, tx)
    if isinstance(seen, Refused):
        return seen
    ending = seen.path["ending"]
    kind = next((k for k in OFFERED if str(k) == seen.path["kind"]), None)
    if kind is None or ending not in OFFERED[kind] or not _may(seen, kind):
        return NOT_FOUND
    span = _span(seen) or days_of(seen.day, kind)
    return seen.day.school_id, seen.me.member_id, Wanted(kind, ending, span)


def _span(seen: Seen) -> Span | None:
    """Read the days of a report; None for days that are none, backwards or too many."""
    try:
        first, last = (day_of(seen.query.get(name, "")) for name in ("tu", "den"))
    except ValueError:
        return None
    span = Span(first, last)
    return span if 0 < span.days <= LONGEST_DAYS else None


def _feed(site: Site) -> Route:
    """Make the route of the feeds: whoever has the address sees that calendar and no more."""

    async def give(request: Request) -> Response:
        content = await asyncio.to_thread(site.read_feed, request.path_params["secret"])
        if content is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        return Response(content, media_type=MIME["ics"])

    return Route("/lich/{secret}.ics", give, methods=["GET"])
