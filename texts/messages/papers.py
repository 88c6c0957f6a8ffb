"""Pictures and documents: what can be asked for, what is ready, what could not be made."""

from plan.model import Member
from texts.messages.base import Message


class PapersMenu(Message, frozen=True):
    """What can be made, one tap each; or the formats of one document, named by `title`.

    `lacks` names what the school's letterhead still lacks.
    """

    who: Member
    title: str
    lacks: tuple[str, ...]


class PaperOrdered(Message, frozen=True):
    """A document is being made and will follow."""

    title: str


class PaperReady(Message, frozen=True):
    """The words under a document. `fault` says why the school's own template was not used."""

    title: str
    fault: str
    detail: str


class EvidenceZip(Message, frozen=True):
    """The words under an archive of `size` bytes.

    `lacking` files were there once; `waiting` pieces have no code yet and are not in it.
    """

    title: str
    size: int
    lacking: int
    waiting: int


class PaperNotMade(Message, frozen=True):
    """A document could not be made: there is nothing to write of, or the making failed."""

    who: Member
    title: str
    why: str


class LetterheadSeen(Message, frozen=True):
    """The head of the school's documents; `unread` are words that named no part of it."""

    parent: str
    place: str
    symbol: str
    unread: str


class TemplateRefused(Message, frozen=True):
    """A file sent as a template is no Word document."""

    who: Member
