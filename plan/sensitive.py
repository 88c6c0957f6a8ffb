"""What plans and evidence should not hold: lists of pupils, found by their shape."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from plan.documents.opening import open_source
from plan.documents.source import Line, Source
from plan.folding import fold

_BIRTHDAY = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](\d{4})(?!\d)")
_CLASS = re.compile(r"(?<!\w)(?:[1-9]|1[0-2])\s?(?:[A-Za-z]\d{0,2}|[/.]\d{1,2})(?!\w)")
# How old pupils are, with room on both sides.
_AGES = range(3, 21)
_NAME_WORDS = range(2, 6)
# One line may be a chance; three are a list.
A_LIST = 3


@cache
def _words() -> dict[str, str]:
    """Give each list of pupils.toml as an alternative of a pattern."""
    lists = tomllib.loads(files("plan").joinpath("pupils.toml").read_text("utf-8"))
    return {name: "|".join(map(re.escape, words)) for name, words in lists.items()}


@cache
def _pupil() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words()['pupil']})\b")


@cache
def _files() -> re.Pattern[str]:
    words = _words()
    lists = rf"\b(?:{words['list']})\W{{0,3}}(?:{words['listed']})\b"
    return re.compile(rf"{lists}|\b(?:{words['marks']})\b")


def pupil_lines(lines: Iterable[str], today: date) -> int:
    """Count the lines that name a pupil: a name with a birthday, or with a class; 0 for few."""
    count = sum(_names_pupil(line, today) for line in lines)
    return count if count >= A_LIST else 0


def count_pupils(name: str, content: bytes, today: str) -> int:
    """Count the lines of a file that name a pupil, as `pupil_lines` does; `today` as 2024-12-02.

    Raises:
        DocumentError: it is no document that can be read.
    """
    source = open_source(name, content)
    return pupil_lines(_lines(source), date.fromisoformat(today))


def _lines(source: Source) -> Iterator[str]:
    for block in source.blocks:
        if isinstance(block, Line):
            yield block.text
            continue
        for row in block.rows:
            yield " ".join(cell.raw for cell in row.cells)


def names_pupils(file_name: str) -> bool:
    """Whether a file says by its name that it lists pupils or their marks."""
    return _files().search(re.sub(r"[_.-]+", " ", fold(file_name))) is not None


def _names_pupil(line: str, today: date) -> bool:
    if not _has_name(line):
        return False
    years = (today.year - int(found[1]) for found in _BIRTHDAY.finditer(line))
    if any(age in _AGES for age in years):
        return True
    return _CLASS.search(line) is not None and _pupil().search(fold(line)) is not None


def _has_name(line: str) -> bool:
    """Whether two to five words in a row are written as a name is."""
    run = 0
    for word in [*re.split(r"[\s,;|]+", line), ""]:
        if word.istitle() and word.isalpha():
            run += 1
            continue
        if run in _NAME_WORDS:
            return True
        run = 0
    return False
