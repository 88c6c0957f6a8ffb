"""Rows that are no tasks: levels, standards, months, groups, totals, signatures, rulers."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from msgspec import Struct

from plan.documents.letters import fold, without_marks
from plan.documents.words import folded

_ROMAN = re.compile(r"[IVX]{1,5}")
_NUMBERED = re.compile(r"\s*([IVX]{1,5}|[A-H]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/:,-]\s*(?=\S)")
_BARE_CRITERION = re.compile(r"(?:tc\s*)?(\d{1,2})\s*\.\s*(\d{1,2})(?!\d|[/.]\d)")
_RULER = re.compile(r"[\s\-=_–—:|+*.]*")
_DITTO_MARKS = frozenset({'"', "''", "//", "\u201d", "\u201c", "\u2033", "\u3003"})
_COUNTED = re.compile(r"\d|(?:\b|HK)[IVX]{1,4}\b")
_ENDS = " .:;,-/(–—"
_LONGEST_PERIOD = 12  # words of a heading such as "Tháng 9: ..."
_SHORTEST_RULER = 2  # "-" alone is a cell
_FEWEST_COUNTED = 3  # columns that are numbered; two cells may be anything
_MOST_SIGNERS = 3  # people who sign side by side
_LONGEST_HEADING = 20  # words
_LONGEST_TOTAL = 8  # words
_MARK_ALONE = re.compile(r"[-+•*–—▪●○·]|[a-h\u0111][.)]?")
_ITEM_MARK = re.compile(r"\s*(?:[-+•*–—▪●○·]|[a-h\u0111]\)|\d{1,2}[.)])\s+(?=\S)")


class SectionKind(StrEnum):
    """What a heading inside a table heads."""

    LEVEL = "level"
    STANDARD = "standard"
    CRITERION = "criterion"
    PERIOD = "period"
    LETTER = "letter"
    ROMAN = "roman"
    DIGIT = "digit"
    PLAIN = "plain"


class Section(Struct, frozen=True):
    """A heading: its kind, the number it carries ("1-3", "4", "2.1"), its title, as written."""

    kind: SectionKind
    number: str
    title: str
    written: str


def one_of(name: str) -> str:
    """Give a pattern for the words of a list, without marks, the longest first."""
    starts = sorted(folded("sections", name), key=len, reverse=True)
    return "(?:" + "|".join(start.replace(" ", r"\s+") for start in starts) + ")"


@cache
def _pattern(name: str) -> re.Pattern[str]:
    number = {
        "level": rf"\s+(\d(?:[\s\d,&+-]|{one_of('and')})*)[.:]?$",
        "standard": r"\s+(\d{1,2}|[ivx]{1,4})\b",
        "criterion": r"\s+(\d{1,2}(?:\s*\.\s*\d{1,2})?)\b",
    }[name]
    lead = r"(?:^|.*\s)" if name == "level" else "^"
    return re.compile(lead + one_of(name) + number)


@cache
def _period() -> re.Pattern[str]:
    goes_on = one_of("period_goes_on")
    return re.compile(rf"^{one_of('period')}(?![a-z])(?:[\s\divx/.-]|{goes_on})*")


def level_number(text: str) -> str:
    """Give the normal form of a level: "1-3" for the levels 1, 2, 3; "4" for one alone."""
    numbers = sorted({int(number) for number in re.findall(r"\d", text)})
    if not numbers:
        return ""
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"


def names_criterion(text: str) -> str:
    """Give the number of the criterion that a text names by the word: "1.10", "2"."""
    return _dotted(_named_criterion().search(without_marks(text)))


def criterion_number(text: str) -> str:
    """Give the number of the criterion in a cell that is there for it, also when bare."""
    plain = without_marks(text)
    return _dotted(_named_criterion().search(plain) or _BARE_CRITERION.match(plain))


@cache
def _named_criterion() -> re.Pattern[str]:
    return re.compile(one_of("criterion") + r"\s*(\d{1,2})(?:\s*\.\s*(\d{1,2}))?\b")


def _dotted(found: re.Match[str] | None) -> str:
    if not found:
        return ""
    return f"{int(found[1])}.{int(found[2])}" if found[2] else str(int(found[1]))


def named_section(text: str) -> Section | None:
    """Read a heading by its words: a level, a standard, a criterion, a stretch of time."""
    numbered = _NUMBERED.match(text)
    body = text[numbered.end() :] if numbered else text
    plain = without_marks(body)
    if found := _pattern("level").match(plain):
        return Section(SectionKind.LEVEL, level_number(found[1]), "", text)
    for name, kind in (
        ("standard", SectionKind.STANDARD),
        ("criterion", SectionKind.CRITERION),
    ):
        if found := _pattern(name).match(plain):
            title = body[found.end() :].lstrip(" .:–-").strip()
            return Section(kind, _arabic(found[1]), title, text)
    return _named_period(text, body, plain)


def _named_period(text: str, body: str, plain: str) -> Section | None:
    """Read a heading that counts a stretch of time: "Tháng 9: ...", not "Tuần lễ ..."."""
    found = _period().match(plain)
    if found is None or len(plain.split()) > _LONGEST_PERIOD:
        return None
    title, rest = body[: found.end()].strip(), plain[found.end() :]
    is_apart = not rest or title[-1] in _ENDS or rest[0] in _ENDS
    if not (_COUNTED.search(title) and is_apart):
        return None
    return Section(SectionKind.PERIOD, "", title.strip(_ENDS), text)


def _arabic(number: str) -> str:
    digits = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7}
    number = re.sub(r"\s", "", number)
    return str(digits[number]) if number in digits else number


def numbering(text: str) -> SectionKind | None:
    """Say how a heading's number is written: A, II, 3."""
    number = text.strip().rstrip(".)/:")
    if _ROMAN.fullmatch(number):
        return SectionKind.ROMAN
    if len(number) == 1 and number.isupper() and number.isascii():
        return SectionKind.LETTER
    return SectionKind.DIGIT if re.fullmatch(r"\d{1,3}(\.\d{1,3})*", number) else None


def leading_number(text: str) -> str:
    """Give the number that a heading starts with ("II" of "II. ..."), or nothing."""
    found = _NUMBERED.match(text)
    return found[1] if found else ""


def is_ruler(texts: Iterable[str]) -> bool:
    """Say whether cells only draw a line."""
    filled = [text for text in texts if text]
    drawn = all(_RULER.fullmatch(text) for text in filled)
    return drawn and any(len(text) >= _SHORTEST_RULER for text in filled)


def is_column_count(texts: Iterable[str]) -> bool:
    """Say whether cells number the columns: (1) (2) (3), or A B 1 2."""
    counted = [re.sub(r"[().\[\]\s]", "", text) for text in texts if text]
    if len(counted) < _FEWEST_COUNTED:
        return False
    digits = [int(count) for count in counted if count.isdecimal()]
    letters = [count for count in counted if not count.isdecimal()]
    in_order = any(digits == list(range(first, first + len(digits))) for first in (1, 2))
    return in_order and letters in ([], ["A"], ["A", "B"])


def is_ditto(text: str) -> bool:
    """Say whether a cell stands for the one above it: nt, như trên, a ditto mark."""
    bare = text.strip("-–—.()'… ")
    return text.strip() in _DITTO_MARKS or fold(bare) in folded("sections", "ditto")


def is_total(texts: Iterable[str]) -> bool:
    """Say whether a row sums up the table."""
    first = next((text for text in texts if text and not text.strip(".").isdecimal()), "")
    words = fold(first.split(":", maxsplit=1)[0])
    if words in folded("sections", "total"):
        return True
    starts = tuple(f"{start} " for start in folded("sections", "total_starts"))
    return words.startswith(starts) and len(words.split()) <= _LONGEST_TOTAL


def is_signature(texts: Iterable[str]) -> bool:
    """Say whether a row begins the end of the paper: who receives it, who signs it."""
    filled = [text for text in texts if text]
    if not 1 <= len(filled) <= _MOST_SIGNERS:
        return False
    return all(_signs(text) for text in filled)


def _signs(text: str) -> bool:
    first = fold(text.split("\n", maxsplit=1)[0].split(":", maxsplit=1)[0])
    return first in folded("sections", "signature") or first.startswith(
        tuple(start + " " for start in folded("sections", "signature_starts"))
    )


def items_of(text: str) -> tuple[str, ...]:
    """Give the tasks that a cell lists (bullets, a), 1.), empty when it is no list."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == 1 and _ITEM_MARK.match(text):
        lines = re.split(r"(?<=[.;])\s+(?=[-+•*–]\s)", text)
    marked = [line for line in lines if _ITEM_MARK.match(line)]
    if len(marked) <= 1:
        return ()
    items: list[str] = []
    for line in lines:
        if _ITEM_MARK.match(line):
            items.append(_ITEM_MARK.sub("", line).strip())
        elif items:  # what stands before the first mark only leads in
            items[-1] += " " + line.strip()
    return tuple(items)


def is_mark(text: str) -> bool:
    """Say whether a text is nothing but the mark of a list."""
    return _MARK_ALONE.fullmatch(text) is not None


def is_marked(text: str) -> bool:
    """Say whether a line begins with the mark of a list."""
    return _ITEM_MARK.match(text) is not None


def is_prose(text: str) -> bool:
    """Say whether a text is a sentence of the paper, too long or too finished for a heading."""
    return len(text.split()) > _LONGEST_HEADING or is_marked(text) or text.endswith((".", ";"))


def starts_item(text: str) -> bool:
    """Say whether a text goes on with a list or in the middle of a sentence."""
    return bool(_ITEM_MARK.match(text)) or text[:1].islower()
