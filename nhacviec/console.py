"""The console: one speaks as any person of the school, and moves the clock forward."""

import asyncio
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path

from bot.channels.console import ConsoleChannel, raw_line
from followup.ports import Attachment, InboundKind
from nhacviec.engine import Engine
from nhacviec.sample import PHOTO, PLAN, sample_file
from plan.deadlines import read_deadline
from plan.hours import ZONE, instant
from plan.model import Member
from scheduler.clock import ManualClock
from storage import bots, inbox, people, schools
from storage.database import Tx
from storage.inbox import Arrival
from storage.school_day import SchoolDay
from texts.labels import label
from texts.render import named

# Where "/tua 22/12" stops: the first lesson, when the day's digests have gone out.
ARRIVAL_HOUR = time(7)
LONGEST_NAME = 40
STRANGER = "stranger:"


class Console:
    """A session: lines in, what everybody receives out. The clock stands between the lines."""

    def __init__(
        self,
        engine: Engine,
        channel: ConsoleChannel,
        place: tuple[int, ManualClock],
        *,
        echoes: bool,
    ) -> None:
        self._engine = engine
        self._channel = channel
        self._bot_id, self._clock = place
        self._numbers = count(1)
        self._speaker = ""
        self._shown = ""
        self._strangers: dict[str, str] = {}
        # A page may speak while a line is taken.
        self._turn = asyncio.Lock()
        # What is typed at a terminal is on the screen already.
        self._echoes = echoes

    async def run(self, lines: Iterable[str]) -> None:
        """Take every line; at the end of input what is due is delivered."""
        await self.settle()
        for line in lines:
            if not await self.take(line):
                break
        await self.settle()

    async def settle(self) -> None:
        """Do everything that can be done at this instant; one thing at a time."""
        async with self._turn:
            await self._engine.settle()

    async def take(self, line: str) -> bool:
        """Take one line; False when it ends the session."""
        said = line.strip()
        if said.startswith("/thoat"):
            return False
        if said and not said.startswith("@"):
            await self._take(said)
        return True

    async def _take(self, line: str) -> None:
        who, mark, text = line.partition("> ")
        if mark and len(who) <= LONGEST_NAME and not who.startswith("/"):
            self._speak_as(who)
            self._shown = who
        else:
            text, self._shown = line, ""
        # A pasted table has several lines; at a prompt there is only one.
        text = text.replace("\\n", "\n")
        name, rest = _command(text)
        if name == "tua":
            await self.forward(rest)
        elif name == "la":
            self._speak_as(rest)
        elif name == "nguoi":
            self._list_people()
        elif name in {"gui", "anh"}:
            await self._send_file(self._who(), name, rest)
        else:
            await self._say(self._who(), text)

    def _who(self) -> str:
        self._speaker = self._speaker or self._principal()
        return self._speaker

    async def _say(self, chat: str, text: str) -> None:
        self._echo(f"{self._shown or self._name(chat)}> {text}".replace("\n", "\\n"))
        self._channel.said(chat, text)
        if text.startswith("[") and text.endswith("]"):
            message_id, key = self._channel.pressed(chat, text[1:-1])
            if not key:
                self._channel.write(label("console_no_button", name=text[1:-1]))
                return
            await self.store(chat, kind=InboundKind.CHOICE, choice_key=key, refers_to=message_id)
        elif text.startswith("^"):
            told = self._channel.last_message(chat)
            await self.store(chat, text=text[1:].strip(), refers_to=told)
        else:
            await self.store(chat, text=text)

    async def _send_file(self, chat: str, name: str, rest: str) -> None:
        path, caption = self._file(name, rest)
        if path is None:
            self._channel.write(label("console_no_file", name=rest))
            return
        self._echo(f"{self._shown or self._name(chat)}> /{name} {rest}".rstrip())
        self._channel.said(chat, f"{path.name} {caption}".strip())
        kind = InboundKind.PHOTO if name == "anh" else InboundKind.FILE
        mime = "image/png" if name == "anh" else "application/octet-stream"
        size = await asyncio.to_thread(lambda: path.stat().st_size)
        file = Attachment(str(path), path.name, mime, size)
        await self.store(chat, kind=kind, text=caption, attachments=(file,))

    def _echo(self, line: str) -> None:
        if self._echoes:
            self._channel.write(line)

    def _file(self, name: str, rest: str) -> tuple[Path | None, str]:
        if name == "anh":
            return sample_file(PHOTO), rest
        if not rest:
            return sample_file(PLAN), ""
        first, _, caption = rest.partition(" ")
        for typed, said in ((rest, ""), (first, caption)):
            for place in (Path(typed).expanduser(), sample_file(typed)):
                if typed and place.is_file():
                    return place, said
        return None, ""

    async def store(self, chat: str, **said: object) -> None:
        """Let a chat say something, in the fields of bot.channels.console.raw_line."""
        now = self._clock.now()
        key = f"{now.isoformat()}-{next(self._numbers)}"
        arrival = Arrival(key, chat, raw_line(chat, self._name(chat), key, **said))
        self._engine.database.write(
            lambda tx: inbox.store_all_schools(tx, self._bot_id, [arrival], now)
        )
        await self.settle()

    async def forward(self, rest: str) -> bool:
        """Move the clock forward; every moment in between happens in its order.

        False for words that are no day, or one that is over.
        """
        until = self._until(rest)
        if until is None or until <= self._clock.now():
            self._channel.write(label("console_no_day", text=rest))
            return False
        self._echo(f"/tua {rest}")
        async with self._turn:
            while (at := await self._engine.next_at()) is not None and at <= until:
                self._clock.move_to(at)
                await self._engine.settle()
            self._clock.move_to(until)
            await self._engine.settle()
        return True

    def _until(self, rest: str) -> datetime | None:
        if not rest:
            return self._clock.now() + timedelta(days=1)
        frame = self._engine.database.read(lambda tx: self._day(tx).frame("chat"))
        reading = read_deadline(rest, frame)
        if not reading.is_certain or not reading.spans:
            return None
        on: date = reading.spans[0].first if reading.kind != "deadline" else reading.spans[0].last
        return instant(on, reading.at or ARRIVAL_HOUR)

    def _speak_as(self, name: str) -> None:
        if name in self._strangers:
            self._speaker = self._strangers[name]
            return
        found = self._engine.database.read(lambda tx: self._find(tx, name))
        if len(found) > 1:
            self._channel.write(label("console_several", names=", ".join(named(m) for m in found)))
        elif found:
            self._speaker = self._engine.database.read(lambda tx: self._chat(tx, found[0]))
        else:
            # Somebody the school does not know: a stranger's chat of that name.
            self._speaker = self._strangers.setdefault(name, f"{STRANGER}{name}")

    def _find(self, tx: Tx, name: str) -> tuple[Member, ...]:
        found = [
            member
            for school in schools.list_all_schools(tx)
            for member in SchoolDay(tx, school, self._clock.now()).staff.find(name)
        ]
        return tuple(member for member in found if member.joined_at is not None)

    def _chat(self, tx: Tx, member: Member) -> str:
        address = bots.open_address(tx, member.school_id, member.member_id)
        return "" if address is None else address.chat

    def _day(self, tx: Tx) -> SchoolDay:
        first = schools.list_all_schools(tx)[0]
        return SchoolDay(tx, first, self._clock.now())

    def _principal(self) -> str:
        def find(tx: Tx) -> str:
            principal = self._day(tx).staff.principal
            return "" if principal is None else self._chat(tx, principal)

        return self._engine.database.read(find) or STRANGER

    def _list_people(self) -> None:
        def listed(tx: Tx) -> list[str]:
            day = self._day(tx)
            return [
                label("console_person", name=named(m), roles=", ".join(_roles(day, m)))
                for m in people.list_members(tx, day.school_id)
            ]

        self._channel.write("\n".join(self._engine.database.read(listed)))

    def _name(self, chat: str) -> str:
        return name_of(self._engine, self._bot_id, chat)


def _command(line: str) -> tuple[str, str]:
    if not line.startswith("/"):
        return "", line
    name, _, rest = line[1:].partition(" ")
    return name, rest.strip()


def _roles(day: SchoolDay, member: Member) -> list[str]:
    return [duty.role for duty in day.staff.duties_of(member.member_id)]


def name_of(engine: Engine, bot_id: int, chat: str) -> str:
    """Give whose chat it is, as the transcript shows it."""

    def find(tx: Tx) -> str:
        address = bots.find_address_all_schools(tx, bot_id, (chat, ""))
        if address is None or address.person_id is None:
            return chat.removeprefix(STRANGER)
        members = people.of_person_all_schools(tx, address.person_id)
        return named(members[0]) if members else chat

    return engine.database.read(find)


def start_of(line: str) -> datetime | None:
    """Read the first line "@2024-09-05 07:00": when the clock starts, by the clocks of Vietnam."""
    if not line.startswith("@"):
        return None
    try:
        typed = datetime.fromisoformat(line[1:].strip())
    except ValueError:
        return None
    return typed if typed.tzinfo is not None else typed.replace(tzinfo=ZONE)
