"""The zip that a .docx or .xlsx is: looked through before any reader opens it."""

import io
import re
import zipfile

from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.limits import MAX_PARTS, MAX_UNPACKED, MAX_XML, too_much

_ENCRYPTED_BIT = 0x1
_DOCTYPE = re.compile(
    b"<!(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D\x00O\x00C|E\x00N\x00T)|\x00<\x00!\x00(?:D\x00O|E\x00N)"
)


def part_names(content: bytes) -> frozenset[str]:
    """Give the names of the parts, having refused a package that would unpack to too much."""
    with _opened(content) as package:
        parts = package.infolist()
        if len(parts) > MAX_PARTS:
            raise too_much("parts")
        if sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise too_much("size")
        for part in parts:
            if part.flag_bits & _ENCRYPTED_BIT:
                raise DocumentError(DocumentFault.ENCRYPTED)
            if _is_text(part.filename) and part.file_size > MAX_XML:
                raise too_much("size")
        return frozenset(part.filename for part in parts)


def check_parts(content: bytes) -> None:
    """Refuse a package with a part that declares entities: no office program writes them."""
    with _opened(content) as package:
        for part in package.infolist():
            if _is_text(part.filename):
                with package.open(part) as text:
                    if _DOCTYPE.search(text.read()):
                        raise too_much("entities")


def _is_text(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise DocumentError(DocumentFault.BROKEN, kind="zip") from error
