"""Updates that a platform pushes to us: the secret first, stored, and only then 200 (T0)."""

import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

# Far more than any message of a platform; files come by address, not by webhook.
MOST_BYTES = 1_000_000
_OK, _BAD, _NO_SECRET, _TOO_LARGE = 200, 400, 401, 413


@dataclass(frozen=True, slots=True)
class Hook:
    """Where one bot's updates are pushed to, the header that holds its secret, and who stores."""

    path: str
    header: str
    secret: str = field(repr=False)
    store: Callable[[dict[str, Any]], Awaitable[None]]


def webhook(hook: Hook) -> Route:
    """Make the route of a bot; a platform that sees anything but 200 pushes again."""

    async def pushed(request: Request) -> Response:
        given = request.headers.get(hook.header, "")
        if not _is_same(hook.secret, given):
            return Response(status_code=_NO_SECRET)
        body = await _body(request)
        if body is None:
            return Response(status_code=_TOO_LARGE)
        update = _read(body)
        if update is None:
            return Response(status_code=_BAD)
        await hook.store(update)
        return Response(status_code=_OK)

    return Route(hook.path, pushed, methods=["POST"])


def _is_same(secret: str, given: str) -> bool:
    # The bytes as they came: compare_digest takes no text outside ASCII.
    same = hmac.compare_digest(secret.encode(), given.encode("latin-1"))
    return same and bool(secret)


async def _body(request: Request) -> bytes | None:
    """Read no more than may be; None for a body that is longer, whatever it says it is."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) else None
