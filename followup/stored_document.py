"""A parsed document as JSON, so that a draft or an update can wait in the database."""

import importlib
from functools import cache
from typing import Any

from plan.documents import Document, EvidenceList, Roster


@cache
def _adapter(name: str) -> Any:
    # On first need: it costs a tenth of a second, and most processes never read a document.
    kinds = {kind.__name__: kind for kind in (Document, EvidenceList, Roster)}
    return importlib.import_module("pydantic").TypeAdapter(kinds[name])


def to_json(document: Document | Roster | EvidenceList) -> dict[str, Any]:
    """Write what was read as plain JSON values."""
    written: dict[str, Any] = _adapter(type(document).__name__).dump_python(document, mode="json")
    return written


def document_from(stored: dict[str, Any]) -> Document:
    """Read a document that to_json wrote."""
    document: Document = _adapter("Document").validate_python(stored)
    return document


def roster_from(stored: dict[str, Any]) -> Roster:
    """Read a roster that to_json wrote."""
    roster: Roster = _adapter("Roster").validate_python(stored)
    return roster


def evidence_from(stored: dict[str, Any]) -> EvidenceList:
    """Read a list of evidence that to_json wrote."""
    found: EvidenceList = _adapter("EvidenceList").validate_python(stored)
    return found
