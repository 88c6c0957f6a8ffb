"""The table of roles (roles.toml) and the questions other rooms ask of it."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from msgspec import Struct

from plan.owners.tokens import Phrases, phrases_of

UNKNOWN = "UNKNOWN"
SAME_AS_ABOVE = "SAME_AS_ABOVE"
EVERYONE = "TOAN_TRUONG"
DEPUTY = "PHT"
DEPARTMENT = "TO_CM"


class Role(Struct, frozen=True):
    """One row of the table; `receives` are the codes whose holders get the message."""

    code: str
    kind: str
    receives: tuple[str, ...]
    wider: str
    units: frozenset[str]
    is_public: bool


class RoleVariant(Struct, frozen=True):
    """One way of writing a role; `asked` when it may mean something else."""

    code: str
    asked: bool


def load_table(name: str) -> dict[str, Any]:
    """Read one of the word lists of this room."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _rows() -> dict[str, Any]:
    return load_table("roles.toml")


@cache
def roles() -> Mapping[str, Role]:
    """Give every role by its code."""
    return {
        code: Role(
            code,
            row["kind"],
            tuple(row.get("receives", [code])),
            row.get("wider", ""),
            frozenset(row.get("units", ())),
            bool(row.get("public")),
        )
        for code, row in _rows()["roles"].items()
    }


@cache
def role_phrases() -> Phrases[RoleVariant]:
    """Give the tree of every way to write a role; a sure reading wins over an asked one."""
    return phrases_of([*_variants("variants"), *_jobs(), *_variants("asked")])


def _variants(column: str) -> Iterator[tuple[str, RoleVariant]]:
    for code, row in _rows()["roles"].items():
        for phrase in row.get(column, ()):
            yield phrase, RoleVariant(code, asked=column == "asked")


def _jobs() -> Iterator[tuple[str, RoleVariant]]:
    prefixes = _rows()["prefixes"]["job"]
    for code, row in _rows()["roles"].items():
        for trade in row.get("job", ()):
            yield trade, RoleVariant(code, asked=False)
            for prefix in prefixes:
                yield f"{prefix} {trade}", RoleVariant(code, asked=False)


def kind_of(role: str) -> str:
    """Give single, several, body, outside or learner; empty for a code not in the table."""
    known = roles().get(role)
    return known.kind if known else ""


def is_single(role: str) -> bool:
    """Whether one person of the school holds this role."""
    return kind_of(role) == "single"


def is_body(role: str) -> bool:
    """Whether the role is a unit, board or organisation of the school."""
    return kind_of(role) == "body"


def is_outside(role: str) -> bool:
    """Whether the role is outside the school, so that the bot never writes to it."""
    return kind_of(role) == "outside"


def is_public(role: str) -> bool:
    """Whether the role is a government body, which never does the school's work by itself."""
    known = roles().get(role)
    return bool(known and known.is_public)


def units_after(role: str) -> frozenset[str]:
    """Give what may follow the role's name to say which unit: subject, class, number, words."""
    known = roles().get(role)
    return known.units if known else frozenset()


def wider_role(role: str) -> str:
    """Give the role that this one is a kind of ("PHT" for the deputy of academics), or empty."""
    known = roles().get(role)
    return known.wider if known else ""


def is_within(role: str, wide: str) -> bool:
    """Whether a role is `wide` itself or a kind of it."""
    while role:
        if role == wide:
            return True
        role = wider_role(role)
    return False


@cache
def receiver_roles(role: str) -> tuple[str, ...]:
    """Give the roles whose holders get the message, with their narrower kinds.

    The board gives the principal and every kind of deputy; outside bodies and "nobody" give the
    principal, who follows them up; pupils give none.
    """
    known = roles().get(role)
    if known is None:
        return ()
    wide = ("HT",) if known.kind == "outside" else known.receives
    return tuple(
        dict.fromkeys(
            code
            for receiver in wide
            for code in (receiver, *(c for c in roles() if is_within(c, receiver)))
        )
    )
