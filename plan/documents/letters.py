"""Letters: tidied for reading, folded for comparing; what is written stays raw elsewhere."""

import re
import unicodedata

# Zero-width marks and soft hyphens show nothing on paper; a no-break space shows a space.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LOOKALIKES = {ord("\u00d0"): "\u0110", ord("\u00f0"): "\u0111"}  # Icelandic eth typed for d-bar
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_BREAKS = re.compile(r" ?\n[ \n]*")
_D_BAR = str.maketrans({"\u0111": "d", "\u0110": "d"})
_NO_WORD = re.compile(r"[^0-9a-z]+")
_TABLE = {**_INVISIBLE, **_LOOKALIKES, ord("\r"): "\n", ord("\u2028"): "\n", ord("\v"): "\n"}


def tidy(text: str) -> str:
    """Give the text composed (NFC), with single spaces and no invisible marks, lines kept."""
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_TABLE))
    return _AROUND_BREAKS.sub("\n", _SPACES.sub(" ", composed)).strip()


def without_marks(text: str) -> str:
    """Give the text in small letters without Vietnamese marks, punctuation kept."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", text.casefold()).translate(_D_BAR)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def fold(text: str) -> str:
    """Give the bare words of a text, single-spaced, for comparing: no marks, case or signs."""
    return _NO_WORD.sub(" ", without_marks(text)).strip()
