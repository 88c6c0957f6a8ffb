"""Coming in: by a one-time link, or from inside Telegram; and going out, here or everywhere."""

from functools import partial
from http import HTTPStatus

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from followup.enter import SESSION_LIFE, Entered, enter, enter_once, leave, leave_everywhere
from storage import bots, people
from storage.database import Tx
from storage.school_day import SchoolDay
from texts.pages import render_page
from web.forms import text_of
from web.pages import Refused, Seen, cookie_name, form_posted, go, post, refuse, token_of
from web.site import Site

HOME, DOOR = "/", "/vao"
# Longer than any link of ours: nothing else is looked up.
LONGEST_SECRET = 100
_NO_WAY = Refused("link", HTTPStatus.GONE)
_NOT_SIGNED = Refused("telegram", HTTPStatus.FORBIDDEN)

_log = structlog.get_logger(__name__)


def entry_routes(site: Site) -> list[Route]:
    """Make the ways in and out."""

    async def ask(_request: Request) -> Response:
        return HTMLResponse(render_page("door"))

    async def link(request: Request) -> Response:
        # Only the button uses the link up: chats open every link to show what is behind it.
        return HTMLResponse(render_page("entry", secret=request.path_params["secret"]))

    async def come_in(request: Request) -> Response:
        secret = await field_posted(site, request, "ma")
        if isinstance(secret, Refused):
            return refuse(secret)
        known = len(secret) <= LONGEST_SECRET
        entered = (
            await site.database.writes(lambda tx: enter(tx, secret, site.now()), chat=True)
            if known
            else None
        )
        return welcome(site, entered, _NO_WAY)

    async def telegram(_request: Request) -> Response:
        return HTMLResponse(render_page("telegram"))

    async def from_telegram(request: Request) -> Response:
        signed = await field_posted(site, request, "du-lieu")
        if isinstance(signed, Refused):
            return refuse(signed)
        who = site.read_signed(signed, site.now())
        entered = (
            None if who is None else await site.database.writes(partial(_enter_chat, site, who))
        )
        return welcome(site, entered, _NOT_SIGNED)

    return [
        Route(DOOR, ask, methods=["GET"]),
        Route(DOOR + "/{secret}", link, methods=["GET"]),
        Route(DOOR, come_in, methods=["POST"]),
        Route("/telegram", telegram, methods=["GET"]),
        Route("/telegram", from_telegram, methods=["POST"]),
        _leaving(site, "/ra", everywhere=False),
        _leaving(site, "/ra-het", everywhere=True),
    ]


async def field_posted(site: Site, request: Request, name: str) -> str | Refused:
    """Read the one field of a form that somebody without a session posts."""
    form = await form_posted(site, request)
    return form if isinstance(form, Refused) else text_of(form, name)


def welcome(site: Site, entered: Entered | None, refused: Refused) -> Response:
    """Give the cookie of a session and the way to the board; or say why there is none."""
    if entered is None:
        _log.warning("entry_refused", why=refused.why)
        return refuse(refused)
    _log.info("entered", school=entered.school_id, member=entered.member_id)
    return begun(site, cookie_name(site), entered.token, HOME)


def begun(site: Site, cookie: str, token: str, where: str) -> Response:
    """Lead on with the cookie of a session that has just begun."""
    answer = go(where)
    answer.set_cookie(
        cookie,
        token,
        max_age=int(SESSION_LIFE.total_seconds()),
        path="/",
        secure=site.is_secure,
        httponly=True,
        samesite="lax",
    )
    return answer


def _enter_chat(site: Site, who: tuple[int, str, str], tx: Tx) -> Entered | None:
    """Begin a session of whose private chat with that bot it is, at the first of their schools."""
    bot_id, chat, signature = who
    address = bots.find_address_all_schools(tx, bot_id, (chat, ""))
    if address is None or address.person_id is None:
        return None
    members = people.of_person_all_schools(tx, address.person_id)
    if not members:
        return None
    day = SchoolDay.of(tx, members[0].school_id, site.now())
    return enter_once(day, members[0].member_id, signature)


def _leaving(site: Site, path: str, *, everywhere: bool) -> Route:
    """Make a route that ends this session, or all of the member's."""

    async def out(request: Request) -> Response:
        token = token_of(site, request)

        def act(seen: Seen) -> str:
            if everywhere:
                leave_everywhere(seen.day, seen.actor, seen.me)
            else:
                leave(seen.day, seen.me, token)
            return DOOR

        answer: Response = await post(site, path, act).endpoint(request)
        if answer.status_code == HTTPStatus.SEE_OTHER:
            answer.delete_cookie(
                cookie_name(site), path="/", secure=site.is_secure, httponly=True, samesite="lax"
            )
        return answer

    return Route(path, out, methods=["POST"])
