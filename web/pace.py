"""How fast pages take forms and files: beyond it one plain line, and when to try again.

Who is in is counted by the session, so that a school behind one address is not held for one of
its people. Who is not in yet is held only for what was refused: a wrong link, a used one.
"""

import hashlib
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from texts.pages import render_page

WITHIN = 60.0
# Posts of one browser that is in; a principal who decides a long list stays far below.
MOST_POSTS = 60
# Refusals of one network address: a staff room on its first morning stays far below.
MOST_REFUSED = 90
# So many are remembered; one forgotten begins anew.
MOST_KNOWN = 10_000
_REFUSALS = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.GONE,
    }
)
# Pages whose address alone is a secret to be guessed.
_GUESSED = "/u/"
# Where a page says of a request that it came from somebody who is in.
IS_IN = "nhacviec.is_in"


class _Counts:
    """When each of many did something within the last minute."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def add(self, who: str) -> None:
        """Count one more."""
        seen = self._seen.setdefault(who, deque(maxlen=self._most))
        self._seen.move_to_end(who)
        seen.append(time.monotonic())
        if len(self._seen) > MOST_KNOWN:
            self._seen.popitem(last=False)

    def wait_of(self, who: str) -> float:
        """Say how many seconds somebody is to wait, 0 for not at all."""
        seen = self._seen.get(who)
        if seen is None or len(seen) < self._most:
            return 0.0
        return max(0.0, seen[0] + WITHIN - time.monotonic())


class Pace:
    """Holds the routes of pages to their limits; what it counts is lost with the process."""

    def __init__(self, posts: int = MOST_POSTS, refused: int = MOST_REFUSED) -> None:
        self._posts = _Counts(posts)
        self._refused = _Counts(refused)
        # Sessions that pages found open: one that is made up is none of them.
        self._in: OrderedDict[str, None] = OrderedDict()

    def over(self, routes: Sequence[BaseRoute]) -> list[BaseRoute]:
        """Hold some routes to it."""
        for route in routes:
            if isinstance(route, Route):
                route.app = self._held(route.app)
        return list(routes)

    def _held(self, app: ASGIApp) -> ASGIApp:
        async def held(scope: Scope, receive: Receive, send: Send) -> None:
            address, session = _who(scope)
            known = session if session in self._in else ""
            counts = scope["method"] == "POST" or scope["path"].startswith(_GUESSED)
            if counts:
                wait = self._posts.wait_of(known) if known else self._refused.wait_of(address)
                if wait:
                    await _too_fast(wait)(scope, receive, send)
                    return
                if known:
                    self._posts.add(known)

            async def answer(message: Message) -> None:
                if message["type"] == "http.response.start":
                    if session and scope.get(IS_IN):
                        self._remember(session)
                    elif counts and message["status"] in _REFUSALS:
                        self._refused.add(address)
                await send(message)

            await app(scope, receive, answer)

        return held

    def _remember(self, session: str) -> None:
        self._in[session] = None
        self._in.move_to_end(session)
        if len(self._in) > MOST_KNOWN:
            self._in.popitem(last=False)


def _who(scope: Scope) -> tuple[str, str]:
    """Give the network address, and a digest of the session that is shown, empty for none."""
    client = scope.get("client")
    cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
    shown = next((value for name, value in cookies.items() if name.endswith("nhacviec")), "")
    digest = hashlib.sha256(shown.encode()).hexdigest() if shown else ""
    return client[0] if client else "", digest


def _too_fast(wait: float) -> HTMLResponse:
    html = render_page("refused", why="too_fast", detail="")
    seconds = str(int(wait) + 1)
    return HTMLResponse(html, HTTPStatus.TOO_MANY_REQUESTS, {"retry-after": seconds})
