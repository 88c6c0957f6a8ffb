"""What an owner cell says: who, in which part, and what is left to ask."""

from enum import StrEnum

from msgspec import Struct


class Part(StrEnum):
    """What an owner does for the task."""

    LEAD = "lead"
    SUPPORT = "support"
    ADVISE = "advise"
    OVERSEE = "oversee"


class OwnerDoubt(StrEnum):
    """Why a cell is shown to the principal before anybody is reminded."""

    COUNT_UNNAMED = "count_unnamed"
    GIVEN_NAME = "given_name"
    NAME_WITHOUT_MARKS = "name_without_marks"
    WHICH_DEPUTY = "which_deputy"
    EVERYONE = "everyone"
    NOBODY = "nobody"
    PUBLIC_BODY = "public_body"
    LEARNER_ONLY = "learner_only"
    EITHER = "either"
    VAGUE = "vague"
    UNREAD = "unread"
    ROLE_GUESSED = "role_guessed"
    UNIT_GUESSED = "unit_guessed"
    SPLIT_GUESSED = "split_guessed"
    PART_GUESSED = "part_guessed"
    NO_LEAD = "no_lead"


class Owner(Struct, frozen=True):
    """One role, body or person named in a cell.

    `role` is a code of roles.toml, empty for a person without a post; `person` is the name alone,
    without title or phone; `count` is None where the number of people is open.
    """

    role: str
    part: Part = Part.LEAD
    count: int | None = None
    person: str = ""
    unit: str = ""


class OwnersReading(Struct, frozen=True):
    """Owners in the order of the cell: the first named is the one asked first."""

    owners: tuple[Owner, ...]
    must_confirm: bool
    doubts: tuple[OwnerDoubt, ...] = ()
    unread: tuple[str, ...] = ()
