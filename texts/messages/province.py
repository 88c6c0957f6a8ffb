"""What a province's officer is told; nobody of a school is in it."""

from datetime import date
from typing import ClassVar

from texts.messages.base import Message


class OfficerConsent(Message, frozen=True):
    """Asks an officer for consent before anything is kept or shown."""

    name: str
    province: str


class OfficerJoined(Message, frozen=True):
    """The invite was used; what may be typed now."""

    name: str
    province: str


class OfficerLeft(Message, frozen=True):
    """An officer does not agree to a newer wording: every way in is closed."""


class ProvinceSeen(Message, frozen=True):
    """The schools of a province as of a day; money in dong, `link` opens the page once."""

    holds_secret: ClassVar[bool] = True

    province: str
    on: date
    schools: int
    without_plan: int
    plans: int
    total: int
    done: int
    late: int
    carried: int
    doubtful: int
    planned: int
    spent: int
    link: str
