"""What was changed at a school, by whom and from where."""

from dataclasses import dataclass
from datetime import datetime

from plan.model import Member
from texts.messages.base import Message


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One deed; `by` is None for clock and operator, `shifts` say each thing before and after."""

    at: datetime
    what: str
    by: Member | None
    where: str
    codes: tuple[str, ...]
    shifts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditSeen(Message):
    """One page of the log, the newest first."""

    lines: tuple[AuditLine, ...]
    count: int
    page: int
    pages: int
