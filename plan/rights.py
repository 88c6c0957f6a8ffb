"""Who may what at a school: one table as data (rights.toml), asked by chat and pages alike."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

from plan.owners import is_within
from plan.staff import Staff


class Role(StrEnum):
    """What somebody is to a school, for what they may do; the widest come first."""

    PRINCIPAL = "principal"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    HEAD = "head"
    BOOKKEEPER = "bookkeeper"
    MEMBER = "member"
    OFFICER = "officer"
    STRANGER = "stranger"


class Kind(StrEnum):
    """What a right is about: a part of the table."""

    COMMAND = "commands"
    ANSWER = "answers"
    PAGE = "pages"
    DEED = "deeds"


class Scope(StrEnum):
    """Of what somebody may: everything, or only some tasks. The widest come first."""

    ALL = "all"
    OVERSEEN = "overseen"
    UNIT = "unit"
    OWN = "own"


Grants = Mapping[Role, Scope]


@cache
def table() -> Mapping[Kind, Mapping[str, Grants]]:
    """Read the table: for each kind, what each row grants to whom."""
    raw = _raw()
    return {
        kind: {name: dict(_grant(said) for said in row) for name, row in raw[kind].items()}
        for kind in Kind
    }


def roles_of(staff: Staff, member_id: int) -> frozenset[Role]:
    """Give what a member is, by the duties held now; nothing for who left the school."""
    if staff.member(member_id) is None:
        return frozenset()
    held = {role for role, codes in _codes().items() if staff.has_role(member_id, *codes)}
    return frozenset(held | {Role.MEMBER})


def codes_of(role: Role) -> tuple[str, ...]:
    """Give the codes of a school's roles that make somebody this."""
    return _codes()[role]


def scopes(staff: Staff, member_id: int, kind: Kind, name: str) -> frozenset[Scope]:
    """Say of what a member may do something; empty when they may not.

    Raises KeyError for what has no row: nothing is allowed by being forgotten.
    """
    row = table()[kind][name]
    mine = roles_of(staff, member_id)
    return frozenset(scope for role, scope in row.items() if role in mine)


def may(staff: Staff, member_id: int, kind: Kind, name: str) -> bool:
    """Whether a member may do something, at least with some tasks."""
    return bool(scopes(staff, member_id, kind, name))


def is_for_everybody(kind: Kind, name: str) -> bool:
    """Whether every member may."""
    return Role.MEMBER in table()[kind][name]


def headed_units(staff: Staff, member_id: int) -> set[int]:
    """Give the units whose head somebody is."""
    heads = codes_of(Role.HEAD)
    return {
        duty.unit_id
        for duty in staff.duties_of(member_id)
        if duty.unit_id is not None and any(is_within(duty.role, role) for role in heads)
    }


def _grant(said: str) -> tuple[Role, Scope]:
    role, _, scope = said.partition(":")
    return Role(role), Scope(scope or "all")


@cache
def _codes() -> Mapping[Role, tuple[str, ...]]:
    return {Role(name): tuple(codes) for name, codes in _raw()["roles"].items()}


@cache
def _raw() -> Mapping[str, Mapping[str, list[str]]]:
    found: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
        files("plan").joinpath("rights.toml").read_text("utf-8")
    )
    return found
