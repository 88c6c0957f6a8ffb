"""Which files are taken as evidence: no program, no archive, nothing larger than the limit."""

from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.kinds import kind_of

TOO_BIG = "too_big"
MOST_BYTES = 20 * 1024 * 1024
_PROGRAM_NAMES = frozenset(
    {"exe", "com", "bat", "cmd", "scr", "msi", "msp", "dll", "sys", "js", "jse", "vbs", "vbe"}
    | {"wsf", "wsh", "ps1", "psm1", "jar", "apk", "ipa", "app", "dmg", "deb", "rpm", "sh", "run"}
    | {"bin", "hta", "lnk", "reg", "cpl", "pif", "gadget", "inf", "py", "pl", "rb", "php"}
)
_ARCHIVE_NAMES = frozenset(
    {"zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "zst", "cab", "arj", "lzh", "iso", "img"}
)
_PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
_ARCHIVE_STARTS = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_REFUSED = {"archive": "archive", "program": "program"}


def why_refused(name: str, content: bytes) -> str:
    """Say why a file is no evidence: "program", "archive" or "too_big"; empty when it is fine.

    The bytes decide, then the name: a renamed program is one, and so is a document with macros.
    """
    if len(content) > MOST_BYTES:
        return TOO_BIG
    ending = name.rsplit(".", 1)[-1].lower().strip() if "." in name else ""
    if content.startswith(_PROGRAM_STARTS) or ending in _PROGRAM_NAMES:
        return "program"
    if content.startswith(_ARCHIVE_STARTS) or ending in _ARCHIVE_NAMES:
        return "archive"
    try:
        kind_of(name, content)
    except DocumentError as error:
        if error.code is DocumentFault.MACROS:
            return "program"
        if error.code is DocumentFault.KIND_UNKNOWN:
            return _REFUSED.get(str(error.values.get("kind", "")), "")
    return ""
