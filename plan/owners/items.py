"""The pieces an owner cell falls into, before anybody is made an owner."""

from msgspec import Struct

from plan.owners.model import OwnerDoubt
from plan.owners.words import PartWord


class RoleItem(Struct, frozen=True):
    """A role; `several` when "các" or the like stands before it."""

    code: str
    asked: bool = False
    several: bool = False


class PersonItem(Struct, frozen=True):
    """A person's name, and what is doubtful about it."""

    name: str
    doubts: tuple[OwnerDoubt, ...] = ()


class UnitItem(Struct, frozen=True):
    """A unit's name, empty for "all of them"; kind is subject, class, number, words or whole."""

    name: str
    kind: str
    several: bool = False
    continues: bool = False


class CountItem(Struct, frozen=True):
    """A number of people."""

    number: int


class PartItem(Struct, frozen=True):
    """A word that says what an owner does."""

    word: PartWord


class VagueItem(Struct, frozen=True):
    """Words that leave open who it is ("được phân công")."""


class WordsItem(Struct, frozen=True):
    """Words that were not understood."""

    text: str


class SignItem(Struct, frozen=True):
    """A sign or joining word: , ; / - + : ( ) . newline, "and", "or"."""

    sign: str


Item = RoleItem | PersonItem | UnitItem | CountItem | PartItem | VagueItem | WordsItem | SignItem
