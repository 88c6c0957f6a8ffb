"""A parsed document as JSON, so that a draft or an update can wait in the database."""

from typing import Any

from msgspec import convert, to_builtins

from plan.documents import Document, EvidenceList, Roster


def to_json(document: Document | Roster | EvidenceList) -> dict[str, Any]:
    """Write what was read as plain JSON values."""
    written: dict[str, Any] = to_builtins(document)
    return written


def document_from(stored: dict[str, Any]) -> Document:
    """Read a document that to_json wrote."""
    return convert(stored, Document)


def roster_from(stored: dict[str, Any]) -> Roster:
    """Read a roster that to_json wrote."""
    return convert(stored, Roster)


def evidence_from(stored: dict[str, Any]) -> EvidenceList:
    """Read a list of evidence that to_json wrote."""
    return convert(stored, EvidenceList)
