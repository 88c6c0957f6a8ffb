"""What every message is."""

from dataclasses import Field, dataclass
from datetime import date
from typing import Any, ClassVar

from plan.model import Member


class Message:
    """Something to say: a frozen dataclass whose fields are what its template may use."""

    __slots__ = ()
    # What every dataclass has: its fields, by which render() fills the template.
    __match_args__: ClassVar[tuple[str, ...]]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    # Its words let somebody in: they are forgotten once they are sent.
    holds_secret: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class TaskLine:
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
