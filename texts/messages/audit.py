"""What was changed at a school, by whom and from where."""

from dataclasses import dataclass
from datetime import datetime

from plan.model import Member
from texts.messages.base import Message


@dataclass(frozen=True, slots=True)
class AuditSeen(Message):
    """One page of the log: (when, what, who or None, from where, codes of tasks)."""

    lines: tuple[tuple[datetime, str, Member | None, str, tuple[str, ...]], ...]
    count: int
    page: int
    pages: int
