"""Making what was asked for, apart from chat: gathered, made in the child, delivered."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import structlog
from msgspec import Struct
from msgspec.structs import replace

from bot.commands.week import say_week
from bot.now import Now
from followup.order_paper import attachment, deliver_paper
from followup.say import Say
from followup.weekly import deliver_week, is_of_the_week
from plan.model import Member
from plan.papers import PaperKind, Wanted
from reports.evidence_zip import write_zip
from reports.papers.gather import Call, call_for
from reports.papers.titles import title_of
from storage import evidence, papers, people
from storage.database import Database, Tx
from storage.files import FileStore
from storage.papers import PaperOrder
from storage.school_day import SchoolDay
from texts.messages.papers import EvidenceZip, PaperNotMade, PaperReady
from texts.render import somebody

TRIES = 3
# Above it an archive is made part by part, or on the server.
MOST_BYTES = 1024 * 1024 * 1024
TEMPLATES = "templates"

# A function of reports.exports and its values: {"file": ...} or {"fault": ..., "detail": ...}.
MakePaper = Callable[..., dict[str, Any]]

_log = structlog.get_logger(__name__)


def nobody_makes(function: str, *args: object) -> dict[str, Any]:
    """Stand for a workshop where there is none: nothing is made, the words go without it."""
    del function, args
    return {"fault": "failed", "detail": ""}


async def _shows_nothing(_address_id: int) -> None:
    """Stand for a chat where there is none."""


class Result(Struct, frozen=True):
    """What a making came to: a file with its name, or a fault; with a file, of the template.

    `size` is in bytes; `lacking` counts what an archive should hold and the store has no more.
    """

    file_hash: str = ""
    file_name: str = ""
    fault: str = ""
    detail: str = ""
    size: int = 0
    lacking: int = 0


def make_zip(files: FileStore, call: Call) -> Result:
    """Write an archive of kept files, piece by piece; not one that nobody could fetch."""
    sizes = [row.size or 0 for row in call.files if row.file_hash]
    if sum(sizes) > MOST_BYTES:
        return Result(fault="too_big")
    lacking: list[int] = []
    digest = files.keep_written(
        lambda out: lacking.append(write_zip(out, call.files, files.open)[1])
    )
    return Result(digest, call.file_name, size=files.size(digest), lacking=lacking[0])


class PaperMaker:
    """Makes what waits, one at a time: chat goes on meanwhile."""

    def __init__(self, database: Database, clock: Now, files: FileStore, make: MakePaper) -> None:
        self._database = database
        self._clock = clock
        self._files = files
        self._make = make
        # What shows at an address that something is being made, until cancelled.
        self.show_at: Callable[[int], Awaitable[None]] = _shows_nothing

    async def run(self) -> int:
        """Make everything that waits; gives how many were taken up."""
        taken = 0
        while await self._database.reads(self._is_any_due):
            order = await self._database.writes(self._claim)
            if order is None:
                # Another process has it.
                return taken
            taken += 1
            async with asyncio.TaskGroup() as beside:
                shown = beside.create_task(self._shown(order))
                result = await self._result(order)
                shown.cancel()
            await self._database.writes(partial(self._end, order=order, result=result))
        return taken

    def _is_any_due(self, tx: Tx) -> bool:
        at = papers.next_at_all_schools(tx)
        return at is not None and at <= self._clock.now()

    async def make_now(
        self, school_id: int, member_id: int, wanted: Wanted
    ) -> tuple[str, bytes] | None:
        """Make a document for who waits at a page: (file name, bytes), None when it cannot be."""
        gathered = await self._database.reads(
            lambda tx: self._gathered(tx, (school_id, member_id), wanted)
        )
        if gathered is None:
            return None
        result = await asyncio.to_thread(self._made, *gathered)
        if not result.file_hash:
            return None
        return result.file_name, await asyncio.to_thread(self._files.read, result.file_hash)

    async def _shown(self, order: PaperOrder) -> None:
        """Show whoever asked for it in chat that it is being made."""
        if not is_of_the_week(order):
            await self.show_at(order.address_id)

    def _claim(self, tx: Tx) -> PaperOrder | None:
        return papers.claim_all_schools(tx, self._clock.now())

    async def _result(self, order: PaperOrder) -> Result:
        if order.tries >= TRIES:
            return Result(fault="failed")
        try:
            whose = (order.school_id, order.member_id)
            gathered = await self._database.reads(
                lambda tx: self._gathered(tx, whose, order.wanted)
            )
            if gathered is None:
                return Result(fault="nothing")
            return await asyncio.to_thread(self._made, *gathered)
        except Exception:  # noqa: BLE001 - one document must not stop the others
            _log.exception("paper_failed", paper=order.paper_id, kind=str(order.wanted.kind))
            return Result(fault="failed")

    def _gathered(
        self, tx: Tx, whose: tuple[int, int], wanted: Wanted
    ) -> tuple[Call, bytes | None] | None:
        day = SchoolDay.of(tx, whose[0], self._clock.now())
        who = _who(day, whose[1])
        call = call_for(day, wanted, who)
        return None if call is None else (call, self._own_template(day, call.template))

    def _own_template(self, day: SchoolDay, name: str) -> bytes | None:
        kept = day.school.settings.get(TEMPLATES)
        # One template served both reviews before they differed.
        names = (name, "so-ket") if name == "tong-ket" else (name,)
        own = kept if isinstance(kept, dict) else {}
        digest = next((own[one] for one in names if own.get(one)), None)
        return self._files.read(digest) if digest else None

    def _made(self, call: Call, own: bytes | None) -> Result:
        """Make it; where the school's template is broken, by ours, and say what is broken."""
        if call.files:
            return make_zip(self._files, call)
        if not call.template:
            made = self._make(call.function, *call.args)
            fault = {"fault": "", "detail": ""}
        else:
            made = self._make(call.function, call.template, own, *call.args)
            fault = made if own is not None and "file" not in made else {"fault": "", "detail": ""}
            if fault["fault"]:
                made = self._make(call.function, call.template, None, *call.args)
        if "file" not in made:
            return Result(fault="failed")
        digest = self._files.keep(made["file"])
        return Result(digest, call.file_name, fault["fault"], fault["detail"])

    def _end(self, tx: Tx, order: PaperOrder, result: Result) -> None:
        now = self._clock.now()
        day = SchoolDay.of(tx, order.school_id, now)
        papers.end(
            tx,
            order.school_id,
            order.paper_id,
            now,
            state="made" if result.file_hash else "failed",
            file_hash=result.file_hash,
            file_name=result.file_name,
            fault=result.fault,
        )
        if is_of_the_week(order):
            deliver_week(day, order)
        else:
            deliver_paper(day, order, _say(day, order, result))


def _who(day: SchoolDay, member_id: int) -> Member:
    return people.get(day.tx, day.school_id, member_id) or somebody()


def _say(day: SchoolDay, order: PaperOrder, result: Result) -> Say:
    who = _who(day, order.member_id)
    title = title_of(day, order.wanted)
    kind = order.wanted.kind
    if not result.file_hash:
        is_empty = kind is PaperKind.EVIDENCE_ZIP and result.fault == "nothing"
        return Say(PaperNotMade(who, title, "no_evidence" if is_empty else result.fault))
    file = attachment(result.file_hash, result.file_name)
    if kind is PaperKind.WEEK_PICTURE:
        say = say_week(day, who, (file,))
        if say is not None:
            return say
    if kind is PaperKind.EVIDENCE_ZIP:
        waiting = len(evidence.standing(day.tx, day.school_id, "waiting"))
        message = EvidenceZip(title, result.size, result.lacking, waiting)
        return Say(message, attachments=(replace(file, size=result.size),))
    return Say(PaperReady(title, result.fault, result.detail), attachments=(file,))
