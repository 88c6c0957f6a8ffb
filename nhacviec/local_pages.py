"""The chat of a trial as its page needs it, served with the board on loopback."""

import asyncio
import mimetypes
import socket
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from markupsafe import Markup

from bot.channels.local import Shown
from followup.enter import Entered, enter_as
from followup.ports import Attachment, InboundKind
from nhacviec.local import Parts
from nhacviec.sample import PLAN, sample_file
from nhacviec.site import make_site
from plan.model import Member
from storage import bots, schools
from storage.database import Tx
from storage.school_day import SchoolDay
from texts.render import named
from texts.roles import duty_names
from web.app import application
from web.local_chat import CHAT, ChatLine, LocalChat, Person
from web.server import serve
from web.site_routes import site_routes

HOSTS = ("127.0.0.1", "localhost")
PICTURE = "image/"
# The clock is moved by days here; an open board is not to be left behind by that.
SESSION_LIFE = timedelta(days=500)


async def serve_trial(
    parts: Parts, changed: Callable[[], None], at: tuple[str, socket.socket]
) -> None:
    """Serve the chat and the board at (address, port taken) until cancelled.

    `changed` is called after a page changed something.
    """
    address, place = at
    tools = (parts.files, parts.workshop.make, parts.workshop.read)
    site = make_site(parts.engine, tools, address, changed)
    chat = TrialChat(parts)

    routes = [*LocalChat(site, chat).routes(), *site_routes(site)]

    async def end() -> None:
        await chat.close()
        await site.live.close()

    await serve(application(routes, HOSTS), place, end)


class TrialChat:
    """What people say goes to the console's session; what they receive, its channel remembers."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._news = asyncio.Event()
        self._is_over = False
        parts.channel.changed = self._wake

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def close(self) -> None:
        """Let every open page go."""
        self._is_over = True
        self._wake()

    @property
    def newest(self) -> int:
        """The number of the newest message."""
        shown = self._parts.channel.shown
        return shown[-1].number if shown else 0

    async def after(self, number: int) -> int:
        """Wait for a message newer than that; gives its number, -1 at the end."""
        while self.newest <= number and not self._is_over:
            await self._news.wait()
        return -1 if self._is_over else self.newest

    def people(self) -> Sequence[Person]:
        """List who may be spoken as, in the order of the roster."""
        return self._parts.engine.database.read(self._people)

    def _people(self, tx: Tx) -> list[Person]:
        found = []
        counts: dict[str, int] = {}
        for one in self._parts.channel.shown:
            counts[one.chat] = counts.get(one.chat, 0) + (one.prompt is not None)
        for school in schools.list_all_schools(tx):
            day = SchoolDay(tx, school, self._parts.engine.clock.now())
            members = {m.member_id: m for m in day.staff.members if m.joined_at is not None}
            chats = bots.open_addresses(tx, school.school_id, list(members))
            for number, member in members.items():
                if number in chats:
                    chat = chats[number].chat
                    found.append(Person(chat, member, _roles(day, member), counts.get(chat, 0)))
        return found

    def lines(self, chat: str) -> Sequence[ChatLine]:
        """List a chat, or what everybody was sent."""
        names = {one.chat: named(one.member) for one in self.people()}
        return [
            _line(one, names.get(one.chat, one.chat))
            for one in list(self._parts.channel.shown)
            if (one.chat == chat if chat else one.prompt is not None)
        ]

    async def say(self, chat: str, text: str) -> None:
        """Let a chat say something; a file of this machine is not to be named here."""
        self._parts.channel.said(chat, text)
        await self._parts.console.store(chat, text=text)

    async def press(self, chat: str, message_id: str, key: str) -> None:
        """Let a chat press a button it was shown."""
        for one in list(self._parts.channel.shown):
            if one.chat == chat and one.message_id == message_id and one.prompt is not None:
                for choice in one.prompt.choices:
                    if choice.key == key:
                        self._parts.channel.said(chat, choice.label)
        kind = InboundKind.CHOICE
        await self._parts.console.store(chat, kind=kind, choice_key=key, refers_to=message_id)

    async def send(self, chat: str, file: tuple[str, bytes], caption: str) -> None:
        """Let a chat send a file, kept where the channel fetches it from."""
        name, content = file[0].replace("\\", "/").rpartition("/")[2] or "tep", file[1]
        digest = await asyncio.to_thread(self._parts.files.keep, content)
        await self._came(chat, self._parts.files.path_of(digest), (name, len(content)), caption)

    async def send_sample(self, chat: str) -> None:
        """Let a chat send the sample plan."""
        path = sample_file(PLAN)
        size = await asyncio.to_thread(lambda: path.stat().st_size)
        await self._came(chat, path, (PLAN, size), "")

    async def _came(self, chat: str, path: Path, what: tuple[str, int], caption: str) -> None:
        name, size = what
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        kind = InboundKind.PHOTO if mime.startswith(PICTURE) else InboundKind.FILE
        self._parts.channel.said(chat, f"{name} {caption}".strip())
        file = Attachment(str(path), name, mime, size)
        await self._parts.console.store(chat, kind=kind, text=caption, attachments=(file,))

    async def forward(self, until: str) -> bool:
        """Move the clock."""
        return await self._parts.console.forward(until)

    async def enter(self, member_id: int) -> Entered | None:
        """Begin a session of a member at the board: on this machine nobody has to prove it."""
        engine = self._parts.engine

        def entered(tx: Tx) -> Entered | None:
            for school in schools.list_all_schools(tx):
                day = SchoolDay(tx, school, engine.clock.now())
                if day.staff.member(member_id) is not None:
                    return enter_as(day, member_id, SESSION_LIFE)
            return None

        return await engine.database.writes(entered)

    def file(self, number: int, place: int) -> tuple[str, str, bytes] | None:
        """Give (name, kind, bytes) of a message's file."""
        found = next(
            (one for one in list(self._parts.channel.shown) if one.number == number), None
        )
        files = found.prompt.attachments if found is not None and found.prompt is not None else ()
        if place >= len(files):
            return None
        file = files[place]
        digest = file.reference.rpartition("/")[2]
        return file.name, file.mime or "application/octet-stream", self._parts.files.read(digest)


def _roles(day: SchoolDay, member: Member) -> str:
    names = ", ".join(duty_names(member, day.staff.duties_of(member.member_id)))
    return f"{names}; {member.unit}" if member.unit else names


def _line(one: Shown, name: str) -> ChatLine:
    prompt = one.prompt
    if prompt is None:
        return ChatLine(one.number, one.at, name, one.chat, is_own=True, text=one.said)
    return ChatLine(
        one.number,
        one.at,
        name,
        one.chat,
        is_own=False,
        text=Markup(prompt.text),  # noqa: S704 - a prompt's text is rendered and escaped already
        message_id=one.message_id,
        rows=tuple(tuple((c.key, c.label) for c in row) for row in prompt.rows),
        files=tuple(
            (f"{CHAT}/tep/{one.number}/{place}", file.name, file.mime.startswith(PICTURE))
            for place, file in enumerate(prompt.attachments)
        ),
    )
