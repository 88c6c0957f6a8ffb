"""Reading of money: an amount in dong and where it comes from."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from plan.folding import compose, fold, fold_aligned

_THOUSAND, _MILLION = 1_000, 1_000_000
_SMALLEST_BARE = 10_000  # a bare number below it is no amount of dong
_LARGEST_IN_MILLIONS = 100_000  # above it, a column "in millions" was filled in dong


class MoneyDoubt(StrEnum):
    """Why an amount is asked about; empty when it is not."""

    NONE = ""
    RANGE = "range"
    SEVERAL = "several"
    UNIT = "unit"
    EACH = "each"
    ABOUT = "about"
    UNREAD = "unread"


class Money(Struct, frozen=True):
    """One amount in dong with the words that name its source."""

    amount: int
    source: str = ""


class Budget(Struct, frozen=True):
    """What a money cell says.

    `amount` is in dong: None when the cell is empty or the sum is open, 0 only when the cell says
    so. `parts` holds each amount written: two for a range or for two sources.
    """

    amount: int | None
    source: str = ""
    doubt: MoneyDoubt = MoneyDoubt.NONE
    parts: tuple[Money, ...] = ()


class _Amount(Struct, frozen=True):
    """An amount at its place in the text; `bare` when no unit was written."""

    dong: int
    start: int
    end: int
    scale: int = 1
    bare: bool = False
    odd: bool = False


@cache
def _table() -> Mapping[str, Any]:
    text = resources.files(__package__).joinpath("budget.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _table()["words"][key])


@cache
def _units() -> Mapping[str, int]:
    return {fold(name): value for name, value in _table()["units"].items()}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = (
    r"\d{1,3}(?:[.,]\d{3}){1,4}(?:[.,]\d{1,2})?(?!\d)"
    r"|\d{1,3}(?: \d{3}){1,4}(?!\d)"
    r"|\d{1,15}(?:[.,]\d{1,3})?(?!\d)"
)


@cache
def _amount_form() -> re.Pattern[str]:
    unit = _any_of(_units())
    half = _any_of(_words("half"))
    return re.compile(
        rf"(?<![\w.,])(?P<number>{_NUMBER})[ ]*(?P<unit>{unit})"
        rf"(?:[ ]*(?P<half>{half})\b|(?P<tail>\d{{1,3}})(?![\d.,]*\d|[ ]*(?:{unit})\b)"
        rf"|[ ](?P<loose>\d{{1,3}})(?=[ ]*(?:$|[;,.()\n])))?(?![^\W\d_])"
    )


@cache
def _bare_form() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,/])(?:{_NUMBER})(?![\w/])")


@cache
def _range_form() -> re.Pattern[str]:
    joins = _any_of(_words("range"))
    return re.compile(rf"(?<![\w.,/])(?P<low>{_NUMBER})[ ]*(?:{joins})[ ]*$")


def header_unit(header: str) -> int | None:
    """Give the unit that a column's header names: 1_000_000 for "(triệu đồng)"."""
    folded = " ".join(fold(compose(header)).split())
    for key, value in (("million", _MILLION), ("thousand", _THOUSAND)):
        if re.search(
            rf"(?<!\d)(?:{_any_of(_table()['header'][key])})[ ]*(?:d|dong|vnd)\b", folded
        ):
            return value
    found = re.search(rf"\b({_any_of(_units())})(?![^\W\d_])", folded)
    return _units()[found[1]] if found else None


def read_budget(cell: str, unit: int | None = None) -> Budget:
    """Read a money cell; `unit` is what the header says a bare number counts in."""
    text = compose(cell).replace("\u00a0", " ").strip()
    folded = fold_aligned(text)
    squeezed = " ".join(folded.split())
    if squeezed in _words("empty"):
        return Budget(None)
    if squeezed in _words("zero"):
        return Budget(0)
    amounts = _amounts(folded) or _bare_amounts(folded, unit)
    if not amounts:
        unread = any(sign.isdigit() for sign in folded)
        doubt = MoneyDoubt.UNREAD if unread else MoneyDoubt.NONE
        return Budget(None, _source(text), doubt)
    return _settle(text, folded, amounts)


def _amounts(folded: str) -> list[_Amount]:
    """Find every amount written with its unit, "1 tỷ 200 triệu" as one."""
    found: list[_Amount] = []
    for match in _amount_form().finditer(folded):
        scale = _units()[match["unit"]]
        value = _number(match["number"]) * scale
        value += _tail(match, scale)
        amount = _Amount(
            int(value), match.start(), match.end(), scale, odd=_is_odd(match["number"])
        )
        if found and _continues(folded, found[-1], amount):
            first = found.pop()
            amount = _Amount(
                first.dong + amount.dong, first.start, amount.end, scale, odd=first.odd
            )
        found.append(amount)
    return found


def _tail(match: re.Match[str], scale: int) -> Decimal:
    if match["half"]:
        return Decimal(scale) / 2
    digits = match["tail"] or match["loose"]
    return Decimal(scale) * int(digits) / 10 ** len(digits) if digits else Decimal(0)


def _continues(folded: str, before: _Amount, after: _Amount) -> bool:
    """Whether two amounts are one: the second follows a blank and is below the first's unit."""
    between = folded[before.end : after.start]
    trailing_zeros = len(str(before.dong)) - len(str(before.dong).rstrip("0"))
    return between.strip() == "" and 0 < after.dong < 10**trailing_zeros


def _bare_amounts(folded: str, unit: int | None) -> list[_Amount]:
    numbers = list(_bare_form().finditer(folded))
    if len(numbers) != 1:
        return []
    number = numbers[0]
    follower = re.match(r"[ ]*([^\W\d_]+)", folded[number.end() :])
    if follower and follower[1] not in _words("lead"):
        return []
    value = _number(number[0])
    in_dong = unit is None or (unit >= _MILLION and value >= _LARGEST_IN_MILLIONS)
    if in_dong and value < _SMALLEST_BARE:
        return []
    scale = 1 if in_dong else (unit or 1)
    odd = in_dong and unit is not None
    grouped = not in_dong and unit == _MILLION and value >= _THOUSAND
    return [
        _Amount(int(value * scale), number.start(), number.end(), bare=True, odd=odd or grouped)
    ]


def _number(text: str) -> Decimal:
    """Read "10.000.000", "1,5" and "10 000"; one mark before three digits groups thousands."""
    text = text.replace(" ", "")
    groups = re.split(r"[.,]", text)
    if len(groups) == 1:
        return Decimal(text)
    whole, last = groups[:-1], groups[-1]
    if len(last) == len("000"):
        return Decimal("".join(groups))
    return Decimal("".join(whole) + "." + last)


def _is_odd(number: str) -> bool:
    """Whether "1,500" (with its unit) may as well be one and a half."""
    return bool(re.fullmatch(r"\d{1,2}[.,]\d{3}", number)) and not number.endswith("000")


def _settle(text: str, folded: str, amounts: list[_Amount]) -> Budget:
    low = _low_end(folded, amounts[0])
    if low is not None:
        amounts = [low, *amounts]
    if _first_is_total(amounts):
        parts = _parts(text[amounts[0].end :], _shifted(amounts[1:], -amounts[0].end))
    else:
        parts = _parts(text, amounts)
    source = "; ".join(dict.fromkeys(part.source for part in parts if part.source))
    if low is not None or _is_range(folded, amounts):
        return Budget(None, source, MoneyDoubt.RANGE, parts)
    if _is_each(folded, amounts):
        return Budget(None, "", MoneyDoubt.EACH, parts)
    return Budget(sum(part.amount for part in parts), source, _doubt(folded, amounts), parts)


def _doubt(folded: str, amounts: list[_Amount]) -> MoneyDoubt:
    if any(amount.odd for amount in amounts):
        return MoneyDoubt.UNIT
    if len(amounts) > 1 and not _first_is_total(amounts):
        return MoneyDoubt.SEVERAL
    before = folded[: amounts[0].start].split()
    about = {" ".join(before[-size:]) for size in (1, 2)} & _words("more")
    return MoneyDoubt.ABOUT if about else MoneyDoubt.NONE


def _first_is_total(amounts: list[_Amount]) -> bool:
    """Whether the first amount equals two or more others: "30 tr (20 tr ..., 10 tr ...)"."""
    others = [amount.dong for amount in amounts[1:]]
    return len(others) > 1 and sum(others) == amounts[0].dong


def _low_end(folded: str, first: _Amount) -> _Amount | None:
    """Give the lower end of "5-10 tr", which has no unit of its own."""
    found = _range_form().search(folded[: first.start])
    if found is None or first.bare:
        return None
    dong = int(_number(found["low"]) * first.scale)
    return _Amount(dong, found.start("low"), found.end("low"), first.scale)


def _is_range(folded: str, amounts: list[_Amount]) -> bool:
    return any(folded[a.end : b.start].strip() in _words("range") for a, b in pairwise(amounts))


def _is_each(folded: str, amounts: list[_Amount]) -> bool:
    """Whether the amount is for each of something, so that the sum is open."""
    before = folded[: amounts[0].start].split()
    after = re.findall(r"[^\W_]+|[^\w\s]", folded[amounts[-1].end :])
    return any(word in _words("each") for word in (*before, *after[:1]))


def _shifted(amounts: list[_Amount], by: int) -> list[_Amount]:
    return [replace(amount, start=amount.start + by, end=amount.end + by) for amount in amounts]


def _parts(text: str, amounts: list[_Amount]) -> tuple[Money, ...]:
    """Give each amount the words around it: those after it, or before it when none follow."""
    starts = [amount.start for amount in amounts]
    ends = [amount.end for amount in amounts]
    head = _source(text[: starts[0]])
    gaps = [
        _source(text[end:start]) for end, start in zip(ends, [*starts[1:], len(text)], strict=True)
    ]
    if len(amounts) > 1 and head and not gaps[-1]:
        sources = [head, *gaps[:-1]]
    else:
        sources = [" ".join(filter(None, (head, gaps[0]))), *gaps[1:]]
    return tuple(Money(a.dong, source) for a, source in zip(amounts, sources, strict=True))


_WORD = re.compile(r"[^\W_]+")
_EDGE = " \t\n.,;:()[]-–+"


def _source(text: str) -> str:
    """Strip signs and leading words; a sum spelt out in words is no source."""
    words = list(_WORD.finditer(text))
    folded = [fold(word[0]) for word in words]
    if all(word in _words("numerals") or word.isdigit() for word in folded):
        return ""
    place = 0
    while place < len(words) and (size := _lead_size(folded, place)):
        place += size
    if place == len(words):
        return ""
    return " ".join(text[words[place].start() :].strip(_EDGE).split())


def _lead_size(folded: list[str], place: int) -> int:
    """Give how many words here lead up to a source ("từ nguồn", "kinh phí"), 0 when none do."""
    for size in (3, 2, 1):
        phrase = " ".join(folded[place : place + size])
        if place + size <= len(folded) and phrase in _words("lead") | _words("more"):
            return size
    return 0
