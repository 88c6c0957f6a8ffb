"""A school's own list of evidence: every row with a code, as written."""

from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import Struct

from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.letters import fold
from plan.documents.model import Unread, Why
from plan.documents.source import Line, Row, Source
from plan.documents.words import load_words
from plan.evidence_codes import EvidenceCode, find_codes

_SHORTEST_HEADER = 2  # titles
_IN_ORDER = ("title", "issued", "issuer", "place", "note")


class EvidenceListRow(Struct, frozen=True):
    """One entry: its code and what the columns beside it say."""

    line: int
    code: EvidenceCode
    title: str
    issued: str = ""
    issuer: str = ""
    place: str = ""
    note: str = ""


class EvidenceList(Struct, frozen=True):
    """The entries in their order, and the rows that look like one but could not be taken."""

    rows: tuple[EvidenceListRow, ...]
    unread: tuple[Unread, ...] = ()


def list_evidence(source: Source) -> EvidenceList:
    """Give the entries of a readable source, or say that it is no list of evidence."""
    rows: list[EvidenceListRow] = []
    unread: list[Unread] = []
    for block in source.blocks:
        if isinstance(block, Line):
            continue
        kinds: Sequence[str] = ()
        for row in block.rows:
            found = _titles_of(row)
            if found:
                kinds = found
                continue
            entry = _entry(row, kinds)
            if entry is not None:
                rows.append(entry)
            elif _looks_like_one(row):
                unread.append(Unread(row.line, row.text, Why.NO_WORK, sheet=block.sheet))
    if not rows:
        raise DocumentError(DocumentFault.NOT_A_PLAN)
    return EvidenceList(tuple(rows), tuple(unread))


@cache
def _titles() -> Mapping[str, str]:
    titles = load_words("evidence")["titles"]
    return {fold(word): kind for kind, words in titles.items() for word in words}


def _titles_of(row: Row) -> tuple[str, ...]:
    kinds = tuple(_titles().get(fold(cell.text), "") for cell in row.cells)
    return kinds if len({kind for kind in kinds if kind}) >= _SHORTEST_HEADER else ()


def _entry(row: Row, kinds: Sequence[str]) -> EvidenceListRow | None:
    cells = [" ".join(cell.own.split()) for cell in row.cells]
    place = next((n for n, text in enumerate(cells) if find_codes(text)), None)
    if place is None:
        return None
    code = find_codes(cells[place])[0]
    if kinds:
        said = {
            kind: text
            for kind, text in zip(kinds, cells, strict=False)
            if kind and kind != "code" and text
        }
    else:
        after = [text for text in cells[place + 1 :] if text]
        said = dict(zip(_IN_ORDER, after, strict=False))
    return EvidenceListRow(row.line, code, **said) if said.get("title") else None


def _looks_like_one(row: Row) -> bool:
    """Whether a row has as much to say as an entry, so that it must not be lost in silence."""
    filled = [cell.own for cell in row.cells if cell.own]
    return len(filled) > _SHORTEST_HEADER or any(find_codes(text) for text in filled)
