"""What every message is."""

from dataclasses import dataclass
from datetime import date

from plan.model import Member


class Message:
    """Something to say: a frozen dataclass whose fields are what its template may use."""

    __slots__ = ()
    # Dataclasses need it here for render() to take any of them.
    __dataclass_fields__: "dict[str, object]"


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
