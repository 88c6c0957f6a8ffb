"""The chat to try without any account: one speaks as anybody, and sees what everybody receives.

For this machine alone: whoever reaches it may be anybody.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Protocol
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from followup.enter import Entered
from plan.model import Member
from texts.pages import render_page
from web.board import board_route
from web.entry import welcome
from web.files import handed
from web.forms import CSRF, MOST_FILE_BYTES, csrf_of, is_csrf, text_of
from web.live import QUIET_SECONDS
from web.pages import FORGED, NOT_FOUND, Refused, form_posted, go, refuse, row_number
from web.site import Site

CHAT = "/thu"
LONGEST_WORDS = 20_000


class Person(Struct, frozen=True):
    """Somebody one may speak as; `news` counts what this person was sent."""

    chat: str
    member: Member
    roles: str
    news: int


class ChatLine(Struct, frozen=True):
    """One message: `text` is safe HTML of the bot, or plain words of the person (`is_own`).

    `rows` are (key, label) of buttons, `files` (address, name, whether it is a picture).
    """

    number: int
    at: datetime
    name: str
    chat: str
    is_own: bool
    text: str | Markup
    message_id: str = ""
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()
    files: tuple[tuple[str, str, bool], ...] = ()


class Chat(Protocol):
    """What the page needs of the bot."""

    @property
    def newest(self) -> int:
        """The number of the newest message."""
        ...

    def people(self) -> Sequence[Person]:
        """List who may be spoken as, in the order of the roster."""
        ...

    def lines(self, chat: str) -> Sequence[ChatLine]:
        """List a chat, or what everybody was sent (empty), the oldest first."""
        ...

    async def say(self, chat: str, text: str) -> None:
        """Let a chat say something."""
        ...

    async def press(self, chat: str, message_id: str, key: str) -> None:
        """Let a chat press a button."""
        ...

    async def send(self, chat: str, file: tuple[str, bytes], caption: str) -> None:
        """Let a chat send a file (name, bytes) with words."""
        ...

    async def send_sample(self, chat: str) -> None:
        """Let a chat send the sample plan."""
        ...

    async def forward(self, until: str) -> bool:
        """Move the clock; False for words that are no day, or one that is over."""
        ...

    async def enter(self, member_id: int) -> Entered | None:
        """Begin a session of a member at the board."""
        ...

    def file(self, number: int, place: int) -> tuple[str, str, bytes] | None:
        """Give (name, kind, bytes) of a message's file."""
        ...

    async def after(self, number: int) -> int:
        """Wait for a message newer than that; gives its number."""
        ...


class LocalChat:
    """The pages of one chat."""

    def __init__(self, site: Site, chat: Chat) -> None:
        self._site = site
        self._chat = chat
        self._token = secrets.token_urlsafe(32)

    def routes(self) -> list[Route]:
        """Make the page, its stream, and where what is said goes."""
        return [
            Route("/", self._home, methods=["GET"]),
            Route(CHAT, self._page, methods=["GET"]),
            Route(CHAT + "/moi", self._stream, methods=["GET"]),
            Route(CHAT + "/tep/{number:int}/{place:int}", self._file, methods=["GET"]),
            Route(CHAT + "/{deed}", self._posted, methods=["POST"]),
        ]

    async def _home(self, request: Request) -> Response:
        """Show the board to who is in, and the chat to whoever has just started."""
        answer: Response = await board_route(self._site).endpoint(request)
        return go(CHAT) if answer.status_code == HTTPStatus.UNAUTHORIZED else answer

    async def _page(self, request: Request) -> Response:
        people = await asyncio.to_thread(self._chat.people)
        chosen = request.query_params.get("la", "")
        me = next((one for one in people if one.chat == chosen), people[0] if people else None)
        if me is None:
            return refuse(NOT_FOUND)
        html = await asyncio.to_thread(
            partial(
                render_page,
                "local_chat",
                people=people,
                me=me,
                lines=self._chat.lines(me.chat),
                news=self._chat.lines("")[-40:],
                now=self._site.now(),
                newest=self._chat.newest,
                csrf=csrf_of(self._token),
                unclear=request.query_params.get("roi", ""),
            )
        )
        return HTMLResponse(html)

    async def _stream(self, request: Request) -> Response:
        start = row_number(request.query_params.get("tu", "")) or 0
        return StreamingResponse(self._events(start), media_type="text/event-stream")

    async def _events(self, seen: int) -> AsyncIterator[bytes]:
        yield b"retry: 1000\n\n"
        while True:
            try:
                async with asyncio.timeout(QUIET_SECONDS):
                    seen = await self._chat.after(seen)
            except TimeoutError:
                yield b": .\n\n"
                continue
            if seen < 0:
                return
            yield f"data: {seen}\n\n".encode()

    async def _file(self, request: Request) -> Response:
        number, place = request.path_params["number"], request.path_params["place"]
        found = await asyncio.to_thread(self._chat.file, number, place)
        if found is None:
            return refuse(NOT_FOUND)
        name, kind, content = found
        return handed(content, name, kind, is_shown=kind.startswith("image/"))

    async def _posted(self, request: Request) -> Response:
        form = await form_posted(self._site, request, MOST_FILE_BYTES)
        if isinstance(form, Refused):
            return refuse(form)
        if not is_csrf(self._token, form.get(CSRF)):
            return refuse(FORGED)
        known = {one.chat: one for one in await asyncio.to_thread(self._chat.people)}
        who = known.get(text_of(form, "la"))
        if who is None:
            return refuse(NOT_FOUND)
        return await self._do(request.path_params["deed"], who, form)

    async def _do(self, deed: str, who: Person, form: FormData) -> Response:
        here = f"{CHAT}?la={quote(who.chat)}"
        if deed == "bang":
            return welcome(self._site, await self._chat.enter(who.member.member_id), NOT_FOUND)
        if deed == "tua":
            moved = await self._chat.forward(text_of(form, "den"))
            return go(here if moved else f"{here}&roi=ngay")
        if deed == "bam":
            await self._chat.press(who.chat, text_of(form, "tin"), text_of(form, "nut"))
        elif deed == "noi":
            await self._say(who.chat, form)
        elif deed == "mau":
            await self._chat.send_sample(who.chat)
        else:
            return refuse(NOT_FOUND)
        return go(here)

    async def _say(self, chat: str, form: FormData) -> None:
        """Send what was typed, or a file with it."""
        text, file = text_of(form, "loi")[:LONGEST_WORDS], form.get("tep")
        content = await file.read() if isinstance(file, UploadFile) else b""
        if isinstance(file, UploadFile) and content:
            await self._chat.send(chat, (file.filename or "", content), text)
        elif text:
            await self._chat.say(chat, text)
