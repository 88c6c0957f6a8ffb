"""The pieces an owner cell falls into, before anybody is made an owner."""

from dataclasses import dataclass

from plan.owners.model import OwnerDoubt
from plan.owners.words import PartWord


@dataclass(frozen=True, slots=True)
class RoleItem:
    """A role; `several` when "các" or the like stands before it."""

    code: str
    asked: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class PersonItem:
    """A person's name, and what is doubtful about it."""

    name: str
    doubts: tuple[OwnerDoubt, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitItem:
    """A unit's name, empty for "all of them"; kind is subject, class, number, words or whole."""

    name: str
    kind: str
    several: bool = False
    continues: bool = False


@dataclass(frozen=True, slots=True)
class CountItem:
    """A number of people."""

    number: int


@dataclass(frozen=True, slots=True)
class PartItem:
    """A word that says what an owner does."""

    word: PartWord


@dataclass(frozen=True, slots=True)
class VagueItem:
    """Words that leave open who it is ("được phân công")."""


@dataclass(frozen=True, slots=True)
class WordsItem:
    """Words that were not understood."""

    text: str


@dataclass(frozen=True, slots=True)
class SignItem:
    """A sign or joining word: , ; / - + : ( ) . newline, "and", "or"."""

    sign: str


Item = RoleItem | PersonItem | UnitItem | CountItem | PartItem | VagueItem | WordsItem | SignItem
