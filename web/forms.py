"""What a browser posts: from our own pages only, no larger than it may be, within a while."""

import asyncio
import hashlib
import hmac
import json
import re
from datetime import date
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

MOST_BYTES = 64_000
# Telegram's own limit for a bot; the readers have theirs.
MOST_FILE_BYTES = 20_000_000
# Whoever sends no faster than this is not waited for: 20 MB may take seven minutes.
SECONDS, SLOWEST = 60.0, 50_000
# What is too large is thrown away as it comes, so that the browser gets to read why; not for ever.
MOST_THROWN_AWAY = 200_000_000
CSRF = "dau"
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


def csrf_of(token: str) -> str:
    """Give what proves that a form is of somebody's own page: made of the session's secret."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def is_ours(request: Request, origin: str) -> bool:
    """Whether a post comes from a page of ours, by what the browser says of it.

    Raises nothing: an old browser says neither, and then the form's own proof decides.
    """
    said = request.headers.get("sec-fetch-site")
    if said is not None and said not in {"same-origin", "none"}:
        return False
    own = request.headers.get("origin")
    return own is None or own == origin or _is_same_host(own, request)


def _is_same_host(origin: str, request: Request) -> bool:
    """A browser on this machine may call us by another name than the settings do."""
    host = request.headers.get("host", "")
    return bool(host) and urlsplit(origin).netloc == host


async def form_of(request: Request, most: int = MOST_BYTES) -> FormData:
    """Read a form.

    Raises:
        HTTPException: 413 for a body that is too large, 408 for one that takes too long, 400 for
            one that cannot be read.
    """
    limited = Request(request.scope, _limited(request.receive, most))
    try:
        async with asyncio.timeout(SECONDS + most / SLOWEST):
            return await limited.form(max_files=1, max_fields=50, max_part_size=MOST_BYTES)
    except TimeoutError:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT) from None


def _limited(receive: Receive, most: int) -> Receive:
    """Count what comes; a length that is announced is not trusted."""
    left = most

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            while message.get("more_body") and left > -MOST_THROWN_AWAY:
                message = await receive()
                left -= len(message.get("body", b""))
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return counted


def day_of(text: str) -> date:
    """Read a day of a form: 17/1/2025 as people write it, whatever the browser's language.

    Raises:
        ValueError: it is none.
    """
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise ValueError
    day, month, year = map(int, found.groups())
    return date(year, month, day)


def version_of(values: object) -> str:
    """Give what tells whether values are still those that a form was filled in beside."""
    said = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def text_of(form: FormData, name: str) -> str:
    """Give a field of a form, empty when it was not sent."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def is_csrf(token: str, given: object) -> bool:
    """Whether a form shows the proof of that session."""
    return isinstance(given, str) and hmac.compare_digest(csrf_of(token).encode(), given.encode())
