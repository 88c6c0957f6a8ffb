"""Files that go out by a signed address, for platforms that take a file no other way."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from followup.file_links import FileLinks

# Only what cannot run in a browser is shown in it; everything else is saved.
_SHOWN = frozenset({"image/jpeg", "image/png", "application/pdf"})
_GONE = 404


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
