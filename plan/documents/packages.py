"""The zip that a .docx or .xlsx is: looked through before any reader opens it."""

import io
import re
import zipfile
from collections import deque
from functools import partial

from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.limits import (
    MAX_MARKED_ROWS,
    MAX_NESTING,
    MAX_PARTS,
    MAX_TAGS,
    MAX_UNPACKED,
    MAX_XML,
    too_much,
)

_ENCRYPTED_BIT = 0x1
_PIECE = 1 << 20
_TABLE = re.compile(rb"<(/?)(?:\w+:)?tbl[\s>]")
_ROW = re.compile(rb"<(?:\w+:)?(?:tr|row)[\s/>]")
_TAG = re.compile(rb"<\w")
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


def holds(content: bytes, name: str, text: bytes) -> bool:
    """Say whether a part (sizes looked at by part_names before) has a text in it."""
    with _opened(content) as package:
        return name in package.namelist() and text in package.read(name)


def check_parts(content: bytes) -> None:
    """Refuse a package by what its texts hold, before a reader makes a tree of them.

    Every part is unpacked once, piece by piece: one that is larger than it says ends here.
    """
    with _opened(content) as package:
        for part in package.infolist():
            with package.open(part) as packed:
                pieces = iter(partial(packed.read, _PIECE), b"")
                if _is_text(part.filename):
                    _check_text(b"".join(pieces))
                else:
                    deque(pieces, maxlen=0)


def _check_text(text: bytes) -> None:
    # No office program declares entities; they would grow, or point outside.
    if _DOCTYPE.search(text):
        raise too_much("entities")
    if len(_ROW.findall(text)) > MAX_MARKED_ROWS or len(_TAG.findall(text)) > MAX_TAGS:
        raise too_much("rows")
    depth = 0
    for table in _TABLE.finditer(text):
        depth += -1 if table[1] else 1
        if depth > MAX_NESTING:
            raise too_much("nesting")


def _is_text(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise DocumentError(DocumentFault.BROKEN, kind="zip") from error
