"""Units in an owner cell: departments by subject, classes and grades, numbered groups."""

import re

from msgspec import Struct

from plan.folding import has_marks
from plan.owners.items import UnitItem
from plan.owners.roles import role_phrases
from plan.owners.tokens import Token
from plan.owners.words import other_phrases, part_phrases, subject_phrases, table

_CLASS = re.compile(r"\d{1,2}[^\W\d_]{1,3}\d{0,2}")
_GRADE = re.compile(r"\d{1,2}")
_SHORT_GRADE = re.compile(r"k(\d{1,2})")
_TOP_GRADE = 12
_MOST_WORDS = 5
_JOINS_SUBJECTS = frozenset("-+&")
_ENDS_UNIT = frozenset(",;/:()\n-+.&")


class FoundUnit(Struct, frozen=True):
    """A unit, and the place after it."""

    item: UnitItem
    end: int


def find_unit(
    text: str, tokens: list[Token], start: int, allowed: frozenset[str]
) -> FoundUnit | None:
    """Read the unit that begins here; `allowed` are the kinds that need no "tổ" or "lớp"."""
    grades = other_phrases("unit", "grades").find(tokens, start)
    if grades and (found := _class_or_grade(tokens, grades.end)):
        return found
    head = other_phrases("unit", "heads").find(tokens, start)
    if head:
        kinds = frozenset(("subject", "number", "words"))
        found = find_bare_unit(text, tokens, head.end, kinds)
        if found and not _role_is_longer(tokens, start, found.end):
            return found
    whole = other_phrases("unit", "whole").find(tokens, start) or head
    if whole and not _role_is_longer(tokens, start, whole.end):
        return FoundUnit(UnitItem("", "whole"), whole.end)
    return find_bare_unit(text, tokens, start, allowed)


def find_bare_unit(
    text: str, tokens: list[Token], start: int, allowed: frozenset[str]
) -> FoundUnit | None:
    """Read a unit with no "tổ" or "lớp" before it, of the allowed kinds only."""
    found = None
    if "class" in allowed:
        found = _class_or_grade(tokens, start)
    elif "named class" in allowed:
        found = _named_class(tokens, start)
    if found is None and "subject" in allowed:
        found = _subjects(text, tokens, start)
    if found is None and "number" in allowed:
        found = _number(tokens, start)
    if found is None and "words" in allowed:
        found = _words(text, tokens, start)
    return found


def _role_is_longer(tokens: list[Token], start: int, end: int) -> bool:
    role = role_phrases().find(tokens, start)
    return bool(role and role.end > end)


def _named_class(tokens: list[Token], start: int) -> FoundUnit | None:
    if start >= len(tokens) or not _CLASS.fullmatch(tokens[start].text):
        return None
    return FoundUnit(UnitItem(tokens[start].text.upper(), "class"), start + 1)


def _class_or_grade(tokens: list[Token], start: int) -> FoundUnit | None:
    if start >= len(tokens):
        return None
    token = tokens[start]
    short = _SHORT_GRADE.fullmatch(token.folded)
    if short:
        return FoundUnit(_grade(short[1]), start + 1)
    if not _is_grade(token):
        return _named_class(tokens, start)
    follower = tokens[start + 2] if start + 2 < len(tokens) else None
    if follower and _GRADE.fullmatch(follower.text):
        sign = tokens[start + 1].text
        if sign in ("/", "."):
            return FoundUnit(UnitItem(f"{token.text}{sign}{follower.text}", "class"), start + 3)
        if sign == "-" and _is_grade(follower):
            return FoundUnit(_grade(f"{int(token.text)}-{int(follower.text)}"), start + 3)
    return FoundUnit(_grade(token.text), start + 1)


def _grade(number: str) -> UnitItem:
    return UnitItem(table()["unit"]["grade"].format(number.lstrip("0")), "class")


def _is_grade(token: Token) -> bool:
    return bool(_GRADE.fullmatch(token.text)) and 1 <= int(token.text) <= _TOP_GRADE


def _number(tokens: list[Token], start: int) -> FoundUnit | None:
    if start >= len(tokens) or not _GRADE.fullmatch(tokens[start].text):
        return None
    return FoundUnit(UnitItem(str(int(tokens[start].text)), "number"), start + 1)


def _subjects(text: str, tokens: list[Token], start: int) -> FoundUnit | None:
    """Join the subjects of one department by hyphens; a comma begins another one."""
    found = subject_phrases().find(tokens, start)
    if found is None or _role_is_longer(tokens, start, found.end):
        return None
    name, end = _written(found.value, _cut(text, tokens, start, found.end)), found.end
    while end < len(tokens):
        place = end + 1 if tokens[end].text in _JOINS_SUBJECTS else end
        found = subject_phrases().find(tokens, place)
        if found is None or _role_is_longer(tokens, place, found.end):
            break
        name += text[tokens[end - 1].end : tokens[place].start]
        name += _written(found.value, _cut(text, tokens, place, found.end))
        end = found.end
    return FoundUnit(UnitItem(" ".join(name.split()), "subject"), end)


def _cut(text: str, tokens: list[Token], start: int, end: int) -> str:
    return text[tokens[start].start : tokens[end - 1].end]


def _written(known: str, typed: str) -> str:
    """Keep what was typed, unless its marks or its case were lost on the way."""
    lost_marks = has_marks(known) and not has_marks(typed)
    lost_case = (typed.isupper() and not known.isupper()) or typed.islower()
    if lost_marks or (lost_case and typed.casefold() == known.casefold()):
        return known
    return typed.capitalize() if lost_case else typed


def _words(text: str, tokens: list[Token], start: int) -> FoundUnit | None:
    end = start
    while end < len(tokens) and end - start < _MOST_WORDS:
        token = tokens[end]
        if token.text in _ENDS_UNIT or not token.is_word:
            break
        if role_phrases().find(tokens, end) or part_phrases().find(tokens, end):
            break
        if any(other_phrases("other", key).find(tokens, end) for key in ("and", "or", "vague")):
            break
        end += 1
    if end == start:
        return None
    name = " ".join(_cut(text, tokens, start, end).split())
    return FoundUnit(UnitItem(name, "words"), end)
