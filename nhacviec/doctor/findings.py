"""What a look at one part of an installation found."""

from enum import StrEnum

from msgspec import Struct, field

from texts.doctor import found_words, mend_words


class Level(StrEnum):
    """Whether somebody has to do something."""

    OK = "ok"
    NOTE = "note"
    TROUBLE = "trouble"


class Finding(Struct, frozen=True):
    """One thing found. `code` names its words and, for a trouble, how to mend it."""

    area: str
    code: str
    level: Level = Level.OK
    values: dict[str, object] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What was found, in a sentence."""
        return found_words(self.code, self.values)

    @property
    def mend(self) -> str:
        """What to do about it, empty where there is nothing to do."""
        return "" if self.level is Level.OK else mend_words(self.code, self.values)


def ok(area: str, code: str, **values: object) -> Finding:
    """Give what is as it should be."""
    return Finding(area, code, Level.OK, values)


def note(area: str, code: str, **values: object) -> Finding:
    """Give what is good to know."""
    return Finding(area, code, Level.NOTE, values)


def trouble(area: str, code: str, **values: object) -> Finding:
    """Give what somebody has to see to."""
    return Finding(area, code, Level.TROUBLE, values)
