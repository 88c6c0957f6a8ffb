"""The sets of standards and criteria that schools assess themselves by, by version, as data."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct


class Standard(Struct, frozen=True):
    """One standard of a set: its title, and the titles of its criteria by number ("1.10")."""

    title: str
    criteria: Mapping[str, str]


class CriteriaSet(Struct, frozen=True):
    """One version of the standards, named by the code of its circular."""

    code: str
    in_force_on: date
    levels: tuple[int, ...]
    standards: Mapping[str, Standard]

    def standard_title(self, number: str) -> str:
        """Give the official title of a standard, empty for a number the set does not have."""
        standard = self.standards.get(number)
        return standard.title if standard else ""

    def criterion_title(self, number: str) -> str | None:
        """Give the official title of a criterion ("1.10"), None for one the set does not have."""
        standard = self.standards.get(number.partition(".")[0])
        return standard.criteria.get(number) if standard else None


@cache
def _data() -> Mapping[str, Any]:
    text = files("plan").joinpath("criteria.json").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


@cache
def criteria_sets() -> tuple[CriteriaSet, ...]:
    """Give every set we know, the oldest first."""
    return tuple(
        CriteriaSet(
            code=known["code"],
            in_force_on=date.fromisoformat(known["in_force"]),
            levels=tuple(known["levels"]),
            standards={
                number: Standard(standard["title"], standard["criteria"])
                for number, standard in known["standards"].items()
            },
        )
        for known in _data()["sets"]
    )


def criteria_set(code: str) -> CriteriaSet | None:
    """Find a set by its code."""
    return next((known for known in criteria_sets() if known.code == code), None)


def named_set(text: str) -> str:
    """Give the code of the set that a text names first ("18/2018/..."), or nothing."""
    # Those of primary schools and kindergartens are named, though we hold no titles of theirs.
    codes = [*(known.code for known in criteria_sets()), *_data()["named_only"]]
    found = []
    for code in codes:
        number, year, _ = code.split("/")
        if named := re.search(rf"(?<![\d/]){number}/{year}(?!\d|/N)", text):
            found.append((named.start(), code))
    return min(found)[1] if found else ""


def set_in_force(first_year: int) -> str:
    """Give the code of the set that holds when the school year of that first year opens."""
    opening = date(first_year, 9, 5)
    holding = [known.code for known in criteria_sets() if known.in_force_on <= opening]
    return holding[-1] if holding else ""


def coding_set(codes: Iterable[str], first_year: int) -> CriteriaSet:
    """Give the set that evidence is coded by: the first one known of some, else the law's."""
    known = (found for code in codes if (found := criteria_set(code)) is not None)
    return next(known, None) or criteria_set(set_in_force(first_year)) or criteria_sets()[0]


def suggested_criteria(old: str, new: str) -> Mapping[str, str]:
    """Give which criterion of a new set a criterion of an old one is most like, by number.

    A suggestion to be offered, never more; empty between sets nothing is known of.
    """
    for known in _data()["suggestions"]:
        if (known["from"], known["to"]) == (old, new):
            found: Mapping[str, str] = known["criteria"]
            return found
    return {}


def circular(code: str) -> str:
    """Give the number of a circular as people say it: 18/2018 of "18/2018/TT-BGDĐT"."""
    return "/".join(code.split("/")[:2])
