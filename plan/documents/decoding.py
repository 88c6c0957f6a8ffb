"""Bytes of a text file become letters, whatever the program that saved it."""

import codecs
import re
import unicodedata

from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.legacy import mend, prevailing, soundness

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SAMPLE = 20_000


def decode(content: bytes) -> str:
    """Give the text of a file, legacy letters as they are; refuse what is no text."""
    text = _decoded(content)
    sample = text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) * 200 > len(sample):
        raise DocumentError(DocumentFault.KIND_UNKNOWN, kind="unknown")
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    sample = content[:_SAMPLE]
    if sample[1::2].count(0) * 3 > len(sample) // 2:
        return content.decode("utf-16-le", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _before_unicode(content)


def _before_unicode(content: bytes) -> str:
    """Choose between the Vietnamese code page of Windows and the TCVN3 or VNI letters."""
    windows = unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
    plain = content.decode("latin-1")
    lines = plain[:_SAMPLE].splitlines()
    mended = mend(plain[:_SAMPLE], prevailing(lines))
    return windows if soundness(windows[:_SAMPLE]) > soundness(mended) else plain
