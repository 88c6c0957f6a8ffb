"""A page on which somebody hands in one file, by an address that works once."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from msgspec import Struct
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from storage.files import NoRoomError
from texts.pages import render_page
from web.forms import MOST_FILE_BYTES, form_of

# The form's own words beside the file.
_AROUND = 10_000


class HandedIn(Struct, frozen=True):
    """A file as it came."""

    name: str
    mime: str
    content: bytes


class Desk(Struct, frozen=True):
    """Who knows the addresses: whether one waits for a file, and who takes it.

    `take` gives False when the address was used meanwhile, and raises NoRoomError on a full disk.
    """

    waits: Callable[[str], Awaitable[bool]]
    take: Callable[[str, HandedIn], Awaitable[bool]]


def uploads(desk: Desk) -> Route:
    """Make the page; the address is the proof of who hands in, so no session is needed."""

    async def page(request: Request) -> Response:
        token = request.path_params["token"]
        if not await desk.waits(token):
            return _page("gone", HTTPStatus.NOT_FOUND)
        if request.method != "POST":
            return _page("asked")
        try:
            form = await form_of(request, MOST_FILE_BYTES + _AROUND)
        except HTTPException as error:
            is_large = error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            return _page("too_large" if is_large else "nothing", error.status_code)
        file = await _file(form)
        if file is None:
            return _page("nothing", HTTPStatus.BAD_REQUEST)
        try:
            is_taken = await desk.take(token, file)
        except NoRoomError:
            # The address stays good: it is used once the file is kept.
            return _page("no_room", HTTPStatus.INSUFFICIENT_STORAGE)
        return _page("done") if is_taken else _page("gone", HTTPStatus.NOT_FOUND)

    return Route("/u/{token}", page, methods=["GET", "POST"])


async def _file(form: FormData) -> HandedIn | None:
    """Take the form's one file; None for none, or an empty one."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    content = await file.read()
    await form.close()
    name = file.filename.replace("\\", "/").rpartition("/")[2]
    return HandedIn(name, file.content_type or "", content) if content else None


def _page(state: str, status: int = HTTPStatus.OK) -> Response:
    return HTMLResponse(render_page("upload", state=state), status)
