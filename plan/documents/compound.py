"""Office files of before 2007: which kind one is, and whether it is shut by password or macros."""

from plan.documents.errors import DocumentError, DocumentFault

_SECTOR = 512
_WORD = b"\xec\xa5"  # begins the stream of a .doc
_WORD_FLAGS = 0x0B  # its second byte of flags
_WORD_ENCRYPTED = 0x01
_SHEET = b"\x09\x08\x10\x00"  # begins the stream of a .xls
_SHEET_NEXT = 20  # where its second record is
_SHEET_PASSWORD = b"\x2f\x00"


def error_of_compound(content: bytes) -> DocumentError:
    """Tell encrypted files, macros and old documents apart, by the names of the streams."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        return DocumentError(DocumentFault.ENCRYPTED)
    if holds("_VBA_PROJECT"):
        return DocumentError(DocumentFault.MACROS)
    if holds("WordDocument"):
        return _error_of(content, "doc")
    if holds("Workbook") or holds("Book"):
        return _error_of(content, "xls")
    return DocumentError(DocumentFault.KIND_UNKNOWN, kind="unknown")


def _error_of(content: bytes, kind: str) -> DocumentError:
    if any(_is_shut(content, start, kind) for start in range(_SECTOR, len(content), _SECTOR)):
        return DocumentError(DocumentFault.ENCRYPTED)
    return DocumentError(DocumentFault.OLD_DOC, kind=kind)


def _is_shut(content: bytes, start: int, kind: str) -> bool:
    """Say whether the document's stream begins here and says that it needs a password."""
    if kind == "doc":
        flags = content[start + _WORD_FLAGS : start + _WORD_FLAGS + 1]
        return (
            content.startswith(_WORD, start) and bool(flags) and bool(flags[0] & _WORD_ENCRYPTED)
        )
    return content.startswith(_SHEET, start) and content.startswith(
        _SHEET_PASSWORD, start + _SHEET_NEXT
    )
