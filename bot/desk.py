"""What a command is handed: who speaks, about which school, on which day; and what it is."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict

from followup.above import reaches
from followup.ports import Inbound
from followup.say import Say
from plan.model import Member, Task
from plan.rights import Kind, may, scopes
from storage.bots import Address
from storage.database import Tx
from storage.history import Actor
from storage.prompts import OpenPrompt
from storage.school_day import SchoolDay


class StoredFile(Struct, frozen=True):
    """A file that came in and is kept under the SHA-256 of its bytes."""

    file_hash: str
    name: str
    mime: str
    size: int
    # Lines that look like a list of pupils.
    pupils: int = 0


class Prepared(Struct, frozen=True):
    """What was fetched and parsed for an update before its transaction (step T6, PREPARED).

    `document` is {"plan": ...}, {"roster": ...} or {"evidence": ...} as followup.stored_document
    wrote them, or
    {"fault": code, "values": {...}}; None when nobody asked for a document to be read.
    """

    files: tuple[StoredFile, ...] = ()
    document: dict[str, Any] | None = None
    too_big: str = ""
    not_fetched: bool = False
    # A file that was not kept: the disk of the installation is full.
    no_room: bool = False
    # What is no evidence and was not kept: (file's name, "program" or "archive").
    refused: tuple[tuple[str, str], ...] = ()
    # What was made for who speaks for no school and asked for it, by its hash.
    made: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give what the inbox or a prompt keeps."""
        return {
            "files": [asdict(file) for file in self.files],
            "document": self.document,
            "too_big": self.too_big,
            "not_fetched": self.not_fetched,
            "no_room": self.no_room,
            "refused": self.refused,
            "made": self.made,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Prepared":
        """Read what `to_json` gave."""
        files = tuple(StoredFile(**file) for file in stored["files"])
        refused = tuple((name, why) for name, why in stored.get("refused", ()))
        return cls(
            files,
            stored["document"],
            stored["too_big"],
            stored["not_fetched"],
            stored.get("no_room", False),
            refused,
            stored.get("made", ""),
        )


class Ways(Struct, frozen=True):
    """What can be done by the way somebody speaks, and what the product can do beside it.

    `link_of` gives the link that joins with a code, `upload_at` the address of a page that takes a
    file by its secret, `pages_at` where the pages are; all are empty where there is none.
    """

    link_of: Callable[[str], str] = lambda _code: ""
    upload_at: Callable[[str], str] = lambda _secret: ""
    takes_files: bool = True
    pages_at: str = ""


class Arrived(Struct, frozen=True):
    """One update about to be handled, with what was fetched for it."""

    inbox_id: int
    said: Inbound
    prepared: Prepared
    now: datetime
    ways: Ways = field(default_factory=Ways)


class Desk(Struct, frozen=True):
    """One person at one school says one thing. Lives no longer than its transaction."""

    day: SchoolDay
    me: Member
    address: Address
    said: Inbound
    prepared: Prepared = field(default_factory=Prepared)
    ways: Ways = field(default_factory=Ways)
    commands: "Sequence[Command]" = ()

    @property
    def tx(self) -> Tx:
        """The transaction everything happens in."""
        return self.day.tx

    @property
    def school_id(self) -> int:
        """The school spoken of."""
        return self.day.school_id

    @property
    def actor(self) -> Actor:
        """Who acts, by which channel."""
        return Actor(self.me.member_id, self.said.channel)

    @property
    def is_principal(self) -> bool:
        """Whether the principal speaks."""
        return self.day.staff.principal == self.me

    def may_use(self, command: str) -> bool:
        """Whether the speaker may use a command, by the table of rights."""
        return may(self.day.staff, self.me.member_id, Kind.COMMAND, command)

    def may_answer(self, kind: str) -> bool:
        """Whether the speaker may answer a question of that kind, by the duties held now."""
        return may(self.day.staff, self.me.member_id, Kind.ANSWER, kind)

    def may_with(self, kind: Kind, name: str, task: Task) -> bool:
        """Whether the speaker may do something with a task."""
        found = scopes(self.day.staff, self.me.member_id, kind, name)
        return reaches(self.day, self.me, found, task)

    def may(self, deed: str) -> bool:
        """Whether the speaker may do something, at least with some tasks."""
        return self.day.may(self.me, deed)


Run = Callable[[str, Desk], Say]


class Command(Struct, frozen=True):
    """One row of the command table.

    `name` is what is typed after "/", without accents; `words` are what people type instead.
    `takes` says what may follow them. Who may use it stands in plan/rights.toml under `name`.
    `is_report` marks words that are also plain replies: an open question takes them first.
    `after_code` says what may follow them where the task's code stands before: «V3 chi 8tr».
    """

    name: str
    words: tuple[str, ...]
    run: Run
    help: str
    takes: "Takes" = field(default=lambda rest, _said, _desk: not rest)
    is_report: bool = False
    after_code: "Takes" = field(default=lambda _rest, _said, _desk: False)

    def fits(self, rest: str, said: str, desk: Desk) -> bool:
        """Whether what follows the command's words makes it this command."""
        return self.takes(rest, said, desk)


# Whether a rest, the whole line, at this desk, fits a command.
Takes = Callable[[str, str, Desk], bool]


class Chosen(Struct, frozen=True):
    """An answer to a prompt: the value of the choice, or the line typed."""

    prompt: OpenPrompt
    value: str = ""
    text: str = ""

    @property
    def payload(self) -> dict[str, Any]:
        """What the prompt was asked with."""
        return self.prompt.payload


Answer = Callable[[Chosen, Desk], Say]
