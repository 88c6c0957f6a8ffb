"""The words of a staff list: names of people, forms of address, units, classes."""

import re
from functools import cache

from plan.documents.letters import fold
from plan.documents.words import load_words

# Begins only where a word does, so that a long word is not tried from each of its letters.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(r"(?<![\d/])(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\d)|•{6}")
_LIST_NUMBER = re.compile(r"^\s*(?:\d{1,3}\s*[.)/:-]\s*|\d{1,3}\s+(?=\D)|[-+•*–]\s*)")
_WORD_OF_NAME = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?\.?")
_CLASS = re.compile(
    r"(?:1[0-2]|[1-9])\s?(?:[A-Z\u0110]{1,2}\d{0,2}|/\d{1,2}|\.\d{1,2})(?:\.\d{1,2})?"
)
_SHORTEST_NAME, _LONGEST_NAME = 2, 6  # words


def without_contacts(text: str) -> str:
    """Leave out phone numbers and e-mail addresses: a roster is kept without them."""
    kept = _PHONE.sub("", _EMAIL.sub("", text))
    return re.sub(r"\s{2,}", " ", kept).strip(" ,;-–|()") if kept != text else text


def without_number(text: str) -> str:
    """Leave out the running number or bullet that a line begins with."""
    return _LIST_NUMBER.sub("", text, count=1)


def parted_address(text: str) -> tuple[str, str]:
    """Part a form of address from a name: "Cô Lan" is ("Cô", "Lan")."""
    pattern = _address_pattern()
    found = pattern.match(text.strip())
    return (found[1], text.strip()[found.end() :]) if found else ("", text.strip())


@cache
def _address_pattern() -> re.Pattern[str]:
    words = sorted(load_words("roster")["address"], key=len, reverse=True)
    forms = "|".join(re.escape(word) for word in words)
    return re.compile(rf"({forms})(?:\s*[.:]\s*|\s+)(?=\S)", re.IGNORECASE)


def is_name(text: str) -> bool:
    """Say whether a text is the full name of a person."""
    words = text.split()
    if not _SHORTEST_NAME <= len(words) <= _LONGEST_NAME:
        return False
    if not all(_WORD_OF_NAME.fullmatch(word) and word[0].isupper() for word in words):
        return False
    if is_heading(text):
        return False
    # A surname that our list lacks is taken from a longer name, not from a line of capitals.
    is_known = fold(words[0]).split(" ", maxsplit=1)[0] in _surnames()
    return is_known or (len(words) > _SHORTEST_NAME and not text.isupper())


def is_heading(text: str) -> bool:
    """Say whether a text begins as no name does; with its marks, for Trương is no trường."""
    small = text.strip().casefold()
    starts = load_words("roster")["no_names"]
    return any(small == start or small.startswith(f"{start} ") for start in starts)


@cache
def _surnames() -> frozenset[str]:
    return frozenset(fold(name) for name in load_words("roster")["surnames"].split())


def tidy_name(text: str) -> str:
    """Give a name as it is spoken of: one in capitals gets small letters."""
    return text.title() if text.isupper() else text


def class_in(text: str) -> str:
    """Give the class that a text is ("10A1", "lớp 6/2", "GVCN 11B"), or nothing."""
    found = _homeroom_pattern().fullmatch(text.strip())
    return found[1].replace(" ", "") if found else ""


def is_class(text: str) -> bool:
    """Say whether a text is nothing but a class."""
    return _CLASS.fullmatch(text.strip()) is not None


def homeroom_in(text: str) -> str:
    """Give the class that a text says somebody is the homeroom teacher of, or nothing."""
    found = _homeroom_named().search(text)
    return found[1].replace(" ", "") if found else ""


@cache
def _homeroom_words() -> str:
    words = sorted(load_words("roster")["homeroom_starts"], key=len, reverse=True)
    return "|".join(re.escape(word) for word in words)


@cache
def _homeroom_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?i:{_homeroom_words()})?\s*:?\s*({_CLASS.pattern})")


@cache
def _homeroom_named() -> re.Pattern[str]:
    return re.compile(rf"\b(?i:{_homeroom_words()})\s*:?\s*({_CLASS.pattern})(?!\w)")


def unit_in(text: str) -> str:
    """Give the unit that a text names ("tổ Toán - Tin" of "TTCM tổ Toán - Tin"), or nothing."""
    found = _unit_pattern().search(text)
    return found[0].strip(" .:;,()") if found else ""


@cache
def _unit_pattern() -> re.Pattern[str]:
    words = load_words("roster")
    starts = "|".join(words["unit_starts"])
    others = "|".join(words["not_units"])
    return re.compile(rf"(?i)(?<!\w)(?!(?:{others})\b)(?:{starts})\s+[^,;()]+")


def is_unit(text: str) -> bool:
    """Say whether a text is nothing but the name of a unit."""
    unit = unit_in(text)
    return bool(unit) and text.strip(" .:;,()-").casefold() == unit.casefold()
