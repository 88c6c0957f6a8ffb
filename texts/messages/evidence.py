"""Evidence: what came, how it is filed, the list, the dossier of a criterion."""

from datetime import date

from msgspec import Struct

from plan.model import Member
from texts.messages.base import Message


class EvidenceRefused(Message, frozen=True):
    """A file that is no evidence; `why` is program or archive."""

    who: Member
    name: str
    why: str


class EvidencePlaceAsked(Message, frozen=True):
    """To who sent something that belongs to no open task; `text` was typed and is no place."""

    who: Member
    count: int
    text: str


class EvidencePlaced(Message, frozen=True):
    """Where it goes: a task, a criterion, or neither yet."""

    who: Member
    count: int
    code: str
    criterion: str


class EvidenceToFile(Message, frozen=True):
    """One piece that waits for its code; `criterion` is suggested, empty when nothing suggests it.

    `text` was typed and names no criterion of the set.
    """

    who: Member
    name: str
    kind: str
    by: Member | None
    on: date
    code: str
    criterion: str
    title: str
    count: int
    text: str


class EvidenceFiled(Message, frozen=True):
    """A piece has its code; `left` still wait. `is_index`: only the entry is kept."""

    who: Member
    name: str
    evidence_code: str
    also: tuple[str, ...]
    is_new: bool
    is_index: bool
    left: int


class EvidenceDone(Message, frozen=True):
    """Nothing waits to be filed; `dropped` names a piece that was just left out."""

    who: Member
    dropped: str
    filed: int


class EvidenceLine(Struct, frozen=True):
    """One piece of a list."""

    evidence_code: str
    name: str
    is_index: bool


class EvidenceSeen(Message, frozen=True):
    """Pieces found by a code, a criterion or words, a page at a time."""

    who: Member
    asked: str
    lines: tuple[EvidenceLine, ...]
    count: int
    waiting: int
    page: int
    pages: int


class EvidenceOne(Message, frozen=True):
    """One piece with all its codes and what the official list says of it."""

    who: Member
    codes: tuple[str, ...]
    name: str
    issued: str
    issuer: str
    place: str
    also: tuple[str, ...]
    by: Member | None
    on: date
    is_index: bool
    has_file: bool


class DossierLine(Struct, frozen=True):
    """One task of a dossier."""

    code: str
    work: str
    done: int
    due: int
    reports: int
    evidence: int


class DossierSeen(Message, frozen=True):
    """The dossier of a criterion as of a day; `missing` are words of what is missing."""

    who: Member
    number: str
    title: str
    as_of: date
    tasks: tuple[DossierLine, ...]
    more: int
    evidence_codes: tuple[str, ...]
    evidence: int
    missing: tuple[str, ...]


class NoSuchCriterion(Message, frozen=True):
    """A criterion that the school's set does not have."""

    who: Member
    number: str
    criteria_set: str


class EvidenceListAsked(Message, frozen=True):
    """A school's own list was read; before it is kept."""

    who: Member
    count: int
    unread: int
    first: str
    last: str


class EvidenceListKept(Message, frozen=True):
    """What was kept of it; `twice` are codes written for two different things."""

    who: Member
    added: int
    known: int
    twice: tuple[str, ...]
    is_kept: bool


class PupilsSeen(Message, frozen=True):
    """A file of evidence has lines like a list of pupils: said to its sender and to the office."""

    who: Member
    sender: Member
    file_name: str
    code: str
    lines: int
