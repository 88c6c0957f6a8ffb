"""Which kind of file the bytes are: by what they begin with; the name settles doubts only."""

from enum import StrEnum

from plan.documents.compound import error_of_compound
from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.packages import check_parts, holds, part_names


class Kind(StrEnum):
    """The formats that can be read."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    TEXT = "text"


_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_SOUNDS = (b"ID3", b"OggS", b"fLaC", b"\xff\xfb", b"\x1aE\xdf\xa3")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office before 2007, and anything encrypted
_SHEET_WITHIN = 200  # bytes of an OpenDocument package that say of which kind it is
_ZIP = b"PK\x03\x04"
_PDF_WITHIN = 1024  # a PDF may begin with a few stray bytes


def kind_of(name: str, content: bytes) -> Kind:
    """Say which reader takes the file; refuse what none of them can."""
    if content.startswith(_ZIP):
        return _kind_of_package(content)
    if content.startswith(_COMPOUND):
        raise error_of_compound(content)
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return Kind.PDF
    if content.lstrip()[:5].lower() == rb"{\rtf":
        raise DocumentError(DocumentFault.OLD_DOC, kind="rtf")
    if _is_picture(content):
        raise DocumentError(DocumentFault.PICTURE)
    for starts, kind in ((_PROGRAMS, "program"), (_ARCHIVES, "archive"), (_SOUNDS, "media")):
        if content.startswith(starts) and b"\x00" in content[:512]:
            raise DocumentError(DocumentFault.KIND_UNKNOWN, kind=kind)
    if content[4:8] == b"ftyp":
        raise DocumentError(DocumentFault.KIND_UNKNOWN, kind="media")
    if name.lower().endswith((".doc", ".xls")) and content.lstrip()[:1] == b"<":
        # A page of HTML or XML that only Word or Excel lays out, named after them.
        is_sheet = name.lower().endswith(".xls")
        raise DocumentError(DocumentFault.OLD_DOC, kind="html_sheet" if is_sheet else "html")
    return Kind.TEXT


def _is_picture(content: bytes) -> bool:
    if content.startswith(_PICTURES):
        return True
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return True
    if content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"mif1", b"avif"}:
        return True
    return content.startswith(b"BM") and content[6:10] == b"\x00\x00\x00\x00"


def _kind_of_package(content: bytes) -> Kind:
    names = part_names(content)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise DocumentError(DocumentFault.MACROS)
    if any(name.startswith("word/") for name in names):
        return Kind.DOCX
    if any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    if "mimetype" in names and "content.xml" in names:
        raise _error_of_open_document(content)
    kind = "slides" if any(name.startswith("ppt/") for name in names) else "archive"
    raise DocumentError(DocumentFault.KIND_UNKNOWN, kind=kind)


def _error_of_open_document(content: bytes) -> DocumentError:
    if holds(content, "META-INF/manifest.xml", b"encryption-data"):
        return DocumentError(DocumentFault.ENCRYPTED)
    check_parts(content)
    is_sheet = b"opendocument.spreadsheet" in content[:_SHEET_WITHIN]
    return DocumentError(DocumentFault.OLD_DOC, kind="ods" if is_sheet else "odt")
