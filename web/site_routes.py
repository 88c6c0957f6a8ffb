"""Every page of an installation, put together."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from web.assets import asset_routes
from web.audit import audit_routes
from web.board import board_routes
from web.decisions import decision_routes
from web.documents import document_routes
from web.edit import edit_routes
from web.entry import entry_routes
from web.live_route import live_route
from web.looks import look_routes
from web.pace import Pace
from web.pages import NOT_FOUND, refuse
from web.plans import plan_routes
from web.province import province_routes
from web.school import school_routes
from web.site import Site


def site_routes(site: Site) -> list[BaseRoute]:
    """Make the routes of all pages, none faster than it may be."""
    routes = [
        *entry_routes(site),
        *board_routes(site),
        *edit_routes(site),
        *decision_routes(site),
        *document_routes(site),
        *look_routes(site),
        *plan_routes(site),
        *school_routes(site),
        *audit_routes(site),
        *province_routes(site),
        live_route(site),
        *asset_routes(),
        Route("/{anything:path}", _nothing, methods=["GET"]),
    ]
    return Pace().over(routes)


async def _nothing(_request: Request) -> Response:
    return refuse(NOT_FOUND)
