"""Our own style sheet, scripts and picture: no page fetches anything from elsewhere."""

from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

KINDS = {
    "bang.css": "text/css; charset=utf-8",
    "bang.js": "text/javascript; charset=utf-8",
    "telegram.js": "text/javascript; charset=utf-8",
    "dau.svg": "image/svg+xml",
}
_HOUR = {"cache-control": "public, max-age=3600"}


@cache
def _content(name: str) -> bytes:
    return files("web").joinpath("static", name).read_bytes()


def asset_routes() -> list[Route]:
    """Make the routes of the files that pages use."""

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in KINDS:
            return Response(status_code=404)
        return Response(_content(name), media_type=KINDS[name], headers=_HOUR)

    return [Route("/tinh/{name}", asset, methods=["GET"])]
