"""What was changed at a school, by whom and from where."""

from datetime import datetime

from msgspec import Struct

from plan.model import Member
from texts.messages.base import Message


class AuditLine(Struct, frozen=True):
    """One deed; `by` is None for clock and operator, `shifts` say each thing before and after."""

    at: datetime
    what: str
    by: Member | None
    where: str
    codes: tuple[str, ...]
    shifts: tuple[str, ...]


class AuditSeen(Message, frozen=True):
    """One page of the log, the newest first."""

    lines: tuple[AuditLine, ...]
    count: int
    page: int
    pages: int
