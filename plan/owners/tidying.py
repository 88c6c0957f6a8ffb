"""What is done to an owner cell before reading: phones dropped, bullets made line breaks."""

import re
from functools import cache

from plan.folding import fold
from plan.owners.tokens import NEWLINE, tidy
from plan.owners.words import table

_PHONE = r"(?:\(?(?:\+?84|0)\)?(?:[ .\-]{0,2}\d){8,10}|\d{7,})(?!\d)"
_MAIL = r"[^\s,;()]+@[^\s,;()]+"
_BULLET = re.compile(r"(?m)^[ ]*(?:[-+*•●▪◦‣·○■□✓✔→>]+[ ]*|\d{1,2}[.)][ ]+|[a-h]\)[ ]*)")
_INNER = re.compile(r"[ ]*[•●▪◦‣○■□✓✔→|][ ]*")
_PLUS_LIST = re.compile(r"[ ]\+[ ]")
_BLANK = re.compile(r"[^\S\n]+")


@cache
def _contact() -> re.Pattern[str]:
    words = table()["other"]["contact"]
    names = "|".join(sorted({re.escape(w) for word in words for w in (word, fold(word))}))
    return re.compile(
        rf"(?:\b(?:{names})[ ]*[:.]*[ ]*)*(?<![\w.])(?:{_PHONE}|{_MAIL})", re.IGNORECASE
    )


def clean(cell: str) -> str:
    """Give the cell with one kind of sign, no phone numbers, and a line for each bullet."""
    text = _contact().sub(" ", _BLANK.sub(" ", tidy(cell)))
    lines = [_unfold_pluses(line) for line in _INNER.sub(NEWLINE, text).split(NEWLINE)]
    return _BULLET.sub("", NEWLINE.join(lines)).strip()


def _unfold_pluses(line: str) -> str:
    """Break "+ HT + PHT" into lines: a line that opens with "+" uses it as a bullet."""
    if not line.lstrip().startswith("+"):
        return line
    return _PLUS_LIST.sub(NEWLINE, line)


@cache
def _bare(key: str) -> frozenset[str]:
    return frozenset(_squeeze(word) for word in table()["other"][key])


def _squeeze(text: str) -> str:
    return fold("".join(tidy(text).split()))


def says_ditto(cell: str) -> bool:
    """Whether the cell holds nothing but a ditto sign or its abbreviation between dashes."""
    squeezed = _squeeze(cell)
    return squeezed in _bare("ditto") or squeezed.strip("-.()/\"'") in _bare("ditto_words")


def says_nobody(cell: str) -> bool:
    """Whether the cell is empty, or says that nobody is named yet."""
    return _squeeze(cell) in _bare("nobody")
