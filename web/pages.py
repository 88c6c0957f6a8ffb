"""A page: who looks, may they, its words; a post: is it theirs, does it go through, what then."""

from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

import structlog
from msgspec import Struct, field
from starlette.datastructures import FormData, QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from followup.enter import CHANNEL, hashed
from plan.model import Member
from plan.rights import Kind, may
from reports.seeing import sees_all
from storage import entries, history
from storage.database import Tx
from storage.history import Actor
from storage.school_day import SchoolDay
from texts.pages import render_page
from web.forms import CSRF, MOST_BYTES, csrf_of, form_of, is_csrf, is_ours, text_of
from web.pace import IS_IN
from web.site import Site

# The digits of a row's number: a database takes no larger one.
LONGEST = 17

_log = structlog.get_logger(__name__)


class Seen(Struct, frozen=True):
    """One member looks at one page, or posts its form, inside one transaction."""

    day: SchoolDay
    me: Member
    path: Mapping[str, str]
    query: QueryParams
    form: FormData = field(default_factory=FormData)

    @property
    def actor(self) -> Actor:
        """Who acts, by the pages."""
        return Actor(self.me.member_id, CHANNEL)

    @property
    def sees_all(self) -> bool:
        """Whether the whole school is shown."""
        return sees_all(self.day, self.me)

    def may(self, deed: str) -> bool:
        """Whether the reader may do something, at least with some tasks."""
        return self.day.may(self.me, deed)

    def may_post(self, path: str) -> bool:
        """Whether the form of a route is for the reader."""
        return may(self.day.staff, self.me.member_id, Kind.PAGE, f"POST {path}")

    def number(self, name: str) -> int:
        """Give a number of the address, -1 for what is none."""
        found = row_number(self.path.get(name, ""))
        return -1 if found is None else found

    def said(self, name: str) -> str:
        """Give a field of the form, empty when it was not sent."""
        return text_of(self.form, name)


class Page(Struct, frozen=True):
    """A template of texts/vi/pages/ with its values."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = HTTPStatus.OK


class Refused(Struct, frozen=True):
    """Nothing was done. `why` is a code of the template refused.html, `detail` its value."""

    why: str
    status: int
    detail: str = ""


# What is shown; None for what is not there, or not to be seen.
Look = Callable[[Seen], Page | None]
# What comes of a post: where to go next, or a page, or that nothing was done.
Act = Callable[[Seen], str | Page | Refused]

NOT_FOUND = Refused("missing", HTTPStatus.NOT_FOUND)
NOT_HERE = Refused("login", HTTPStatus.UNAUTHORIZED)
FORGED = Refused("forged", HTTPStatus.FORBIDDEN)
NOT_YOURS = Refused("notyours", HTTPStatus.FORBIDDEN)
# Somebody else changed the same thing since the form was shown.
STALE = Refused("stale", HTTPStatus.CONFLICT)


def row_number(text: str) -> int | None:
    """Read the number of a row; None for what cannot be one."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= LONGEST else None


def cookie_name(site: Site) -> str:
    """Give the cookie's name; the prefix makes browsers keep it to https and to this host."""
    return "__Host-nhacviec" if site.is_secure else "nhacviec"


def token_of(site: Site, request: Request) -> str:
    """Give the secret of the session that a request shows, empty for none."""
    return request.cookies.get(cookie_name(site), "")


def page(site: Site, path: str, look: Look) -> Route:
    """Make the route of a page."""

    async def shown(request: Request) -> Response:
        token = token_of(site, request)
        found = await site.database.reads(partial(_look, (site, request, path), token, look))
        return refuse(found) if isinstance(found, Refused) else HTMLResponse(*found)

    return Route(path, shown, methods=["GET"])


# A request to one of our routes: the site, what came, the route's path as the table has it.
Asked = tuple[Site, Request, str]


def _look(asked: Asked, token: str, look: Look, tx: Tx) -> tuple[str, int] | Refused:
    seen = who_looks(asked, token, tx)
    if isinstance(seen, Refused):
        return seen
    found = look(seen)
    return NOT_FOUND if found is None else (_rendered(seen, token, found), found.status)


def who_looks(asked: Asked, token: str, tx: Tx, form: FormData | None = None) -> Seen | Refused:
    """Find who is at the browser, and whether the page is theirs by the table of rights.

    Refused without an open session, for who left the school, and for whom the page is not: what is
    only shown is then as if it were not there.
    """
    site, request, path = asked
    now = site.now()
    owner = entries.holder_all_schools(tx, hashed(token), now) if token else None
    if owner is None:
        return NOT_HERE
    day = SchoolDay.of(tx, owner[0], now)
    me = day.staff.member(owner[1])
    if me is None:
        return NOT_HERE
    # A HEAD asks for a page without its body, by the right to the page.
    method = "GET" if request.method == "HEAD" else request.method
    if not may(day.staff, me.member_id, Kind.PAGE, f"{method} {path}"):
        return NOT_FOUND if method == "GET" else NOT_YOURS
    request.scope[IS_IN] = True
    return Seen(day, me, request.path_params, request.query_params, form or FormData())


def _rendered(seen: Seen, token: str, found: Page) -> str:
    newest = history.newest_deeds_all_schools(seen.day.tx, [seen.day.school_id])
    return render_page(
        found.template,
        me=seen.me,
        school=seen.day.school.name,
        today=seen.day.today,
        is_office=seen.sees_all,
        reads_log=may(seen.day.staff, seen.me.member_id, Kind.PAGE, "GET /nhat-ky"),
        csrf=csrf_of(token),
        newest=newest.get(seen.day.school_id, 0),
        **found.values,
    )


def post(site: Site, path: str, act: Act, most: int = MOST_BYTES) -> Route:
    """Make the route of a form; what it changes is one transaction, as in chat."""

    async def posted(request: Request) -> Response:
        form = await form_posted(site, request, most)
        if isinstance(form, Refused):
            return refuse(form)
        token = token_of(site, request)
        found = await site.database.writes(
            partial(_act, (site, request, path), (token, form), act)
        )
        site.changed()
        if isinstance(found, str):
            return go(found)
        return refuse(found) if isinstance(found, Refused) else HTMLResponse(*found)

    return Route(path, posted, methods=["POST"])


async def form_posted(site: Site, request: Request, most: int = MOST_BYTES) -> FormData | Refused:
    """Read what a page of ours posts; refused from elsewhere, too large, too slow, unreadable."""
    if not is_ours(request, site.origin):
        _log.warning("post_refused", why="origin")
        return FORGED
    try:
        return await form_of(request, most)
    except HTTPException as error:
        return Refused("form", error.status_code)


def go(where: str) -> RedirectResponse:
    """Lead a browser on after a post."""
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _act(
    asked: Asked, given: tuple[str, FormData], act: Act, tx: Tx
) -> str | tuple[str, int] | Refused:
    token, form = given
    seen = who_looks(asked, token, tx, form)
    if isinstance(seen, Refused):
        return seen
    if not is_csrf(token, form.get(CSRF)):
        _log.warning("post_refused", why="csrf", school=seen.day.school_id)
        return FORGED
    found = act(seen)
    return (_rendered(seen, token, found), found.status) if isinstance(found, Page) else found


def refuse(refused: Refused) -> Response:
    """Say clearly why nothing is shown or done."""
    html = render_page("refused", why=refused.why, detail=refused.detail)
    return HTMLResponse(html, refused.status)
