"""Pages below a path of their host: the addresses they give out begin with it."""

import re
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Addresses of ours within a page; what people wrote is escaped and stands in none of these.
_OURS = re.compile(rb'(\s(?:href|src|action|formaction|data-nguon)=")(?=/)')


def rooted(root: str, routes: Sequence[BaseRoute]) -> list[BaseRoute]:
    """Put routes below a path such as "/nhacviec"; below none they stay what they are."""
    if not root:
        return list(routes)
    return [Mount(root, routes=routes, middleware=[Middleware(_Rooted, root=root)])]


class _Rooted:
    """Puts the path before the addresses of a page, and before where an answer leads to."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app = app
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started: Message | None = None

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                if headers.get("location", "").startswith("/"):
                    headers["location"] = self._root + headers["location"]
                if headers.get("content-type", "").startswith("text/html"):
                    # A page is one piece, whose length is known once it is changed.
                    started = message
                    return
            elif started is not None:
                body = _OURS.sub(rb"\1" + self._root.encode(), message["body"])
                MutableHeaders(raw=started["headers"])["content-length"] = str(len(body))
                await send(started)
                message, started = {**message, "body": body}, None
            await send(message)

        await self._app(scope, receive, answer)
