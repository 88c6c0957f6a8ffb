"""Bytes to a readable source: the kind is found, its reader imported only then."""

import importlib

from plan.documents.decoding import decode
from plan.documents.delimited import CountTitles, plan_titles, read_text
from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.kinds import Kind, kind_of
from plan.documents.limits import check_bytes, check_source, too_much
from plan.documents.packages import check_parts
from plan.documents.readable import readable
from plan.documents.source import Source

# Imported only when such a file comes: the libraries under them are large.
_READERS = {Kind.DOCX: "word", Kind.XLSX: "excel", Kind.PDF: "pages"}


def open_source(name: str, content: bytes, count_titles: CountTitles = plan_titles) -> Source:
    """Read a file of any kind into lines and tables; raise only DocumentError."""
    check_bytes(content)
    kind = kind_of(name, content)
    try:
        source = _read(kind, content, count_titles)
    except DocumentError:
        raise
    except Exception as error:  # on broken files the parsers raise anything
        if _is_exhausted(error):
            raise too_much("memory") from error
        raise DocumentError(DocumentFault.BROKEN, kind=kind) from error
    return finished(source)


def finished(source: Source) -> Source:
    """Give what a format's reader made as the rest reads it; refuse what is too large."""
    check_source(source)
    return readable(source)


def _is_exhausted(error: BaseException | None) -> bool:
    """Say whether a parser's error hides that memory or the stack ran out."""
    while error is not None:
        if any(
            isinstance(hidden, MemoryError | RecursionError) for hidden in (error, *error.args)
        ):
            return True
        error = error.__cause__ or error.__context__
    return False


def open_text(text: str, count_titles: CountTitles = plan_titles) -> Source:
    """Read what was pasted into chat."""
    if not text.strip():
        raise DocumentError(DocumentFault.EMPTY)
    return finished(read_text(text, count_titles))


def _read(kind: Kind, content: bytes, count_titles: CountTitles) -> Source:
    if kind is Kind.TEXT:
        return read_text(decode(content), count_titles)
    if kind is not Kind.PDF:
        check_parts(content)
    reader = importlib.import_module(f"plan.documents.{_READERS[kind]}")
    source: Source = reader.read(content)
    return source
