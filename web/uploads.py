"""A page on which somebody hands in one file, by an address that works once."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import escape
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from texts.labels import label

MOST_BYTES = 20 * 1024 * 1024
# The form's own words beside the file.
_AROUND = 100_000
_OK, _GONE, _TOO_LARGE, _BAD = 200, 404, 413, 400


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file as it came."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Desk:
    """Who knows the addresses: whether one waits for a file, and who takes it.

    `take` gives False when the address was used meanwhile.
    """

    waits: Callable[[str], Awaitable[bool]]
    take: Callable[[str, HandedIn], Awaitable[bool]]


def uploads(path: str, desk: Desk) -> Route:
    """Make the page."""

    async def page(request: Request) -> Response:
        token = request.path_params["token"]
        if not await desk.waits(token):
            return _page(label("upload_gone"), _GONE)
        if request.method != "POST":
            return _page(_form())
        # Told beforehand, it is not even read.
        told = int(request.headers.get("content-length", 2 * MOST_BYTES))
        file = await _file(request) if told <= MOST_BYTES + _AROUND else None
        if told > MOST_BYTES + _AROUND or (file and len(file.content) > MOST_BYTES):
            return _page(label("upload_too_large") + _form(), _TOO_LARGE)
        if file is None:
            return _page(label("upload_nothing") + _form(), _BAD)
        taken = await desk.take(token, file)
        return _page(label("upload_done" if taken else "upload_gone"), _OK if taken else _GONE)

    return Route(f"{path}/u/{{token}}", page, methods=["GET", "POST"])


async def _file(request: Request) -> HandedIn | None:
    """Read the form's one file; None for none, an empty one, or no form at all."""
    try:
        async with request.form(max_files=1, max_fields=2) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile) or not file.filename:
                return None
            content = await file.read(MOST_BYTES + 1)
            name = file.filename.replace("\\", "/").rpartition("/")[2]
            return HandedIn(name, file.content_type or "", content) if content else None
    except HTTPException:
        return None


def _form() -> str:
    return (
        '<form method="post" enctype="multipart/form-data">'
        f'<p><label>{escape(label("upload_choose"))} <input type="file" name="file" required>'
        f"</label></p><p><button>{escape(label('upload_send'))}</button></p></form>"
    )


def _page(content: str, status: int = _OK) -> Response:
    title = escape(label("upload_title"))
    return HTMLResponse(
        '<!doctype html><html lang="vi"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style>"
        f"<main><h1>{title}</h1><div>{content}</div></main></html>",
        status,
        {"content-security-policy": f"default-src 'none'; style-src {_OWN}; form-action 'self'"},
    )


_STYLE = (
    "body{font:18px/1.5 system-ui,sans-serif;margin:0;background:#f4f6f8;color:#1c2733}"
    "main{max-width:32rem;margin:8vh auto;padding:1.5rem 2rem;background:#fff;"
    "border-radius:12px;box-shadow:0 1px 4px #0002}h1{font-size:1.4rem;margin-top:0}"
    "input{font:inherit;display:block;margin:.5rem 0;max-width:100%}"
    "button{font:inherit;padding:.6rem 1.4rem;border:0;border-radius:8px;"
    "background:#0b63c5;color:#fff}"
)
# Of all styles in a page only this one is ours.
_OWN = f"'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
