"""The stream that an open page listens to."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from storage.database import Tx
from web.pages import Asked, Refused, row_number, token_of, who_looks
from web.site import Site

LIVE = "/moi"
_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


def live_route(site: Site) -> Route:
    """Make the stream of a school's changes, for who is in."""

    async def listen(request: Request) -> Response:
        token = token_of(site, request)
        seen = await site.database.reads(lambda tx: _school((site, request, LIVE), token, tx))
        if seen is None:
            return Response(status_code=HTTPStatus.UNAUTHORIZED)
        if site.live.is_full:
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        start = row_number(request.query_params.get("tu", "")) or 0
        return StreamingResponse(
            site.live.events(seen, start), media_type="text/event-stream", headers=_HEADERS
        )

    return Route(LIVE, listen, methods=["GET"])


def _school(asked: Asked, token: str, tx: Tx) -> int | None:
    seen = who_looks(asked, token, tx)
    return None if isinstance(seen, Refused) else seen.day.school_id
