"""Every page of an installation, put together."""

from starlette.routing import BaseRoute

from web.assets import asset_routes
from web.board import board_routes
from web.entry import entry_routes
from web.live_route import live_route
from web.site import Site


def site_routes(site: Site) -> list[BaseRoute]:
    """Make the routes of all pages."""
    return [*entry_routes(site), *board_routes(site), live_route(site), *asset_routes()]
