"""Files that go out: to who is in, or by a signed address where a platform wants one."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from followup.file_links import FileLinks

# Only what cannot run in a browser is shown in it; everything else is saved.
_SHOWN = frozenset({"image/jpeg", "image/png", "application/pdf"})
_GONE = 404


def handed(content: bytes, name: str, kind: str, *, is_shown: bool = False) -> Response:
    """Give bytes as a file, shown or to be saved; whatever it holds, nothing in it is run."""
    manner = "inline" if is_shown else "attachment"
    headers = {
        "content-disposition": f"{manner}; filename*=UTF-8''{quote(name, safe='')}",
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Response(content, media_type=kind, headers=headers)


def files(path: str, links: FileLinks, folder: Path, now: Callable[[], datetime]) -> Route:
    """Make the route of the files under `folder`."""
    root = folder.resolve()

    def given(request: Request) -> Response:
        file = links.file_of(request.path_params["token"], now())
        place = None if file is None else (root / file.reference).resolve()
        if file is None or place is None or not place.is_relative_to(root) or not place.is_file():
            return Response(status_code=_GONE)
        shown = "inline" if file.mime in _SHOWN else "attachment"
        kind = file.mime or "application/octet-stream"
        return FileResponse(
            place, media_type=kind, filename=file.name, content_disposition_type=shown
        )

    return Route(f"{path}/f/{{token}}/{{name}}", given, methods=["GET", "HEAD"])
