"""Documents a school sends: bytes in, the rows of a plan or the people of a roster out."""

from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.evidence_list import EvidenceList, EvidenceListRow, list_evidence
from plan.documents.model import (
    Document,
    Doubt,
    Field,
    Notice,
    NoticeCode,
    PlanRow,
    Roster,
    RosterRow,
    Unread,
    Why,
)
from plan.documents.opening import open_source, open_text
from plan.documents.reading import understand
from plan.documents.roster import list_people, roster_titles


def read_document(name: str, content: bytes) -> Document:
    """Read a plan from a file."""
    return understand(name, open_source(name, content))


def read_roster(name: str, content: bytes) -> Roster:
    """Read a staff list from a file."""
    return list_people(open_source(name, content, roster_titles))


def read_roster_text(text: str) -> Roster:
    """Read a staff list pasted into chat, with titles above the columns or without."""
    return list_people(open_text(text, roster_titles))


def read_evidence_list(name: str, content: bytes) -> EvidenceList:
    """Read a school's list of evidence from a file."""
    return list_evidence(open_source(name, content))


def read_document_text(text: str) -> Document:
    """Read a plan pasted into chat."""
    return understand("", open_text(text))


__all__ = [
    "Document",
    "DocumentError",
    "DocumentFault",
    "Doubt",
    "EvidenceList",
    "EvidenceListRow",
    "Field",
    "Notice",
    "NoticeCode",
    "PlanRow",
    "Roster",
    "RosterRow",
    "Unread",
    "Why",
    "read_document",
    "read_document_text",
    "read_evidence_list",
    "read_roster",
    "read_roster_text",
]
