"""What every message is."""

from datetime import date
from typing import ClassVar

from msgspec import Struct

from plan.model import Member


class Message(Struct, frozen=True):
    """Something to say: its fields are what its template may use."""

    # Its words let somebody in: they are forgotten once they are sent.
    holds_secret: ClassVar[bool] = False


class TaskLine(Struct, frozen=True):
    """One task as a line of a list; `note` is a code of _macros.j2, `days` counts to the due day.

    `who` is named only where the reader may know whose task it is.
    """

    code: str
    work: str
    due_on: date | None = None
    days: int = 0
    note: str = ""
    who: Member | None = None
    percent: int | None = None
