"""The page of a province's officer: the schools in numbers, no person; and it as a workbook."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from followup.enter import hashed
from followup.order_paper import MIME
from followup.province import visit
from reports.province import RollUp, roll_up, tables_of
from storage import provinces
from storage.database import Tx
from texts.labels import label
from texts.pages import render_page
from web.entry import LONGEST_SECRET, begun, field_posted
from web.files import handed
from web.pages import NOT_HERE, Refused, refuse
from web.site import Site

SCHOOLS = "/cac-truong"
_NO_WAY = Refused("link", HTTPStatus.GONE)

T = TypeVar("T")


def province_routes(site: Site) -> list[Route]:
    """Make the officer's way in, the page and the workbook."""

    async def door(request: Request) -> Response:
        # Only the button uses the link up: chats open every link to show what is behind it.
        secret = request.path_params["secret"]
        return HTMLResponse(render_page("province_door", secret=secret))

    async def shown(request: Request) -> Response:
        found = await _asked(site, request, lambda rolled: rolled)
        if isinstance(found, Refused):
            return refuse(found)
        return HTMLResponse(render_page("province", found=found, whole=found.whole))

    async def workbook(request: Request) -> Response:
        found = await _asked(site, request, tables_of)
        if isinstance(found, Refused):
            return refuse(found)
        content = (await asyncio.to_thread(site.make, "make_xlsx", found)).get("file")
        if content is None:
            return refuse(Refused("nothing", HTTPStatus.NOT_FOUND))
        return handed(content, label("province_file"), MIME["xlsx"])

    return [
        Route(SCHOOLS + "/vao/{secret}", door, methods=["GET"]),
        _coming_in(site),
        Route(SCHOOLS, shown, methods=["GET"]),
        Route(SCHOOLS + ".xlsx", workbook, methods=["GET"]),
    ]


def _cookie(site: Site) -> str:
    return "__Host-nhacviec-tinh" if site.is_secure else "nhacviec-tinh"


async def _asked(site: Site, request: Request, of: Callable[[RollUp], T]) -> T | Refused:
    """Count the schools of who looks; refused without an open session of an officer."""
    token = request.cookies.get(_cookie(site), "")

    def looked(tx: Tx) -> T | Refused:
        now = site.now()
        officer = provinces.visitor_all_schools(tx, hashed(token), now) if token else None
        if officer is None:
            return NOT_HERE
        return of(roll_up(tx, provinces.get_all_schools(tx, officer.province_id), now))

    return await site.database.reads(looked)


def _coming_in(site: Site) -> Route:
    """Make the route that turns a link into a session."""

    async def come_in(request: Request) -> Response:
        secret = await field_posted(site, request, "ma")
        if isinstance(secret, Refused):
            return refuse(secret)
        if not 0 < len(secret) <= LONGEST_SECRET:
            return refuse(_NO_WAY)
        found = await site.database.writes(lambda tx: visit(tx, secret, site.now()), chat=True)
        if found is None:
            return refuse(_NO_WAY)
        return begun(site, _cookie(site), found.token, SCHOOLS)

    return Route(SCHOOLS + "/vao", come_in, methods=["POST"])
