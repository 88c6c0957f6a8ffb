"""One Starlette application of the routes it is handed; what fails is told to nobody."""

from collections.abc import Sequence
from typing import TypeAlias

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# An address of ours may be a secret: it is not to be stored, indexed, passed on or framed.
_HEADERS = (
    (b"cache-control", b"no-store"),
    # To other sites nothing; our own forms need the origin, which "no-referrer" would hide.
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"x-robots-tag", b"noindex"),
    (
        b"content-security-policy",
        (
            b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
    ),
)

Route: TypeAlias = BaseRoute
Routes: TypeAlias = Sequence[Route]
# Its routes may come and go while it is served.
Application: TypeAlias = Starlette

_log = structlog.get_logger(__name__)


def application(routes: Routes, hosts: Sequence[str] = ("*",)) -> Starlette:
    """Put routes together; a route's own headers win over ours.

    `hosts` are the names we answer to: on this machine alone, a page of elsewhere that gives its
    own name our address must not get in.
    """
    named = Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    return Starlette(routes=list(routes), middleware=[Middleware(_Careful), named])


class _Careful:
    """Adds the headers, and keeps an error's words out of the answer and of the server's log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def answer(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                own = {name for name, _ in message["headers"]}
                missing = [pair for pair in _HEADERS if pair[0] not in own]
                message = {**message, "headers": [*message["headers"], *missing]}
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except Exception:  # noqa: BLE001 - whatever it was, its words stay out of the answer
            _log.exception("request_failed", method=scope["method"])
            if not has_begun:
                await PlainTextResponse("500", 500)(scope, receive, answer)
