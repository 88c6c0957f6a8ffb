"""Who is who at a school: members by role, by unit and by the name people type."""

import unicodedata
from collections.abc import Sequence
from functools import cache, cached_property
from importlib.resources import files

from plan.folding import fold
from plan.model import Duty, Member
from plan.owners import is_within, receiver_roles

PRINCIPAL = "HT"
# Homeroom teachers and heads of units are named each August.
YEARLY = ("GVCN", "TTCM", "TPCM")
# What stands before a unit's own name, folded.
NAME_WORDS = range(2, 8)
_UNIT_WORDS = frozenset({"to", "lop"})


def in_force(now: Sequence[Duty], before: Sequence[Duty]) -> list[Duty]:
    """Add to a year's duties those of the year before that still hold.

    Until a school says otherwise somebody stays what he was; a role that somebody else has now,
    whoever has any duty of the new year, and the roles given anew each year do not carry over.
    """
    given = {(duty.role, duty.unit_id) for duty in now}
    known = {duty.member_id for duty in now}
    carried = [
        duty
        for duty in before
        if duty.member_id not in known
        and (duty.role, duty.unit_id) not in given
        and not is_yearly(duty.role)
    ]
    return [*now, *carried]


def is_yearly(role: str) -> bool:
    """Whether a role is given anew each school year."""
    return any(is_within(role, yearly) for yearly in YEARLY)


class Staff:
    """The members of one school and their duties in one school year."""

    def __init__(self, members: Sequence[Member], duties: Sequence[Duty]) -> None:
        self.members = tuple(members)
        self.duties = tuple(duties)
        self._by_id = {member.member_id: member for member in members}

    def member(self, member_id: int | None) -> Member | None:
        """Give a member who works at the school, None for one who left."""
        return None if member_id is None else self._by_id.get(member_id)

    @cached_property
    def principal(self) -> Member | None:
        """Who answers for the whole plan."""
        holders = self.holders(PRINCIPAL)
        return holders[0] if holders else None

    def duties_of(self, member_id: int) -> tuple[Duty, ...]:
        """Give the roles a member holds."""
        return tuple(duty for duty in self.duties if duty.member_id == member_id)

    def has_role(self, member_id: int, *roles: str) -> bool:
        """Whether a member holds one of the roles or a kind of it."""
        return any(
            is_within(duty.role, role) for duty in self.duties_of(member_id) for role in roles
        )

    def holders(self, role: str, unit: str = "") -> tuple[Member, ...]:
        """List who receives what is addressed to a role, in a unit or grade when one is named."""
        wanted = receiver_roles(role)
        found = [
            duty.member_id
            for code in wanted
            for duty in self.duties
            if duty.role == code and self._is_in(duty, unit)
        ]
        return tuple(
            self._by_id[number] for number in dict.fromkeys(found) if number in self._by_id
        )

    def heads(self) -> tuple[Duty, ...]:
        """List the heads of units, one a unit, in the order of the roster."""
        heads: dict[int, Duty] = {}
        for duty in self.duties:
            if duty.unit_id is not None and duty.role in receiver_roles("TO_CM"):
                heads.setdefault(duty.unit_id, duty)
        return tuple(heads.values())

    def find(self, words: str) -> tuple[Member, ...]:
        """List who may be meant by a name as people say it: "cô Lan", "Lan (Văn)", "thầy Hùng".

        A full name that fits beats a given name; a unit or class beside the name narrows it.
        """
        name, beside = bare_name(words)
        called = self._called(fold(name).split())
        if called or beside:
            return self._narrowed(called, beside)
        # "cô Lan Toán": the unit stands behind the name without a bracket.
        first, _, rest = name.partition(" ")
        return self._narrowed(self._called([fold(first)]), rest, strictly=True) if rest else ()

    def _called(self, wanted: list[str]) -> list[Member]:
        if not wanted:
            return []
        full = [m for m in self.members if fold(m.full_name).split() == wanted]
        return full or [
            m
            for m in self.members
            if fold(m.full_name).split()[-len(wanted) :] == wanted
            or fold(m.call_name).split() == wanted
        ]

    def _narrowed(
        self, called: list[Member], beside: str, *, strictly: bool = False
    ) -> tuple[Member, ...]:
        if not beside or (len(called) < 2 and not strictly):  # noqa: PLR2004 - nothing to narrow
            return tuple(called)
        close = [m for m in called if self._is_beside(m, fold(beside))]
        return tuple(close if strictly else close or called)

    def same_names(self) -> dict[int, str]:
        """Give what tells members of one call name apart: their unit, else their full name."""
        by_name: dict[str, list[Member]] = {}
        for member in self.members:
            by_name.setdefault(fold(member.call_name), []).append(member)
        hints: dict[int, str] = {}
        for group in by_name.values():
            if len(group) > 1:
                units = [member.unit for member in group]
                for member in group:
                    clear = member.unit and units.count(member.unit) == 1
                    hints[member.member_id] = member.unit if clear else member.full_name
        return hints

    def _is_in(self, duty: Duty, unit: str) -> bool:
        if not unit:
            return True
        member = self._by_id.get(duty.member_id)
        homeroom = "" if member is None else fold(member.homeroom)
        grade = "".join(sign for sign in unit if sign.isdigit())
        if grade:
            return homeroom == fold(unit).split()[-1] or _grade(homeroom) == grade
        own = duty.unit or ("" if member is None else member.unit)
        return bool(_words(unit)) and _words(unit) <= _words(own)

    def _is_beside(self, member: Member, beside: str) -> bool:
        own = _words(member.unit) | _words(member.homeroom)
        return bool(_words(beside)) and _words(beside) <= own | _UNIT_WORDS


def read_full_name(line: str) -> str:
    """Tidy a full name as somebody typed it; empty when it is none: two to seven words of letters.

    The names of the highlands have an apostrophe: "H'Bia Niê".
    """
    found = unicodedata.normalize("NFC", line).replace("’", "'").split()
    if len(found) not in NAME_WORDS:
        return ""
    if not all(word.replace("'", "").replace("-", "").isalpha() for word in found):
        return ""
    is_plain = line.islower() or line.isupper()
    return " ".join(word.capitalize() if is_plain else word for word in found)


def bare_name(words: str) -> tuple[str, str]:
    """Split a name as people say it: "cô Lan (Văn)" is ("Lan", "Văn")."""
    name, _, beside = words.partition("(")
    parts = name.split()
    for length in (2, 1):
        if fold(" ".join(parts[:length])) in _titles() and len(parts) > length:
            parts = parts[length:]
    return " ".join(parts), beside.strip(" )")


@cache
def _titles() -> frozenset[str]:
    lines = files("plan").joinpath("titles.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold(line) for line in lines if line)


def _grade(homeroom: str) -> str:
    digits = ""
    for sign in homeroom:
        if not sign.isdigit():
            break
        digits += sign
    return digits


def _words(text: str) -> frozenset[str]:
    signs = "".join(sign if sign.isalnum() else " " for sign in fold(text))
    return frozenset(signs.split())
