"""Taking updates from the inbox in order: fetched, handled in one transaction, answered (T6)."""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot import outside
from bot.ahead import read_ahead
from bot.busy import Busy
from bot.channels.channel import Channel
from bot.channels.errors import ChannelRefusedError, FileTooBigError
from bot.desk import Arrived, Prepared, StoredFile, Ways
from bot.dispatch import Answered, handle, wants_document
from bot.now import Now
from bot.pace import Pace, Verdict
from bot.papers import MakePaper, nobody_makes
from bot.rehearsal import rehearse
from bot.uploads import kept_file, read_upload
from followup.forget_made import free_of_all_schools
from followup.ports import Attachment, Inbound, InboundKind
from followup.post import answer
from followup.say import Say
from plan.evidence_kinds import TOO_BIG, why_refused
from plan.hours import local
from storage import bots, inbox
from storage.database import Database, DatabaseDownError, Tx
from storage.files import FileStore, NoRoomError
from storage.inbox import InboxRow
from texts.messages.replies import Apology, TooFast

BATCH = 50
MOST_AT_ONCE = 200
# So many of them from chats nobody knows: whoever works here shares the writer with few.
UNKNOWN_AT_ONCE = 8
# Documents have a child each for text and for pictures: more of them wait here, not in threads
# that everything else needs too.
READ_AT_ONCE = 2
TRIES = 3
RETRY_AFTER = timedelta(seconds=2)

_log = structlog.get_logger(__name__)


# From a file's name and bytes: {"plan": ...}, {"roster": ...} or {"fault": ..., "values": ...}.
ReadDocument = Callable[[str, bytes], dict[str, Any]]


CountPupils = Callable[[str, bytes, date], int]


class Intake:
    """Handles what came in. Chats go on beside each other; within a chat the order is kept."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[int, Channel],
        clock: Now,
        workshop: tuple[FileStore, ReadDocument],
        answered: Callable[[int], None] = lambda _bot_id: None,
    ) -> None:
        self._database = database
        # By bot; another may come and one may go while this runs.
        self.channels = dict(channels)
        self._clock = clock
        self._files, self._read_document = workshop
        # The page that takes a file by its secret; empty where no web application runs.
        self.upload_at: Callable[[str], str] = lambda _secret: ""
        # Draws what is asked for in chat; nothing where there is no workshop for it.
        self.make: MakePaper = nobody_makes
        # How many lines of a file (name, bytes, as of a day) name a pupil; 0 where nobody looks.
        self.count_pupils: CountPupils = lambda _name, _content, _today: 0
        # Where the pages are; empty until somebody serves them.
        self.pages_at = ""
        # Called with the bot whose lane has something new to send.
        self._answered = answered
        self._news: asyncio.Event | None = None
        self._is_more = False
        self._pace = Pace()
        self._reading = asyncio.Semaphore(READ_AT_ONCE)
        # Shows in a chat that something is being read, or made for it.
        self.busy = Busy(database, self.channels, clock)

    def nudge(self) -> None:
        """Look again at once: something was just stored."""
        self._is_more = True
        if self._news is not None:
            self._news.set()

    async def run(self) -> int:
        """Handle everything that waits, also what comes meanwhile; gives how many it finished."""
        finished = 0
        busy: dict[asyncio.Task[None], InboxRow] = {}
        waiting: list[InboxRow] = []
        self._news = news = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            while True:
                news.clear()
                if self._is_more or not waiting:
                    self._is_more = False
                    waiting = await self._startable(busy)
                for row in _begin(waiting, busy):
                    task = group.create_task(self._one(row))
                    task.add_done_callback(lambda _: news.set())
                    busy[task] = row
                if not busy:
                    return finished
                # A slow one (a long document) blocks only its own chat.
                await news.wait()
                ended = [busy.pop(task) for task in list(busy) if task.done()]
                finished += len(ended)
                # The next of its chat may go before those nobody knows.
                self._is_more |= any(row.is_known for row in ended)

    async def rehearse(self, line: str) -> None:
        """Get ready for who says such a line first."""
        bot_ids, now = list(self.channels), self._clock.now()
        try:
            await self._database.writes(partial(rehearse, said=(bot_ids, line), now=now))
        except DatabaseDownError:
            # Who speaks first waits a little longer.
            return
        except Exception:  # noqa: BLE001 - nobody waits for it
            _log.exception("rehearsal_failed")

    async def _startable(self, busy: Mapping["asyncio.Task[None]", InboxRow]) -> list[InboxRow]:
        room = MOST_AT_ONCE - len(busy)
        if room <= 0:
            return []
        beside = [row.inbox_id for row in busy.values()]
        return await self._database.reads(lambda tx: self._waiting(tx, beside, room))

    def _waiting(self, tx: Tx, beside: Sequence[int], room: int) -> list[InboxRow]:
        now, bots_here = self._clock.now(), list(self.channels)
        return inbox.waiting_all_schools(tx, (now, min(room, BATCH)), bots_here, beside)

    async def _one(self, row: InboxRow) -> None:
        try:
            await self._handle(row)
        except* DatabaseDownError:
            # It is no fault of the update: it waits, and so does everybody.
            raise
        except* Exception:  # noqa: BLE001 - one bad update must not stop the others
            code = secrets.token_hex(3).upper()
            _log.exception("update_failed", inbox=row.inbox_id, code=code, tries=row.tries + 1)
            await self._database.writes(lambda tx: self._failed(tx, row, code), chat=True)

    async def _handle(self, row: InboxRow) -> None:
        channel = self.channels.get(row.bot_id)
        if channel is None:
            # The bot was let go of since we looked: what waits at it is ended with it.
            return
        said = self._read(row)
        if said is None:
            await self._database.writes(lambda tx: self._done(tx, row), chat=True)
            return
        verdict = self._pace.judge((row.bot_id, said.chat, said.person), row.received_at)
        if verdict is not Verdict.TAKEN:
            is_told = verdict is Verdict.TOLD and not said.is_group
            await self._database.writes(
                lambda tx: self._pass_over(tx, row, said, is_told=is_told), chat=True
            )
            self._answered(row.bot_id)
            return
        async with asyncio.TaskGroup() as beside:
            if said.press:
                beside.create_task(channel.acknowledge(said))
            shown = beside.create_task(self.busy.show(said)) if said.attachments else None
            prepared = await self._prepare(row, said, channel)
            if prepared.document is not None:
                now = self._clock.now()
                await self._database.reads(
                    partial(read_ahead, said=said, prepared=prepared, now=now)
                )
            if shown is not None:
                shown.cancel()
            takes_files = InboundKind.FILE in channel.capabilities.files_in
            ways = Ways(channel.link_of, self.upload_at, takes_files, self.pages_at)
            arrived = Arrived(row.inbox_id, said, prepared, self._clock.now(), ways)
            gone = await self._database.writes(
                lambda tx: self._effect(tx, row, arrived), chat=True
            )
            for digest in gone:
                await asyncio.to_thread(self._files.forget, digest)
            self._answered(row.bot_id)

    def _read(self, row: InboxRow) -> Inbound | None:
        """Read what was handed in on our page, or what the platform sent."""
        handed_in = read_upload(row.raw, row.bot_id, row.received_at)
        channel = self.channels.get(row.bot_id)
        if handed_in is not None or channel is None:
            return handed_in
        return channel.read(row.raw, row.bot_id, row.received_at)

    async def _prepare(self, row: InboxRow, said: Inbound, channel: Channel) -> Prepared:
        """Fetch and parse what came along, before the transaction; may be done again."""
        if row.prepared is not None:
            return Prepared.from_json(row.prepared)
        if not said.attachments:
            return await self._made(row, said)
        files, too_big, document, refused = [], "", None, []
        not_fetched = no_room = False
        now = self._clock.now()
        asks = await self._database.reads(lambda tx: wants_document(tx, said, now))
        for attachment in said.attachments:
            try:
                content = await self._fetch(row, channel, attachment)
            except FileTooBigError:
                too_big = attachment.name
                continue
            except ChannelRefusedError as error:
                _log.warning("not_fetched", inbox=row.inbox_id, reason=str(error))
                not_fetched = True
                continue
            why = why_refused(attachment.name, content)
            if why == TOO_BIG:
                too_big = attachment.name
                continue
            if why:
                refused.append((attachment.name, why))
                continue
            digest = await self._kept(row, content)
            if not digest:
                no_room = True
                continue
            if asks and document is None:
                async with self._reading:
                    document = await asyncio.to_thread(
                        self._read_document, attachment.name, content
                    )
            is_read = document is not None and "fault" not in document
            pupils = 0 if is_read else await self._pupils_in(attachment.name, content, now)
            sort, size = attachment.mime, len(content)
            files.append(StoredFile(digest, attachment.name, sort, size, pupils))
        whole = (document, too_big, not_fetched, no_room, tuple(refused))
        prepared = Prepared(tuple(files), *whole)
        # A long document takes long to write down: not while everybody waits.
        stored = await asyncio.to_thread(prepared.to_json)
        await self._database.writes(
            lambda tx: inbox.prepared_all_schools(tx, row.inbox_id, stored), chat=True
        )
        return prepared

    async def _kept(self, row: InboxRow, content: bytes) -> str:
        """Keep a file; gives its hash, nothing where the disk has no room."""
        try:
            return await asyncio.to_thread(self._files.keep, content)
        except NoRoomError:
            _log.error("no_room", inbox=row.inbox_id, size=len(content))
            return ""

    async def _pupils_in(self, name: str, content: bytes, now: datetime) -> int:
        async with self._reading:
            return await asyncio.to_thread(self.count_pupils, name, content, local(now).date())

    async def _made(self, row: InboxRow, said: Inbound) -> Prepared:
        """Make what who speaks for no school asks for; nothing for who may not have it."""
        if not outside.may_ask_a_file(said):
            return Prepared()
        now = self._clock.now()
        call = await self._database.reads(lambda tx: outside.file_asked(tx, said, now))
        if call is None:
            return Prepared()
        made = await asyncio.to_thread(self.make, *call)
        digest = await self._kept(row, made["file"]) if "file" in made else ""
        if not digest:
            # It is said without it.
            return Prepared()
        prepared = Prepared(made=digest)
        await self._database.writes(
            lambda tx: inbox.prepared_all_schools(tx, row.inbox_id, prepared.to_json()), chat=True
        )
        return prepared

    async def _fetch(self, row: InboxRow, channel: Channel, attachment: Attachment) -> bytes:
        kept = kept_file(row.raw)
        if kept is not None:
            return await asyncio.to_thread(self._files.read, kept.file_hash)
        return await channel.fetch(attachment)

    def _effect(self, tx: Tx, row: InboxRow, arrived: Arrived) -> tuple[str, ...]:
        """Answer an update; gives the files that are not to be kept any longer."""
        said = handle(tx, arrived)
        for number, answered in enumerate(said):
            _post(tx, answered, (row.inbox_id, number), arrived.now)
        self._done(tx, row)
        let_go = (digest for answered in said for digest in answered.say.forgets)
        return tuple(free_of_all_schools(tx, let_go))

    def _done(self, tx: Tx, row: InboxRow) -> None:
        inbox.done_all_schools(tx, row.inbox_id, self._clock.now())

    def _pass_over(self, tx: Tx, row: InboxRow, said: Inbound, *, is_told: bool) -> None:
        """Leave a flood unread: in a private chat all of it at once, in a group this one."""
        now = self._clock.now()
        inbox.pass_over_all_schools(tx, row, now, whole_chat=not said.is_group)
        if is_told:
            place = (said.chat, said.thread)
            address = bots.ensure_address_all_schools(tx, row.bot_id, place, "person", now)
            _post(tx, Answered(address, None, Say(TooFast())), (row.inbox_id, 0), now)

    def _failed(self, tx: Tx, row: InboxRow, code: str) -> None:
        now = self._clock.now()
        if row.tries + 1 < TRIES:
            inbox.failed_all_schools(tx, row, now + RETRY_AFTER)
            return
        inbox.poison_all_schools(tx, row, code, now)
        said = self._read(row)
        if said is None or said.is_group:
            return
        place = (said.chat, said.thread)
        address = bots.ensure_address_all_schools(tx, row.bot_id, place, "person", now)
        _post(tx, Answered(address, None, Say(Apology(code))), (row.inbox_id, 0), now)


def _begin(waiting: list[InboxRow], busy: Mapping[Any, InboxRow]) -> list[InboxRow]:
    """Take out of what waits what begins now."""
    room = max(0, UNKNOWN_AT_ONCE - sum(not row.is_known for row in busy.values()))
    known = [row for row in waiting if row.is_known]
    unknown = [row for row in waiting if not row.is_known]
    waiting[:] = unknown[room:]
    return known + unknown[:room]


def _post(tx: Tx, answered: Answered, key: tuple[int, int], now: datetime) -> None:
    answer(tx, (answered.address, answered.member), key, answered.say, now)
